using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using Dashboard.Application.Auth;
using Dashboard.Domain.Auth;

namespace Dashboard.IntegrationTests.Auth;

public sealed class RevokedUnderLoadTests : KeyHostTest
{
    private const int Enough = 200;

    private readonly ConcurrentDictionary<string, string> _acknowledged = [];
    private readonly ConcurrentQueue<HttpStatusCode> _refused = [];
    private int _number;

    [Fact]
    public async Task Every_feed_of_a_revoked_key_is_refused_and_nothing_acknowledged_is_lost()
    {
        SignIns.Interval.ShouldBeLessThan(TimeSpan.FromSeconds(5), "a revocation made elsewhere is noticed after this time");
        var key = await NewKeyAsync(Role.Feed);
        using var feed = ClientOf(key.Secret);
        Task[] feeds = [SendSinglesAsync(feed), SendSinglesAsync(feed), SendBatchesAsync(feed), StreamAsync(key.Secret)];
        await Poll.UntilAsync(() => _acknowledged.Count >= Enough);

        // By another process, as another node would.
        using var command = ChildProgram.OfWords(Store, "keys", "revoke", key.Key.Id);
        (await command.WaitForExitAsync()).ShouldBe(0, string.Join(Environment.NewLine, command.Output));

        await Task.WhenAll(feeds).InTimeAsync();
        _refused.ShouldBe([HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized]);
        using var viewer = await ClientOfAsync(Role.Viewer);
        var stored = (await viewer.HistoryAsync()).ToDictionary(t => t.Reference!, t => t.Id);
        _acknowledged.Where(a => stored.GetValueOrDefault(a.Key) != a.Value).ShouldBeEmpty("acknowledged and not kept");
        (await viewer.MetricsAsync()).Flow.ShouldBalance();
        (await viewer.ReadAsync<JsonElement>("/api/v1/reconciliation")).GetProperty("balanced").GetBoolean().ShouldBeTrue();
    }

    private async Task SendSinglesAsync(HttpClient feed)
    {
        while (true)
        {
            var reference = NewReference();
            using var answer = await feed.PostAsync(
                new Uri("/api/v1/transactions", UriKind.Relative), ApiCalls.JsonBody(TestData.Json("shop", reference)));
            if (!await TakesAsync(answer)) return;
            _acknowledged[reference] = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()!;
        }
    }

    private async Task SendBatchesAsync(HttpClient feed)
    {
        while (true)
        {
            var references = Enumerable.Range(0, 20).Select(_ => NewReference()).ToList();
            using var answer = await feed.PostAsync(
                new Uri("/api/v1/transactions/batch", UriKind.Relative),
                ApiCalls.JsonBody("[" + string.Join(',', references.Select(r => TestData.Json("shop", r))) + "]"));
            if (!await TakesAsync(answer)) return;
            foreach (var item in (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("items").EnumerateArray())
                _acknowledged[references[item.GetProperty("position").GetInt32()]] = item.GetProperty("id").GetString()!;
        }
    }

    // One call for as long as it is let.
    private async Task StreamAsync(string secret)
    {
        using var call = await StreamCall.OpenAsync(Host.Address, key: secret);
        try
        {
            while (true)
            {
                var reference = NewReference();
                await call.SendAsync(TestData.Json("shop", reference) + "\n");
                if (await call.AnswerAsync() is not { } answer) return;
                _acknowledged[reference] = answer.Id!;
            }
        }
        catch (Exception exception) when (exception is IOException or SocketException)
        {
            // The program ended the call in the middle.
        }
    }

    private async Task<bool> TakesAsync(HttpResponseMessage answer)
    {
        if (answer.IsSuccessStatusCode) return true;
        _refused.Enqueue(answer.StatusCode);
        (await answer.Content.ReadAsStringAsync()).ShouldContain("revoked");
        return false;
    }

    private string NewReference() => FormattableString.Invariant($"R-{Interlocked.Increment(ref _number)}");
}
