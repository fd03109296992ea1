using System.Globalization;
using System.Text;

namespace Dashboard.IntegrationTests.Ingest.Streams;

/// <summary>
/// One stream call of many lines. DASHBOARD_TEST_LINES sets how many: 20,000 by default, 1,000,000 for the published figure.
/// </summary>
public sealed class LongStreamTests(PublishedProgram published, ITestOutputHelper output) : IDisposable
{
    private const int LinesPerWrite = 200;
    // What clients may still ask for fills within the first 150,000; after that, nothing may grow with the length.
    private const int Filled = 250_000;
    private const long MaxPeakBytes = 512L * 1024 * 1024;

    private readonly TemporaryStore _store = new();

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task A_stream_of_any_length_is_kept_whole_in_bounded_memory()
    {
        var lines = int.Parse(Environment.GetEnvironmentVariable("DASHBOARD_TEST_LINES") ?? "20000", CultureInfo.InvariantCulture);
        using var program = new ChildProgram(
            await published.FolderAsync(), _store, "Production", "--Processing:MinDelay=00:00:00", "--Processing:MaxDelay=00:00:00.050");
        using var client = await program.ConnectAsync();
        using var stream = await StreamCall.OpenAsync(client.BaseAddress!);
        var started = TimeProvider.System.GetTimestamp();

        var sending = SendAsync(stream, lines);
        var peakWhenFilled = long.MaxValue / 2;
        for (var line = 1; line <= lines; line++)
        {
            var answer = (await stream.AnswerAsync())!.Value;
            (answer.Position, answer.Outcome).ShouldBe((line, "accepted"));
            if (line == Filled) peakWhenFilled = program.PeakMemoryBytes;
        }

        await sending;
        (await stream.LineAsync()).ShouldBeNull();
        var elapsed = TimeProvider.System.GetElapsedTime(started);
        var flow = await client.WaitUntilIdleAsync(limit: TimeSpan.FromMinutes(10));

        flow.Received.ShouldBe(lines);
        flow.Accepted.ShouldBe(lines);
        var peak = program.PeakMemoryBytes;
        output.WriteLine($"{lines} lines in {elapsed.TotalSeconds:0.0} s, {lines / elapsed.TotalSeconds:0} a second, at most {peak >> 20} MB resident; {Filled}: {peakWhenFilled >> 20} MB");
        peak.ShouldBeLessThan(MaxPeakBytes);
        peak.ShouldBeLessThan(peakWhenFilled / 4 * 5);
    }

    // Made as they are sent: neither side ever holds the whole.
    private static async Task SendAsync(StreamCall stream, int lines)
    {
        var text = new StringBuilder();
        for (var first = 0; first < lines; first += LinesPerWrite)
        {
            text.Clear();
            for (var line = first; line < Math.Min(first + LinesPerWrite, lines); line++)
                text.Append(CultureInfo.InvariantCulture,
                    $$"""{"source":"long","reference":"L-{{line}}","account":"A-{{line % 9973}}","amount":{{line % 500}}.25,"currency":"EUR"}""").Append('\n');
            await stream.SendAsync(text.ToString());
        }

        await stream.CompleteAsync();
    }
}
