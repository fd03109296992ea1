using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.IntegrationTests.Ingest;

/// <summary>What is held for senders has a bound, and one sender does not take the place of all others for ever.</summary>
public sealed class BoundsTests : IDisposable
{
    private readonly TemporaryStore _store = new();

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task A_batch_whose_body_is_still_coming_takes_no_place()
    {
        await using var host = await StartAsync(("Ingest:MaxConcurrentBatches", "1"));
        using var first = await BeginBatchAsync(host);

        using var second = await host.Client.PostAsync("/api/v1/transactions/batch", ApiCalls.JsonBody("[" + Line(2) + "]"));

        second.StatusCode.ShouldBe(HttpStatusCode.OK);
        await first.SendAsync(Line(1) + "]");
        (await first.ReadStatusAsync()).ShouldBe(200);
    }

    [Fact]
    public async Task More_batches_than_there_are_places_get_429_and_are_counted()
    {
        await using var host = await StartAsync(("Ingest:MaxConcurrentBatches", "1"), ("Ingest:Patience", "00:00:01"));
        HttpResponseMessage[] answers;
        await using (var other = new SqliteConnection(_store.ConnectionString))
        {
            await other.OpenAsync();
            // Nothing can be stored: a batch keeps its place until its patience ends. So no two of them can end before the third's does.
            await using var begin = new SqliteCommand("BEGIN IMMEDIATE", other);
            await begin.ExecuteNonQueryAsync();
            answers = await Task.WhenAll(Enumerable.Range(0, 3).Select(
                i => host.Client.PostAsync("/api/v1/transactions/batch", ApiCalls.JsonBody("[" + Line(i) + "]"))));
        }

        var refused = answers.Where(a => a.StatusCode == HttpStatusCode.TooManyRequests).ToList();
        refused.ShouldNotBeEmpty();
        refused.ShouldAllBe(a => a.Headers.RetryAfter != null);
        (await refused[0].Content.ReadAsStringAsync()).ShouldContain("Ingest:MaxConcurrentBatches");
        answers.Except(refused).ShouldAllBe(a => a.StatusCode == HttpStatusCode.ServiceUnavailable);
        await host.WaitForAsync(m => m.Flow.Refused >= refused.Count);
        await Poll.UntilAsync(async () =>
        {
            using var later = await host.Client.PostAsync("/api/v1/transactions/batch", ApiCalls.JsonBody("[" + Line(7) + "]"));
            return later.StatusCode == HttpStatusCode.OK;
        });
    }

    [Fact]
    public async Task More_streams_than_there_are_places_get_429_and_are_counted()
    {
        await using var host = await StartAsync(("Ingest:MaxStreams", "1"));
        using (var first = await StreamCall.OpenAsync(host.Address))
        {
            await first.SendAsync(Line(1) + "\n");
            (await first.AnswerAsync())!.Value.Outcome.ShouldBe("accepted");

            using var second = await host.Client.PostAsync("/api/v1/transactions/stream", ApiCalls.JsonBody(Line(2)));
            second.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
            second.Headers.RetryAfter.ShouldNotBeNull();
            await host.WaitForAsync(m => m.Flow.Refused == 1);
            await first.CompleteAsync();
            (await first.LineAsync()).ShouldBeNull();
        }

        await Poll.UntilAsync(async () =>
        {
            using var third = await host.Client.PostAsync("/api/v1/transactions/stream", ApiCalls.JsonBody(Line(2)));
            return third.StatusCode == HttpStatusCode.OK;
        });
    }

    [Fact]
    public async Task A_batch_that_does_not_come_in_time_is_408_and_counted()
    {
        await using var host = await StartAsync(("Ingest:BatchTimeout", "00:00:01"));
        using var slow = await BeginBatchAsync(host);

        (await slow.ReadStatusAsync()).ShouldBe(408);
        (await host.WaitForAsync(m => m.Flow.Received == 1)).Flow.Rejected.ShouldBe(1);
    }

    [Fact]
    public async Task A_stream_may_be_as_slow_as_it_likes_where_another_call_is_cut_off()
    {
        await using var host = await DashboardHost.StartAsync(_store, new(), services => services.Configure<KestrelServerOptions>(
            kestrel => kestrel.Limits.MinRequestBodyDataRate =
                new MinDataRate(bytesPerSecond: 100_000, gracePeriod: TimeSpan.FromSeconds(1.1))));
        using var stream = await StreamCall.OpenAsync(host.Address);
        await stream.SendAsync(Line(1) + "\n");
        (await stream.AnswerAsync())!.Value.Outcome.ShouldBe("accepted");

        // Begun later, and cut off for the same slowness: by then the stream would have been, too.
        using var slow = await BeginBatchAsync(host);
        (await slow.ReadStatusAsync()).ShouldBe(408);

        await stream.SendAsync(Line(2) + "\n");
        (await stream.AnswerAsync())!.Value.Outcome.ShouldBe("accepted");
        await stream.CompleteAsync();
        (await stream.LineAsync()).ShouldBeNull();
    }

    [Fact]
    public async Task A_stream_whose_sender_is_silent_for_too_long_is_ended()
    {
        await using var host = await StartAsync(("Ingest:StreamIdle", "00:00:01"));
        using var stream = await StreamCall.OpenAsync(host.Address);
        await stream.SendAsync(Line(1) + "\n");

        (await stream.AnswerAsync())!.Value.Outcome.ShouldBe("accepted");
        (await stream.LineAsync())!.ShouldContain("no line came for 00:00:01");
        (await stream.LineAsync()).ShouldBeNull();
        (await host.WaitUntilIdleAsync()).Flow.Received.ShouldBe(1);
    }

