using Dashboard.Application.Monitors;
using Dashboard.Tools.Drill.Playing;
using Dashboard.Tools.Drill.Scenes;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.IntegrationTests.Monitors;

/// <summary>The short form of the drill: scenes played over REST against the whole program, on a clock that is moved.</summary>
public sealed class DrillTests : IDisposable
{
    private readonly TemporaryStore _store = new();
    private readonly MovableClock _clock = new();

    public static TheoryData<string> Scenes => LongRunningTests.Enabled
        ? [.. Directory.GetFiles(Folder, "*.json").Select(f => Path.GetFileNameWithoutExtension(f)).Order()]
        : ["account-takeover", "silent-source", "two-axes"];

    private static string Folder => Path.Combine(Checkout.Root, "tools", "Drill", "scenes");

    public void Dispose() => _store.Dispose();

    [Theory]
    [MemberData(nameof(Scenes))]
    public async Task A_scene_is_noticed_with_its_cause(string name)
    {
        var scene = SceneReader.Read(await File.ReadAllTextAsync(Path.Combine(Folder, name + ".json")), out _)!;
        await using var host = await DashboardHost.StartAsync(
            _store, replace: services => services.AddSingleton<TimeProvider>(_clock));
        var watch = host.Services.GetRequiredService<IncidentWatch>();
        var player = new ScenePlayer(host.Client, _clock.GetUtcNow, moment => PassAsync(host, watch, moment), TimeSpan.FromSeconds(1));

        var score = await player.PlayAsync(scene with { HistorySeconds = 120 }, withHistory: true);

        score.Passed.ShouldBeTrue(score.Line);
    }

    // Second by second, each looked at with all of its payments.
    private async Task PassAsync(DashboardHost host, IncidentWatch watch, DateTimeOffset moment)
    {
        await host.WaitForAsync(m => m.Flow.Accepted == m.Flow.Completed + m.Flow.Failed);
        await watch.LookAsync();
        while (moment - _clock.GetUtcNow() is var left && left > TimeSpan.Zero)
        {
            _clock.Pass(left < TimeSpan.FromSeconds(1) ? left : TimeSpan.FromSeconds(1));
            await watch.LookAsync();
        }
    }
}
