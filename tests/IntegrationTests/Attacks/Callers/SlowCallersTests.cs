using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Dashboard.IntegrationTests.History;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.IntegrationTests.Attacks.Callers;

/// <summary>Callers that read an export drop by drop, or send a body drop by drop.</summary>
[Collection(AttackCollection.Name)]
public sealed class SlowCallersTests : IDisposable
{
    private const string Export = "GET /api/v1/transactions/export?format=csv HTTP/1.1\r\nHost: localhost\r\n\r\n";

    private readonly TemporaryStore _store = new();

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task Slow_readers_of_all_exports_are_disconnected_and_counted_and_others_get_theirs()
    {
        const int Slots = 4;
        await using var host = await DashboardHost.StartAsync(
            _store, new() { ["Server:MaxExports"] = $"{Slots}", ["Server:MinExportRate"] = "1000000" },
            // The buffers of the server are full at once.
            services => services.Configure<SocketTransportOptions>(options => options.CreateBoundListenSocket = TinyBuffers.Listen));
        await StoredRows.FillAsync(_store, 20_000, TestData.Time);
        var slow = new List<RawConnection>();
        for (var i = 0; i < Slots; i++)
        {
            slow.Add(await RawConnection.OpenAsync(host.Address, receiveBytes: 4096));
            await slow[i].SendAsync(Export);
            (await slow[i].ReadStatusAsync()).ShouldBe(200);
        }

        using var another = await host.Client.GetAsync("/api/v1/transactions/export?to=2020-01-01T00:00:00Z");
        another.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests, "all slots are held");
        await Poll.UntilAsync(async () =>
        {
            using var next = await host.Client.GetAsync("/api/v1/transactions/export?to=2020-01-01T00:00:00Z");
            return next.StatusCode == HttpStatusCode.OK;
        });

        await Poll.UntilAsync(async () => await CountAsync(host, "export_not_read") == Slots);
        slow.ForEach(s => s.Dispose());
    }

    [Fact]
    public async Task Bodies_that_drip_take_no_slot_of_a_batch_and_are_cut_off()
    {
        const int Slots = 2;
        const int Slow = 6;
        await using var host = await DashboardHost.StartAsync(
            _store, new() { ["Ingest:MaxConcurrentBatches"] = $"{Slots}", ["Ingest:Patience"] = "00:00:02" });
        using var over = new CancellationTokenSource();
        var dripping = Enumerable.Range(0, Slow).Select(_ => DripAsync(host, over.Token)).ToList();

        for (var i = 0; i < 20; i++)
        {
            using var batch = await host.Client.PostAsync(
                "/api/v1/transactions/batch", ApiCalls.JsonBody("[" + TestData.Json("others", "b-" + i) + "]"));
            batch.StatusCode.ShouldBe(HttpStatusCode.OK, $"batch {i}");
        }

        await Poll.UntilAsync(async () => await CountAsync(host, "body_too_slow") >= Slow);
        await over.CancelAsync();
        (await Task.WhenAll(dripping)).ShouldAllBe(status => status == 408);
    }

    [Fact]
    public async Task Bodies_that_are_received_have_a_bound_together()
    {
        await using var host = await DashboardHost.StartAsync(_store, new() { ["Ingest:MaxConcurrentBatches"] = "1" });
        using var first = await RawConnection.OpenAsync(host.Address);
        await first.SendAsync(Head(16 * 1024 * 1024) + "[" + new string(' ', 15 * 1024 * 1024));
        using var second = await RawConnection.OpenAsync(host.Address);
        await second.SendAsync(Head(2 * 1024 * 1024) + "[" + new string(' ', (2 * 1024 * 1024) - 1));

        // The body that comes last finds no room, and so may both.
        var refused = await await Task.WhenAny(first.ReadStatusAsync(), second.ReadStatusAsync());

        refused.ShouldBe(429);
        await host.WaitForAsync(m => m.Flow.Refused >= 1);
        using var small = await host.Client.PostAsync(
            "/api/v1/transactions/batch", ApiCalls.JsonBody("[" + TestData.Json("others", "small") + "]"));
        small.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    private static string Head(int length) =>
        "POST /api/v1/transactions/batch HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        + string.Create(CultureInfo.InvariantCulture, $"Content-Length: {length}\r\n\r\n");

    // 300 bytes again and again, as fast as the timer of the test steps.
    private static async Task<int> DripAsync(DashboardHost host, CancellationToken over)
    {
        using var connection = await RawConnection.OpenAsync(host.Address);
        await connection.SendAsync(Head(1_000_000) + "[");
        var answer = connection.ReadStatusAsync();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(250), TimeProvider.System);
        while (!answer.IsCompleted)
        {
            await connection.SendAsync(new string(' ', 300)).ContinueWith(
                _ => { }, over, TaskContinuationOptions.None, TaskScheduler.Default);
            await timer.WaitForNextTickAsync(CancellationToken.None);
        }

        return await answer;
    }

    private static async Task<int> CountAsync(DashboardHost host, string reason)
    {
        var line = Regex.Match(
            await host.Client.GetStringAsync("/metrics"), $"dashboard_refused_calls_total\\{{reason=\"{reason}\",[^}}]*\\}} (\\d+)");
        return line.Success ? int.Parse(line.Groups[1].Value, CultureInfo.InvariantCulture) : 0;
    }
}