    [Fact]
    public async Task When_all_slots_are_taken_the_stream_that_is_silent_longest_gives_its_slot_up()
    {
        await using var host = await StartAsync(("Ingest:MaxStreams", "2"), ("Ingest:StreamGrace", "00:00:01"));
        using var silent = await StreamCall.OpenAsync(host.Address);
        await silent.SendAsync(Line(1) + "\n");
        (await silent.AnswerAsync())!.Value.Outcome.ShouldBe("accepted");
        using var busy = await StreamCall.OpenAsync(host.Address);

        await Poll.UntilAsync(async () =>
        {
            // An empty line is no transaction.
            await silent.SendAsync("\n").ContinueWith(_ => { }, TaskScheduler.Default);
            await busy.SendAsync(Line(2) + "\n");
            (await busy.AnswerAsync())!.Value.Outcome.ShouldBeOneOf("accepted", "duplicate");
            using var another = await host.Client.PostAsync("/api/v1/transactions/stream", ApiCalls.JsonBody(Line(3)));
            return another.StatusCode == HttpStatusCode.OK;
        });

        var last = (await silent.LineAsync())!;
        last.ShouldContain("\"outcome\":\"refused\"");
        last.ShouldContain("no transaction came for 00:00:01");
        (await silent.LineAsync()).ShouldBeNull();
        (await host.Client.GetStringAsync("/metrics")).ShouldContain(
            "dashboard_refused_calls_total{reason=\"stream_silent\",status=\"disconnected\"} 1");
        await busy.CompleteAsync();
        (await busy.LineAsync()).ShouldBeNull();
    }

    [Fact]
    public async Task A_sender_that_does_not_read_its_answers_is_not_read_from_and_holds_up_nobody()
    {
        const int Good = 100;
        const int Bad = 150_000;
        await using var host = await StartAsync();
        using var stream = await StreamCall.OpenAsync(host.Address, receiveBytes: 4096);
        var sending = SendAsync();
        async Task SendAsync()
        {
            await stream.SendAsync(string.Concat(Enumerable.Range(0, Good).Select(i => Line(i) + "\n")));
            var lines = string.Concat(Enumerable.Repeat(new string('x', 100) + "\n", 1_000));
            for (var sent = 0; sent < Bad; sent += 1_000) await stream.SendAsync(lines);
            await stream.CompleteAsync();
        }

        // The server holds the sender back: it has read less than everything, and four snapshots in a row show no progress.
        var (rejected, at, unchanged) = (0L, default(DateTimeOffset), 0);
        await Poll.UntilAsync(host.MetricsAsync, metrics =>
        {
            if (metrics.ComputedAt == at) return false;
            unchanged = metrics.Flow.Rejected == rejected && rejected > 0 ? unchanged + 1 : 0;
            (rejected, at) = (metrics.Flow.Rejected, metrics.ComputedAt);
            return unchanged == 4;
        });
        rejected.ShouldBeLessThan(Bad);
        sending.IsCompleted.ShouldBeFalse();
        using var other = await host.Client.PostAsync("/api/v1/transactions", ApiCalls.JsonBody(Line(Good)));
        other.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        await host.WaitForAsync(m => m is { Queued: 0, InFlight: 0 } && m.Flow.Completed + m.Flow.Failed == Good + 1);

        for (var i = 0; i < Good + Bad; i++) (await stream.LineAsync())!.ShouldContain(i < Good ? "accepted" : "rejected");
        await sending;
        (await stream.LineAsync()).ShouldBeNull();
    }

    [Fact]
    public async Task More_connections_than_allowed_are_closed()
    {
        await using var host = await StartAsync(("Server:MaxConnections", "10"));
        var connections = new List<RawConnection>();
        try
        {
            for (var i = 0; i < 12; i++)
            {
                connections.Add(await RawConnection.OpenAsync(host.Address));
                await connections[i].SendAsync("GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n");
            }

            var statuses = await Task.WhenAll(connections.Select(c => c.ReadStatusAsync()));
            statuses.Count(s => s == 200).ShouldBe(10);
            statuses.Count(s => s == 0).ShouldBe(2, "closed without an answer");
        }
        finally
        {
            connections.ForEach(c => c.Dispose());
        }
    }

    private Task<DashboardHost> StartAsync(params (string Key, string Value)[] settings) => DashboardHost.StartAsync(
        _store,
        new(settings.Select(s => KeyValuePair.Create(s.Key, (string?)s.Value)))
        {
            ["Processing:MaxDelay"] = "00:00:00.100",
            ["Ingest:Patience"] = settings.FirstOrDefault(s => s.Key == "Ingest:Patience").Value ?? "00:00:02",
        });

    private static string Line(int number) => TestData.Json("bounds", "B-" + number);

    // All but the last item and the bracket: the request says how long it is, and the rest is missing.
    private static async Task<RawConnection> BeginBatchAsync(DashboardHost host)
    {
        var connection = await RawConnection.OpenAsync(host.Address);
        await connection.SendAsync(
            "POST /api/v1/transactions/batch HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
            + $"Content-Length: {Line(1).Length + 2}\r\n\r\n[");
        return connection;
    }
}
