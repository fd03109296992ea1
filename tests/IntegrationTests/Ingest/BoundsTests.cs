using System.Net;
using System.Net.Sockets;
using System.Text;
using Dashboard.IntegrationTests.Common;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.IntegrationTests.Ingest;

/// <summary>What is held for senders has a bound, and one sender does not take the place of all others for ever.</summary>
public sealed class BoundsTests : IDisposable
{
    private readonly TemporaryStore _store = new();

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task More_batches_at_once_than_there_are_places_get_429_and_are_counted()
    {
        await using var host = Host(("Ingest:MaxConcurrentBatches", "1"));
        using var first = await BeginBatchAsync(host);

        var status = HttpStatusCode.OK;
        await Poll.UntilAsync(async () =>
        {
            using var second = await host.Client.PostAsync("/api/v1/transactions/batch", Json("[" + Line(2) + "]"));
            if (second.StatusCode != HttpStatusCode.OK) second.Headers.RetryAfter.ShouldNotBeNull();
            status = second.StatusCode;
            return status != HttpStatusCode.OK;
        });
        status.ShouldBe(HttpStatusCode.TooManyRequests);
        await host.WaitForAsync(m => m.Flow.Refused == 1);

        await first.GetStream().WriteAsync(Encoding.ASCII.GetBytes(Line(1) + "]"));
        (await StatusAsync(first)).ShouldBe(200);
        using var third = await host.Client.PostAsync("/api/v1/transactions/batch", Json("[" + Line(3) + "]"));
        third.StatusCode.ShouldBe(HttpStatusCode.OK, "the place is free again");
    }

