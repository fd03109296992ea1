using Dashboard.Infrastructure.Replay;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using NSubstitute;

namespace Dashboard.UnitTests.Replay.Formats;

/// <summary>Several files, their order, and the end of a replay.</summary>
public sealed class SeveralFilesTests : IDisposable
{
    private readonly RecordedReplay _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task ReplayAsync_ListAndPattern_TakesTheFilesInOrder()
    {
        Write("b-2.csv", "2,2026-01-02");
        Write("b-1.csv", "1,2026-01-02");
        Write("a.csv", "3,2026-01-02");

        await ReplayAsync($"{_bench.Path("b-*.csv")}; {_bench.Path("a.csv")}");

        _bench.Mediator.Amounts.ShouldBe([1, 2, 3]);
    }

    [Fact]
    public async Task ReplayAsync_PatternOfFolders_FindsTheFiles()
    {
        Directory.CreateDirectory(_bench.Path("2025"));
        Directory.CreateDirectory(_bench.Path("2026"));
        Write("2026/m.csv", "2,2026-01-02");
        Write("2025/m.csv", "1,2026-01-02");

        await ReplayAsync(_bench.Path("202?/*.csv"));

        _bench.Mediator.Amounts.ShouldBe([1, 2]);
    }

    [Fact]
    public void Validate_PatternWithoutFiles_NamesIt()
    {
        Write("a.csv", "1,2026-01-02");
        var options = new ReplayOptions { File = $"{_bench.Path("a.csv")};{_bench.Path("*.txt")}", Mapping = "ulb" };

        var errors = options.Validate(new System.ComponentModel.DataAnnotations.ValidationContext(options));

        errors.ShouldHaveSingleItem().ErrorMessage!.ShouldContain("*.txt");
    }

    [Fact]
    public async Task ReplayAsync_OneFileOfSeveralIsWrong_TakesNothing()
    {
        Write("a.csv", "1,2026-01-02");
        File.WriteAllText(_bench.Path("b.csv"), "Betrag\n1\n");

        (await Should.ThrowAsync<ReplayException>(() => ReplayAsync(_bench.Path("?.csv")))).Message.ShouldContain("b.csv");
        _bench.Mediator.Items.ShouldBeEmpty();
    }

    [Fact]
    public async Task ReplayAsync_FileThatIsNotSorted_IsNamedOnce()
    {
        Write("a.csv", "1,2026-01-03", "2,2026-01-02", "3,2026-01-01");
        Write("b.csv", "4,2026-01-01", "5,2026-01-02");

        await ReplayAsync(_bench.Path("?.csv"));

        _bench.Mediator.Amounts.ShouldBe([1, 2, 3, 4, 5]);
        _bench.Logger.Lines.Single(l => l.Event == 608).Text.ShouldContain("a.csv is not sorted by time: line 3");
    }

    [Fact]
    public async Task ReplayAsync_Sort_PutsTheRowsOfAllFilesInByTheirTime()
    {
        Write("a.csv", "1,2026-01-03", "2,2026-01-02");
        Write("b.csv", "3,2026-01-02", "4,2026-01-01", "x,2026-01-01");

        var summary = await ReplayAsync(_bench.Path("?.csv"), sort: true);

        _bench.Mediator.Amounts.ShouldBe([4, 2, 3, 1]);
        summary.Rejected.ShouldBe(1);
        _bench.Logger.Lines.ShouldNotContain(l => l.Event == 608);
    }

    [Theory]
    [InlineData("1,2026-01-02", true, 0, HealthStatus.Healthy)]
    [InlineData("x,2026-01-02", true, 5, HealthStatus.Healthy)]
    [InlineData("1,2026-01-02", false, 0, HealthStatus.Healthy)]
    public async Task ExecuteAsync_Finished_EndsTheProgramWhenAsked(string row, bool exit, int exitCode, HealthStatus health)
    {
        Write("a.csv", row);

        await RunAsync(_bench.Path("a.csv"), exit);

        _bench.Status.ExitCode.ShouldBe(exitCode);
        (await _bench.Status.CheckHealthAsync(new HealthCheckContext())).Status.ShouldBe(health);
        _bench.Lifetime.ReceivedCalls().Count(c => c.GetMethodInfo().Name == "StopApplication").ShouldBe(exit ? 1 : 0);
    }

    [Fact]
    public async Task ExecuteAsync_Failed_IsVisibleInHealthAndExitCode()
    {
        File.WriteAllText(_bench.Path("a.csv"), "Betrag\n1\n");

        await RunAsync(_bench.Path("a.csv"), exit: true);

        _bench.Status.ExitCode.ShouldBe(4);
        var health = await _bench.Status.CheckHealthAsync(new HealthCheckContext());
        health.Status.ShouldBe(HealthStatus.Degraded);
        health.Description!.ShouldContain("'Amount'");
        _bench.Lifetime.ReceivedCalls().ShouldNotBeEmpty();
    }

    private void Write(string name, params string[] rows) =>
        File.WriteAllText(_bench.Path(name), RecordedReplay.Heading + string.Concat(rows.Select(r => r + ",m,1,\n")));

    private async Task<ReplaySummary> ReplayAsync(string files, bool sort = false)
    {
        using var feed = _bench.Feed(new ReplayOptions { File = files, Sort = sort });
        return await feed.ReplayAsync(CancellationToken.None);
    }

    private async Task RunAsync(string files, bool exit)
    {
        using var feed = _bench.Feed(new ReplayOptions { File = files, Exit = exit });
        await feed.StartAsync(CancellationToken.None);
        await feed.ExecuteTask!.WaitAsync(TimeSpan.FromSeconds(10));
    }
}
