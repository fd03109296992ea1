using System.Net;
using System.Text;
using System.Text.Json;

namespace Dashboard.IntegrationTests.Ingest.Streams;

/// <summary>Senders that read nothing before they have sent everything.</summary>
public sealed class UnreadAnswersTests : IDisposable
{
    private const int Lines = 150_000;

    private readonly TemporaryStore _store = new();

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task A_stream_whose_answers_are_not_read_ends_with_a_reason_and_frees_its_slot()
    {
        await using var host = await HostAsync();
        using (var stream = await StreamCall.OpenAsync(host.Client.BaseAddress!, receiveBytes: 4096))
        {
            await SendAllAsync(stream);

            var answers = new List<string>();
            while (await stream.LineAsync() is { } line) answers.Add(line);
            answers.Count.ShouldBeLessThan(Lines);
            answers[..^1].ShouldAllBe(a => a.Contains("rejected"));
            var last = JsonDocument.Parse(answers[^1]).RootElement;
            last.GetProperty("outcome").GetString().ShouldBe("refused");
            last.GetProperty("position").GetInt64().ShouldBe(answers.Count, "every line before it has its answer");
            last.GetProperty("errors").GetProperty("body").GetString()!.ShouldContain("Ingest:AnswerTimeout");
        }

        await SlotIsFreeAsync(host);
    }

    [Fact]
    public async Task A_sender_that_never_reads_is_disconnected_and_frees_its_slot()
    {
        await using var host = await HostAsync();
        using var stream = await StreamCall.OpenAsync(host.Client.BaseAddress!, receiveBytes: 4096);
        await SendAllAsync(stream);

        await SlotIsFreeAsync(host);
    }

    [Theory]
    [InlineData("rejected", 3)]
    [InlineData("summary", 1)]
    public async Task A_sender_that_wants_fewer_answers_may_send_everything_first(string mode, int answers)
    {
        await using var host = await HostAsync();
        var lines = string.Concat(Enumerable.Range(0, 20_000)
            .Select(i => i is 7 or 9 ? "no JSON\n" : TestData.Json("few", "F-" + i) + "\n"));

        using var response = await host.Client.PostAsync($"/api/v1/transactions/stream?answers={mode}",
            new StringContent(lines, Encoding.UTF8, "application/x-ndjson"));

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        var read = (await response.Content.ReadAsStringAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        read.Length.ShouldBe(answers);
        read[..^1].Select(l => JsonDocument.Parse(l).RootElement.GetProperty("position").GetInt64()).ShouldBe(answers == 3 ? [8, 10] : []);
        read[^1].ShouldBe("""{"lines":20000,"accepted":19998,"duplicates":0,"rejected":2,"refused":0,"firstRejected":8,"firstRefused":null}""");
    }

    [Theory]
    [InlineData("answers=none", "answers")]
    [InlineData("answer=summary", "answer")]
    public async Task A_mode_that_is_not_known_is_refused_before_the_first_line(string query, string field)
    {
        await using var host = await HostAsync();

        using var response = await host.Client.PostAsync("/api/v1/transactions/stream?" + query,
            new StringContent(TestData.Json("few", "F-1")));

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement.GetProperty("errors").TryGetProperty(field, out _)
            .ShouldBeTrue();
        (await host.HistoryAsync()).ShouldBeEmpty();
    }

    private Task<DashboardHost> HostAsync() => DashboardHost.StartAsync(_store, new()
    {
        ["Ingest:AnswerTimeout"] = "00:00:02",
        ["Ingest:MaxStreams"] = "1",
        ["Ingest:Patience"] = "00:00:00.300",
        ["Processing:MinDelay"] = "00:00:00",
        ["Processing:MaxDelay"] = "00:00:00.020",
    });

    // Lines that are rejected have the longest answers and cost the store nothing.
    private static async Task SendAllAsync(StreamCall stream)
    {
        for (var sent = 0; sent < Lines; sent += 1_000) await stream.SendAsync(
            string.Concat(Enumerable.Repeat(new string('x', 100) + "\n", 1_000)));
        await stream.CompleteAsync();
    }

    private static Task SlotIsFreeAsync(DashboardHost host) => Poll.UntilAsync(async () =>
    {
        using var next = await host.Client.PostAsync("/api/v1/transactions/stream", new StringContent(TestData.Json("free", "F-1")));
        return next.StatusCode == HttpStatusCode.OK;
    });
}
