using System.Net;
using System.Text.Json;

namespace Dashboard.IntegrationTests.Rules;

public sealed class CheckRuleTests : HostTest
{
    protected override Dictionary<string, string?> Settings => new() { ["Rules:ConcurrentTries"] = "1" };

    [Fact]
    public async Task A_rule_is_answered_with_its_three_faces()
    {
        var answer = await (await Host.PostRuleAsync("check", new { expression = "count per account over 600s>5 # fast" })).JsonAsync();

        answer.GetProperty("canonical").GetString().ShouldBe("count per account over 10m > 5");
        answer.GetProperty("sentence").GetString().ShouldBe(
            "Flags a payment when the number of payments of the same account within 10 minutes is more than 5.");
        Texts(answer, "fields").ShouldBe(["account"]);
        Texts(answer, "features").ShouldBe(["count per account over 10m"]);
        answer.GetProperty("form").GetRawText().ShouldBe(
            """{"value":{"aggregate":"count","per":["account"],"over":"PT10M"},"is":">","than":5}""");
        var number = answer.GetProperty("numbers")[0];
        (number.GetProperty("number").GetInt32(), number.GetProperty("limit").GetString()).ShouldBe((1, "5"));
    }

    [Fact]
    public async Task A_form_is_read_as_its_text()
    {
        var form = (await (await Host.PostRuleAsync("check", new { expression = "amount >= 10 EUR or not (source in (\"a\", \"b\"))" })).JsonAsync())
            .GetProperty("form");

        var answer = await (await Host.PostRuleAsync("check", new { form })).JsonAsync();

        answer.GetProperty("canonical").GetString().ShouldBe("amount >= 10 EUR or source not in (\"a\", \"b\")");
    }

    [Fact]
    public async Task Wrong_texts_are_refused_with_the_position_of_each_error()
    {
        using var response = await Host.PostRuleAsync("check", new { expression = "amuont > 5 EUR\nand amount > 5" });

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var errors = (await response.JsonAsync()).GetProperty("errors").GetProperty("expression");
        errors.GetRawText().ShouldBe(
            """[{"position":0,"length":6,"line":1,"column":1,"message":"'amuont' is not known.","suggestion":"amount"},"""
            + """{"position":28,"length":1,"line":2,"column":14,"message":"An amount needs its currency: write 5 EUR.","suggestion":"5 EUR"}]""");
    }

    [Theory]
    [InlineData("check", "{}", "expression")]
    [InlineData("check", """{"form":{"what":1}}""", "form")]
    [InlineData("check", """{"form":{"value":{"field":"amount"},"is":">"}}""", "form")]
    [InlineData("try", "{}", "expression")]
    [InlineData("try", """{"expression":"amount > 1 EUR","limit":1001}""", "limit")]
    [InlineData("try", """{"expression":"amount > 1 EUR","from":"2026-01-02T00:00:00Z","to":"2026-01-01T00:00:00Z"}""", "to")]
    [InlineData("try", """{"expression":"source = \"x\"","sweep":true}""", "sweepNumber")]
    [InlineData("try", """{"expression":"amount > 1 EUR and amount < 9 EUR","sweep":true}""", "sweepNumber")]
    [InlineData("try", """{"expression":"amount > 1"}""", "expression")]
    [InlineData("explain", """{"expression":"amount > 1 EUR"}""", "transactionId")]
    public async Task A_wrong_field_is_named(string call, string body, string field)
    {
        using var response = await Host.Client.PostAsync("/api/v1/rules/" + call, ApiCalls.JsonBody(body));

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await response.ErrorsAsync()).ShouldBe([field]);
    }

    private static string[] Texts(JsonElement answer, string name) =>
        [.. answer.GetProperty(name).EnumerateArray().Select(e => e.GetString()!)];
}
