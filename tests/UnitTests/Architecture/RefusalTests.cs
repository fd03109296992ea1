using Dashboard.Api.Common;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace Dashboard.UnitTests.Architecture;

/// <summary>Every refusal is a row of one table.</summary>
public sealed class RefusalTests
{
    private static readonly Refusal[] Table =
        [.. typeof(Refusals).GetFields().Where(f => f.FieldType == typeof(Refusal)).Select(f => (Refusal)f.GetValue(null)!)];

    [Fact]
    public void Problems_AreMadeByTheTableOnly()
    {
        string[] expected = [typeof(RefusalResult).FullName!];

        CallSites.Of(typeof(ProblemDetails), ".ctor").ShouldBe(expected, "an endpoint answers with a row of Refusals");
        CallSites.Of(typeof(TypedResults), "Problem", "ValidationProblem", "NotFound", "Conflict", "BadRequest").ShouldBe(expected);
        CallSites.Of(typeof(Results), "Problem", "ValidationProblem", "NotFound", "Conflict", "BadRequest").ShouldBeEmpty();
    }

    [Fact]
    public void Rows_ThatMayBeTriedAgain_SayWhen()
    {
        Table.Length.ShouldBeGreaterThan(10);
        Table.Where(r => r.Status is 429 or 503).ShouldAllBe(r => r.RetryAfterSeconds > 0 && r.Detail != null);
        Table.Where(r => r.Status is not (429 or 503)).ShouldAllBe(r => r.RetryAfterSeconds == null);
    }

    [Fact]
    public void Rows_AreSentencesOfTheirOwn()
    {
        Table.ShouldAllBe(r => r.Title.EndsWith('.') && (r.Detail == null || r.Detail.EndsWith('.')));
        Table.Select(r => r.Title).ShouldBeUnique();
    }
}
