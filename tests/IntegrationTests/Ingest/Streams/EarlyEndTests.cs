using System.IO.Compression;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Dashboard.IntegrationTests.Ingest.Streams;

/// <summary>Streams whose body cannot be read to its end.</summary>
public sealed class EarlyEndTests(SharedHost shared) : IClassFixture<SharedHost>
{
    private readonly DashboardHost _host = shared.Host;

    [Theory]
    [InlineData("too long")]
    [InlineData("cannot be inflated")]
    public async Task The_line_at_which_a_stream_ends_is_answered_and_counted(string fault)
    {
        var before = (await _host.MetricsAsync()).Flow;
        using var content = fault == "too long" ? TooLong() : CutOff();

        using var response = await _host.Client.PostAsync("/api/v1/transactions/stream?answers=rejected", content);

        var answers = (await response.Content.ReadAsStringAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(l => JsonDocument.Parse(l).RootElement).ToList();
        answers.Count.ShouldBe(2);
        answers[0].GetProperty("outcome").GetString().ShouldBe("rejected");
        var (lines, rejected) = (answers[1].GetProperty("lines").GetInt64(), answers[1].GetProperty("rejected").GetInt64());
        rejected.ShouldBe(1);
        answers[1].GetProperty("firstRejected").GetInt64().ShouldBe(answers[0].GetProperty("position").GetInt64());
        var after = await _host.WaitForAsync(m => m.Flow.Received - before.Received >= lines);
        after.Flow.ShouldBalance();
        (after.Flow.Received - before.Received).ShouldBe(lines, "every line with an answer is counted");
        (after.Flow.Rejected - before.Rejected).ShouldBe(rejected);
    }

    private static StringContent TooLong() =>
        new($"{TestData.Json("early", "L-1")}\n{new string('x', 70_000)}\n{TestData.Json("early", "L-2")}\n");

    private static ByteArrayContent CutOff()
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            gzip.Write(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 500).Select(i => TestData.Json("early", "E-" + i) + "\n"))));
        var content = new ByteArrayContent(packed.ToArray()[..^9]);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/x-ndjson");
        content.Headers.ContentEncoding.Add("gzip");
        return content;
    }
}