    [Fact]
    public async Task More_streams_than_there_are_places_get_429_and_are_counted()
    {
        await using var host = Host(("Ingest:MaxStreams", "1"));
        await using (var first = await StreamSocket.OpenAsync(host.Client.BaseAddress!))
        {
            await first.SendAsync(Line(1) + "\n");
            (await first.AnswerAsync())!.Value.Outcome.ShouldBe("accepted");

            using var second = await host.Client.PostAsync("/api/v1/transactions/stream", Json(Line(2)));
            second.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
            second.Headers.RetryAfter.ShouldNotBeNull();
            await host.WaitForAsync(m => m.Flow.Refused == 1);
            await first.CompleteAsync();
            (await first.LineAsync()).ShouldBeNull();
        }

        await Poll.UntilAsync(async () => (await host.Client.PostAsync("/api/v1/transactions/stream", Json(Line(2)))).StatusCode == HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_batch_that_does_not_come_in_time_is_408_and_counted()
    {
        await using var host = Host(("Ingest:BatchTimeout", "00:00:01"));
        using var slow = await BeginBatchAsync(host);

        (await StatusAsync(slow)).ShouldBe(408);
        (await host.WaitForAsync(m => m.Flow.Received == 1)).Flow.Rejected.ShouldBe(1);
    }

    [Fact]
    public async Task A_stream_may_be_as_slow_as_it_likes_where_another_call_is_cut_off()
    {
        await using var host = new DashboardHost(_store, new(), services => services.Configure<KestrelServerOptions>(
            kestrel => kestrel.Limits.MinRequestBodyDataRate = new MinDataRate(bytesPerSecond: 100_000, gracePeriod: TimeSpan.FromSeconds(1.1))));
        await using var stream = await StreamSocket.OpenAsync(host.Client.BaseAddress!);
        await stream.SendAsync(Line(1) + "\n");
        (await stream.AnswerAsync())!.Value.Outcome.ShouldBe("accepted");

        // Begun later, and cut off for the same slowness: by then the stream would have been, too.
        using var slow = await BeginBatchAsync(host);
        (await StatusAsync(slow)).ShouldBe(408);

        await stream.SendAsync(Line(2) + "\n");
        (await stream.AnswerAsync())!.Value.Outcome.ShouldBe("accepted");
        await stream.CompleteAsync();
        (await stream.LineAsync()).ShouldBeNull();
    }

    [Fact]
    public async Task A_stream_whose_sender_is_silent_for_too_long_is_ended()
    {
        await using var host = Host(("Ingest:StreamIdle", "00:00:01"));
        await using var stream = await StreamSocket.OpenAsync(host.Client.BaseAddress!);
        await stream.SendAsync(Line(1) + "\n");

        (await stream.AnswerAsync())!.Value.Outcome.ShouldBe("accepted");
        (await stream.LineAsync())!.ShouldContain("no line came for 00:00:01");
        (await stream.LineAsync()).ShouldBeNull();
        (await host.WaitUntilIdleAsync()).Flow.Received.ShouldBe(1);
    }

    [Fact]
    public async Task A_sender_that_does_not_read_its_answers_is_not_read_from_and_holds_up_nobody()
    {
        const int Good = 100;
        const int Bad = 150_000;
        await using var host = Host();
        await using var stream = await StreamSocket.OpenAsync(host.Client.BaseAddress!, receiveBytes: 4096);
        var sending = SendAsync();
        async Task SendAsync()
        {
            await stream.SendAsync(string.Concat(Enumerable.Range(0, Good).Select(i => Line(i) + "\n")));
            for (var sent = 0; sent < Bad; sent += 1_000) await stream.SendAsync(string.Concat(Enumerable.Repeat(new string('x', 100) + "\n", 1_000)));
            await stream.CompleteAsync();
        }

        // Held back when ten looks in a row, half a second apart as snapshots are, show no progress.
        var (rejected, unchanged) = (0L, 0);
        await Poll.UntilAsync(async () =>
        {
            var now = (await host.MetricsAsync()).Flow.Rejected;
            (rejected, unchanged) = now == rejected && now > 0 ? (now, unchanged + 1) : (now, 0);
            return unchanged == 50;
        });
        rejected.ShouldBeLessThan(Bad);
        sending.IsCompleted.ShouldBeFalse();
        using var other = await host.Client.PostAsync("/api/v1/transactions", Json(Line(Good)));
        other.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        await host.WaitForAsync(m => m is { Queued: 0, InFlight: 0 } && m.Flow.Completed + m.Flow.Failed == Good + 1);

        for (var i = 0; i < Good + Bad; i++) (await stream.LineAsync())!.ShouldContain(i < Good ? "accepted" : "rejected");
        await sending;
        (await stream.LineAsync()).ShouldBeNull();
    }

    [Fact]
    public async Task More_connections_than_allowed_are_closed()
    {
        await using var host = Host(("Server:MaxConnections", "10"));
        var connections = new List<TcpClient>();
        try
        {
            for (var i = 0; i < 12; i++)
            {
                connections.Add(await ConnectAsync(host));
                await connections[i].GetStream().WriteAsync("GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n"u8.ToArray());
            }

            // Closed without an answer, or, when the request was still on its way, with a reset.
            var statuses = await Task.WhenAll(connections.Select(async c => { try { return await StatusAsync(c); } catch (IOException) { return 0; } }));
            statuses.Count(s => s == 200).ShouldBe(10);
            statuses.Count(s => s == 0).ShouldBe(2);
        }
        finally
        {
            connections.ForEach(c => c.Dispose());
        }
    }

    private DashboardHost Host(params (string Key, string Value)[] settings) =>
        new(_store, settings.Append(("Processing:MaxDelay", "00:00:00.100")).Append(("Ingest:Patience", "00:00:00.300")).ToDictionary(s => s.Item1, s => (string?)s.Item2));

    private static string Line(int number) => Load.Body("bounds", "B-" + number);

    private static StringContent Json(string body) => new(body, Encoding.UTF8, "application/json");

    private static async Task<TcpClient> ConnectAsync(DashboardHost host)
    {
        var socket = new TcpClient();
        await socket.ConnectAsync("127.0.0.1", host.Client.BaseAddress!.Port);
        return socket;
    }

    // All but the last item and the bracket: as long as the body says, and not there yet.
    private static async Task<TcpClient> BeginBatchAsync(DashboardHost host)
    {
        var socket = await ConnectAsync(host);
        var length = Line(1).Length + 2;
        var head = $"POST /api/v1/transactions/batch HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n\r\n[";
        await socket.GetStream().WriteAsync(Encoding.ASCII.GetBytes(head));
        return socket;
    }

    // 0 for a connection that was closed without an answer.
    private static async Task<int> StatusAsync(TcpClient socket)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var bytes = new byte[12];
        var read = await socket.GetStream().ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, patience.Token);
        return read < bytes.Length ? 0 : int.Parse(Encoding.ASCII.GetString(bytes, 9, 3), System.Globalization.CultureInfo.InvariantCulture);
    }
}
