using System.Globalization;
using System.Text;
using System.Text.Json;
using CsCheck;
using Dashboard.IntegrationTests.Storage;

namespace Dashboard.IntegrationTests.Ingest;

/// <summary>
/// The rule of the reference, for any interleaving of callers: the first content is kept, once, and everybody learns of it.
/// </summary>
public abstract class IdempotencyTests : StoreTest
{
    private const int Callers = 12;

    // Few references and few contents, so that they meet; each content differs from the others in another set of fields.
    private static readonly (string Json, string Fields)[] Contents =
    [
        ("\"account\":\"A-1\",\"amount\":1.5,\"currency\":\"EUR\"", "A-1 1.5 EUR"),
        ("\"account\":\"A-1\",\"amount\":2.5,\"currency\":\"EUR\"", "A-1 2.5 EUR"),
        ("\"account\":\"A-2\",\"amount\":1.5,\"currency\":\"USD\"", "A-2 1.5 USD"),
    ];

    private static readonly string[] Names = ["account", "amount", "currency"];

    private static readonly Gen<(int Kind, (int Reference, int Content)[] Items)> GenCall =
        Gen.Select(Gen.Int[0, 2], Gen.Select(Gen.Int[0, 4], Gen.Int[0, 2]).Array[1, 6]).Select(
            (kind, items) => (kind, kind == 0 ? items[..1] : items));

    [Fact]
    public async Task One_row_per_reference_and_one_id_in_every_answer_whoever_comes_first() =>
        await Gen.Select(GenCall.Array[4, 60], GenCall.Array[4, 30]).SampleAsync(
            async (before, after) => await ShouldHoldAsync(before, after), iter: 12, threads: 1);

    private async Task ShouldHoldAsync(
        (int Kind, (int Reference, int Content)[] Items)[] before, (int Kind, (int Reference, int Content)[] Items)[] after)
    {
        // A source of its own for each sample, so that they share a store and do not meet.
        var source = "p-" + Guid.CreateVersion7().ToString("N");
        var answers = new List<Answer>();
        await using (var host = await StartAsync()) answers.AddRange(await CallAsync(host, source, before));
        await using var again = await StartAsync();
        var later = await CallAsync(again, source, after);

        var references = before.SelectMany(c => c.Items).Select(i => i.Reference).ToHashSet();
        later.ShouldAllBe(a => !references.Contains(a.Reference) || a.Outcome != "accepted", "known from before the restart");
        answers.AddRange(later);
        var stored = (await again.HistoryAsync("&source=" + source)).ToDictionary(t => t.Reference!);
        stored.Count.ShouldBe(answers.Select(a => a.Reference).Distinct().Count(), "one row per reference");
        foreach (var answer in answers)
        {
            var row = stored["R-" + answer.Reference.ToString(CultureInfo.InvariantCulture)];
            var kept = string.Create(CultureInfo.InvariantCulture, $"{row.Account} {row.Amount:0.0} {row.Currency}").Split(' ');
            var sent = Contents[answer.Content].Fields.Split(' ');
            answer.Id.ShouldBe(row.Id);
            answer.Outcome.ShouldBeOneOf(kept.SequenceEqual(sent) ? ["accepted", "duplicate", "taken"] : ["rejected"]);
            answer.Differences.ShouldBe(Names.Where((_, i) => kept[i] != sent[i]));
        }

        // A single call does not say which it was; the others do.
        answers.GroupBy(a => a.Reference).ShouldAllBe(g => g.Count(a => a.Outcome == "accepted") <= 1);
    }

    private Task<DashboardHost> StartAsync() =>
        StartAsync(new() { ["Processing:MaxDelay"] = "00:00:00.020", ["Processing:MinDelay"] = "00:00:00" });

    private static async Task<List<Answer>> CallAsync(
        DashboardHost host, string source, (int Kind, (int Reference, int Content)[] Items)[] calls)
    {
        var next = -1;
        var callers = Enumerable.Range(0, Callers).Select(_ => Task.Run(async () =>
        {
            var answers = new List<Answer>();
            while (Interlocked.Increment(ref next) is var i && i < calls.Length)
                answers.AddRange(await CallAsync(host.Client, source, calls[i].Kind, calls[i].Items));
            return answers;
        }));
        return [.. (await Task.WhenAll(callers)).SelectMany(a => a)];
    }

    private static async Task<IEnumerable<Answer>> CallAsync(
        HttpClient client, string source, int kind, (int Reference, int Content)[] items)
    {
        var bodies = items.Select(i => $$"""{"source":"{{source}}","reference":"R-{{i.Reference}}",{{Contents[i.Content].Json}}}""");
        var (path, body) = kind switch
        {
            0 => ("", bodies.Single()),
            1 => ("/batch", $"[{string.Join(',', bodies)}]"),
            _ => ("/stream", string.Join('\n', bodies))
        };
        using var response = await client.PostAsync(
            "/api/v1/transactions" + path, new StringContent(body, Encoding.UTF8, "application/json"));
        var text = await response.Content.ReadAsStringAsync();
        if (kind == 0) return [Read(items[0], JsonDocument.Parse(text).RootElement,
            (int)response.StatusCode switch { 202 => "taken", 409 => "rejected", var other => text + other })];
        var answers = kind == 1
            ? JsonDocument.Parse(text).RootElement.GetProperty("items").EnumerateArray().ToList()
            : text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonDocument.Parse(l).RootElement).ToList();
        answers.Count.ShouldBe(items.Length);
        return answers.Select((a, i) => Read(items[i], a, a.GetProperty("outcome").GetString()!));
    }

    private static Answer Read((int Reference, int Content) item, JsonElement answer, string outcome) => new(
        item.Reference, item.Content, outcome, answer.GetProperty("id").GetString()!,
        answer.TryGetProperty("errors", out var errors) && errors.ValueKind == JsonValueKind.Object
            ? [.. errors.EnumerateObject().Select(e => e.Name)] : []);

    private sealed record Answer(int Reference, int Content, string Outcome, string Id, string[] Differences);
}

public sealed class SqliteIdempotencyTests : IdempotencyTests
{
    protected override Task<TestDatabase> NewDatabaseAsync() => Task.FromResult<TestDatabase>(new SqliteDatabase());
}

public sealed class PostgresIdempotencyTests(PostgresServers servers) : IdempotencyTests
{
    protected override Task<TestDatabase> NewDatabaseAsync() => servers.NewDatabaseAsync();
}

public sealed class SqlServerIdempotencyTests(SqlServers servers) : IdempotencyTests
{
    protected override Task<TestDatabase> NewDatabaseAsync() => servers.NewDatabaseAsync();
}
