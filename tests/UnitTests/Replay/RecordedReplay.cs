using System.IO.Compression;
using System.Text;
using Dashboard.Infrastructure.Replay;
using Dashboard.Infrastructure.Replay.Runs;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using NSubstitute;

namespace Dashboard.UnitTests.Replay;

/// <summary>A replay feed over files in a folder of its own, with everything around it recorded.</summary>
internal sealed class RecordedReplay : IDisposable
{
    public const string Heading = "Amount,Date,Merchant,Card,Cur\n";

    public const string Mapping = """
        {
          "source": "test", "account": "{Card|=unknown}", "counterparty": "{Merchant}", "reference": "{#checksum}:{#line}",
          "currency": "{Cur|=GBP}", "amount": { "text": "{Amount}", "prefix": "$" }, "createdAt": { "text": "{Date}", "format": "yyyy-MM-dd" }
        }
        """;

    private ReplayRuns? _runs;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("dashboard-replay-");

    public RecordedReplay() => Lifetime.ApplicationStarted.Returns(new CancellationToken(canceled: true));

    public RecordingMediator Mediator { get; } = new();

    public RecordingLogger<ReplayFeed> Logger { get; } = new();

    public FakeTimeProvider Clock { get; } = new(TestData.Time);

    public ReplayRuns Status => _runs ??= new ReplayRuns(Clock);

    public IHostApplicationLifetime Lifetime { get; } = Substitute.For<IHostApplicationLifetime>();

    public IEnumerable<string> Progress => Logger.Lines.Where(l => l.Event == 602).Select(l => l.Text);

    public void Dispose() => _folder.Delete(recursive: true);

    public string Path(string name) => System.IO.Path.Combine(_folder.FullName, name);

    public Task<ReplaySummary> ReplayAsync(string content, string mapping = Mapping, string name = "in.csv") =>
        ReplayAsync(Encoding.UTF8.GetBytes(content), mapping, name);

    public async Task<ReplaySummary> ReplayAsync(byte[] content, string mapping = Mapping, string name = "in.csv")
    {
        using var feed = Feed(content, "max", mapping, name);
        return await feed.ReplayAsync(CancellationToken.None);
    }

    public ReplayFeed Feed(string content, string speed) => Feed(Encoding.UTF8.GetBytes(content), speed);

    public ReplayFeed Feed(byte[] content, string speed, string mapping = Mapping, string name = "in.csv")
    {
        File.WriteAllBytes(Path(name), content);
        File.WriteAllText(Path("mapping.json"), mapping);
        var options = new ReplayOptions { File = Path(name), Mapping = Path("mapping.json"), Speed = speed };
        return new ReplayFeed(Options.Create(options), Mediator, Clock, Logger, Status, Lifetime);
    }

    /// <summary>A feed over files that the test has written.</summary>
    /// <param name="mapping">The name of a mapping that comes with the program; null for <see cref="Mapping"/>.</param>
    public ReplayFeed Feed(ReplayOptions options, string? mapping = null)
    {
        File.WriteAllText(Path("mapping.json"), Mapping);
        options.Mapping = mapping ?? Path("mapping.json");
        return new ReplayFeed(Options.Create(options), Mediator, Clock, Logger, Status, Lifetime);
    }

    public static byte[] Compress(string content)
    {
        using var memory = new MemoryStream();
        using (var gzip = new GZipStream(memory, CompressionLevel.Fastest, leaveOpen: true)) gzip.Write(Encoding.UTF8.GetBytes(content));
        return memory.ToArray();
    }
}
