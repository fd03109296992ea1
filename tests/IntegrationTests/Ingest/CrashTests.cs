using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Dashboard.Application.Transactions;
using Dashboard.IntegrationTests.Common;

namespace Dashboard.IntegrationTests.Ingest;

/// <summary>The real program, loaded over HTTP and killed with SIGKILL at random moments. DASHBOARD_TEST_KILLS sets how often (default 5).</summary>
public sealed class CrashTests : IDisposable
{
    private const int Senders = 8;

    private readonly TemporaryStore _store = new();
    private readonly ConcurrentDictionary<string, string> _acknowledged = [];
    private int _number;

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task What_was_acknowledged_is_there_once_and_finishes_however_often_the_program_is_killed()
    {
        var kills = int.Parse(Environment.GetEnvironmentVariable("DASHBOARD_TEST_KILLS") ?? "5", CultureInfo.InvariantCulture);
        var random = new Random(20);
        for (var kill = 0; kill < kills; kill++)
        {
            using var program = Start();
            using var client = await program.ConnectAsync();
            var before = _acknowledged.Count;
            var senders = Enumerable.Range(0, Senders).Select(_ => SendUntilDeadAsync(client)).ToArray();
            var target = before + random.Next(20, 600);
            await WaitUntilAsync(() => _acknowledged.Count >= target);
            program.Kill();
            await Task.WhenAll(senders);
        }

        using var last = Start();
        using var reader = await last.ConnectAsync();
        var stored = new List<TransactionDto>();
        await WaitUntilAsync(async () => (stored = await HistoryAsync(reader)).All(t => t.CompletedAt is not null));

        var byReference = stored.ToLookup(t => t.Reference!);
        byReference.ShouldAllBe(g => g.Count() == 1);
        foreach (var (reference, id) in _acknowledged) byReference[reference].ShouldHaveSingleItem().Id.ShouldBe(id);
        _acknowledged.Count.ShouldBeGreaterThanOrEqualTo(kills * 20);
    }

    private ChildProgram Start() => new(_store, "Production", "--Processing:MaxDelay=00:00:00.300");

    private async Task SendUntilDeadAsync(HttpClient client)
    {
        while (true)
        {
            var reference = "C-" + Interlocked.Increment(ref _number).ToString(CultureInfo.InvariantCulture);
            var body = $$"""{"source":"crash","reference":"{{reference}}","account":"A-1","amount":1.5,"currency":"EUR"}""";
            try
            {
                using var response = await client.PostAsync("/api/v1/transactions", new StringContent(body, Encoding.UTF8, "application/json"));
                if (!response.IsSuccessStatusCode) continue;
                _acknowledged[reference] = (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()!;
            }
            catch (Exception exception) when (exception is HttpRequestException or IOException)
            {
                return;
            }
        }
    }

    private static async Task<List<TransactionDto>> HistoryAsync(HttpClient client)
    {
        var all = new List<TransactionDto>();
        string? cursor = null;
        do
        {
            var page = (await client.GetFromJsonAsync<TransactionPage>("/api/v1/transactions?limit=500" + (cursor is null ? "" : "&cursor=" + cursor), DashboardHost.Json))!;
            all.AddRange(page.Items);
            cursor = page.Next;
        }
        while (cursor is not null);
        return all;
    }

    private static Task WaitUntilAsync(Func<bool> condition) => WaitUntilAsync(() => Task.FromResult(condition()));

    private static async Task WaitUntilAsync(Func<Task<bool>> condition)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(10), TimeProvider.System);
        while (!await condition()) await timer.WaitForNextTickAsync(patience.Token);
    }
}
