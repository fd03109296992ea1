using Dashboard.Bench.Harness;
using Dashboard.Tools.Drill.Playing;
using Dashboard.Tools.Drill.Scenes;

namespace Dashboard.Tools.Drill;

/// <summary>Plays scenes one after the other.</summary>
internal sealed class Drill(TimeProvider clock, Action<Score> print)
{
    // Longer than Monitors:Quiet, so that the incident of one scene has ended before the next one.
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(250);

    /// <summary>Each scene over an empty store, with a program that is published first.</summary>
    public async Task<IReadOnlyList<Score>> PlayOnOwnProgramsAsync(int port, IReadOnlyList<Scene> scenes)
    {
        var folder = Directory.CreateTempSubdirectory("dashboard-drill-").FullName;
        try
        {
            var program = await PublishedProgram.PublishAsync(Path.Combine(folder, "program"), clock);
            var scores = new List<Score>();
            foreach (var scene in scenes)
            {
                var store = Directory.CreateDirectory(Path.Combine(folder, $"store-{scores.Count}")).FullName;
                using var server = await program.StartAsync(store, port, "--Simulator:Enabled=false");
                scores.Add(await PlayerOf(server.Http).PlayAsync(scene, withHistory: true));
                print(scores[^1]);
            }

            return scores;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>All scenes on a program that runs already. Calm payments pass between two scenes, until no incident is open.</summary>
    public async Task<IReadOnlyList<Score>> PlayOnAsync(Uri address, IReadOnlyList<Scene> scenes)
    {
        using var http = new HttpClient { BaseAddress = address };
        var player = PlayerOf(http);
        var scores = new List<Score>();
        foreach (var scene in scenes)
        {
            if (scores.Count > 0) await CalmAsync(player, scenes[scores.Count - 1]);
            scores.Add(await player.PlayAsync(scene, withHistory: scores.Count == 0));
            print(scores[^1]);
        }

        return scores;
    }

    private async Task CalmAsync(ScenePlayer player, Scene before)
    {
        var calm = before with { Changes = [], Extra = [], Rhythm = [], Expect = null, CalmSeconds = 0, Seconds = 10 };
        var began = clock.GetTimestamp();
        do await player.PlayAsync(calm, withHistory: false);
        while ((await player.IncidentsAsync()).Any(i => i.IsOpen) && clock.GetElapsedTime(began) < Longest);
    }

    private ScenePlayer PlayerOf(HttpClient http) => new(http, clock.GetUtcNow, WaitUntilAsync, Step);

    private async Task WaitUntilAsync(DateTimeOffset moment)
    {
        if (moment - clock.GetUtcNow() is var left && left > TimeSpan.Zero) await Task.Delay(left, clock);
    }
}
