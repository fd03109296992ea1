using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Dashboard.Tools.Drill.Scenes;

namespace Dashboard.Tools.Drill.Playing;

/// <summary>Sends the payments of a scene to a program over REST, and asks it for its incidents.</summary>
/// <param name="http">Its base address is the program.</param>
/// <param name="now">The clock of the program.</param>
/// <param name="waitUntil">Lets time pass until a moment.</param>
/// <param name="step">How long a piece of time is whose payments are sent together.</param>
internal sealed class ScenePlayer(HttpClient http, Func<DateTimeOffset> now, Func<DateTimeOffset, Task> waitUntil, TimeSpan step)
{
    private const int PaymentsOfCall = 2_000;

    private static readonly TimeSpan Afterwards = TimeSpan.FromSeconds(3);
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>Plays it until what has to be noticed is noticed, and a little longer, or to its end.</summary>
    /// <param name="withHistory">False when the program has payments of the last minutes already.</param>
    public async Task<Score> PlayAsync(Scene scene, bool withHistory)
    {
        var known = (await IncidentsAsync()).Select(i => i.Id).ToHashSet();
        var begin = DateTimeOffset.FromUnixTimeSeconds(now().ToUnixTimeSeconds() + 1);
        var run = begin.ToUnixTimeSeconds().ToString("x", CultureInfo.InvariantCulture);
        var start = begin + TimeSpan.FromSeconds(scene.CalmSeconds);
        var payments = new ScenePayments(scene, start, run);
        if (withHistory)
        {
            await SendAsync(payments.Between(-scene.CalmSeconds - scene.HistorySeconds, -scene.CalmSeconds));
            // Sending took its time: the clock goes on where the program is now, and the seconds in between are sent as well. What the
            // program noticed of history that came late does not count.
            var historyEnd = begin;
            begin = DateTimeOffset.FromUnixTimeSeconds(now().ToUnixTimeSeconds() + 1);
            start = begin + TimeSpan.FromSeconds(scene.CalmSeconds);
            payments = new ScenePayments(scene with { Seed = scene.Seed + 1 }, start, run + "-live");
            await SendAsync(payments.Between((historyEnd - start).TotalSeconds, (begin - start).TotalSeconds));
            known = (await IncidentsAsync()).Select(i => i.Id).ToHashSet();
        }

        List<SeenIncident> seen = [];
        DateTimeOffset? noticed = null;
        await waitUntil(begin);
        for (var from = begin; from < start + TimeSpan.FromSeconds(scene.Seconds); from += step)
        {
            await waitUntil(from + step);
            await SendAsync(payments.Between((from - start).TotalSeconds, (from + step - start).TotalSeconds));
            seen = [.. (await IncidentsAsync()).Where(i => !known.Contains(i.Id))];
            if (Score.Of(scene, start, seen).IsCauseFirst) noticed ??= from;
            if (from - noticed >= Afterwards) break;
        }

        return Score.Of(scene, start, seen);
    }

    public async Task<IReadOnlyList<SeenIncident>> IncidentsAsync() =>
        (await http.GetFromJsonAsync<SeenIncidents>("/api/v1/incidents", Json))!.Items;

    private async Task SendAsync(List<ScenePayment> payments)
    {
        foreach (var part in payments.OrderBy(p => p.CompletedAt).Chunk(PaymentsOfCall))
        {
            using var answer = await http.PostAsJsonAsync("/api/v1/transactions/batch", part, Json);
            var text = await answer.Content.ReadAsStringAsync();
            if (!answer.IsSuccessStatusCode) throw new InvalidOperationException($"The program answered {(int)answer.StatusCode}: {text}");
            var body = JsonDocument.Parse(text).RootElement;
            if (body.TryGetProperty("rejected", out var rejected) && rejected.GetInt32() > 0)
                throw new InvalidOperationException($"The program rejected payments: {text[..Math.Min(text.Length, 1_000)]}");
        }
    }
}
