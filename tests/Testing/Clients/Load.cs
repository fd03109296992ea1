using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using Dashboard.Application.History;
using Dashboard.Testing.Data;

namespace Dashboard.Testing.Clients;

/// <summary>
/// Senders of single, batch and stream calls. A sender repeats every transaction that was not acknowledged, under the same reference.
/// </summary>
public sealed class Load(string source)
{
    private const int ItemsPerCall = 20;

    private readonly ConcurrentQueue<string> _unanswered = [];
    private int _number;

    /// <summary>The source of its transactions.</summary>
    public string Source => source;

    /// <summary>Reference → the id that was answered.</summary>
    public ConcurrentDictionary<string, string> Acknowledged { get; } = [];

    /// <summary>How often each status was answered.</summary>
    public ConcurrentDictionary<int, int> Statuses { get; } = [];

    /// <summary>Answers that no sender should get: another id than the first, a rejection, a refusal without Retry-After.</summary>
    public ConcurrentQueue<string> Wrong { get; } = [];

    /// <summary>Sends until it is stopped and the last answers have arrived. Broken connections are expected.</summary>
    public async Task RunAsync(Uri server, TimeSpan pace, int singles, int batches, int streams, CancellationToken stop)
    {
        using var client = new HttpClient { BaseAddress = server };
        var senders = Enumerable.Range(0, singles).Select(_ => RepeatAsync(pace, () => SingleAsync(client), stop))
            .Concat(Enumerable.Range(0, batches).Select(_ => RepeatAsync(pace, () => BatchAsync(client), stop)))
            .Concat(Enumerable.Range(0, streams).Select(_ => RepeatAsync(pace, () => StreamAsync(server, pace, stop), stop)));
        await Task.WhenAll(senders);
    }

    /// <summary>Every acknowledged reference is in the history once, under the id that was answered.</summary>
    public void ShouldBeKept(IEnumerable<TransactionDto> history)
    {
        Wrong.ShouldBeEmpty();
        var stored = history.Where(t => t.Source == source).ToLookup(t => t.Reference!);
        stored.Where(g => g.Count() > 1).Select(g => g.Key).ShouldBeEmpty("kept more than once");
        Acknowledged.Where(a => stored[a.Key].SingleOrDefault()?.Id != a.Value).ShouldBeEmpty("acknowledged and not kept");
    }

    private static async Task RepeatAsync(TimeSpan pace, Func<Task> send, CancellationToken stop)
    {
        using var timer = new PeriodicTimer(pace, TimeProvider.System);
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await send();
            }
            catch (Exception exception)
                when (exception is HttpRequestException or IOException or SocketException or OperationCanceledException)
            {
                // The program was killed or stopped: the sender repeats what was not answered.
            }

            await timer.WaitForNextTickAsync(CancellationToken.None);
        }
    }

    private async Task SingleAsync(HttpClient client)
    {
        await SendAsync(1, async references =>
        {
            using var response = await client.PostAsync("/api/v1/transactions", ApiCalls.JsonBody(TestData.Json(source, references[0])));
            if (!Note(response)) return;
            Acknowledge(references[0], (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()!);
        });
    }

    private async Task BatchAsync(HttpClient client)
    {
        await SendAsync(ItemsPerCall, async references =>
        {
            var body = "[" + string.Join(',', references.Select(r => TestData.Json(source, r))) + "]";
            using var response = await client.PostAsync("/api/v1/transactions/batch", ApiCalls.JsonBody(body));
            if (!Note(response)) return;
            foreach (var item in (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("items").EnumerateArray())
            {
                var reference = references[item.GetProperty("position").GetInt32()];
                Acknowledge(reference, item.GetProperty("outcome").GetString()!, item.GetProperty("id").GetString());
            }
        });
    }

    private async Task StreamAsync(Uri server, TimeSpan pace, CancellationToken stop)
    {
        using var call = await StreamCall.OpenAsync(server);
        using var timer = new PeriodicTimer(pace, TimeProvider.System);
        var isOpen = true;
        while (isOpen && !stop.IsCancellationRequested)
        {
            await SendAsync(ItemsPerCall, async references =>
            {
                await call.SendAsync(string.Concat(references.Select(r => TestData.Json(source, r) + "\n")));
                foreach (var reference in references)
                {
                    var answer = await call.AnswerAsync();
                    isOpen = answer is { Outcome: not "refused" };
                    if (!isOpen) return;
                    Acknowledge(reference, answer!.Value.Outcome, answer.Value.Id);
                }
            });
            await timer.WaitForNextTickAsync(CancellationToken.None);
        }

        if (!isOpen) return;
        await call.CompleteAsync();
        if (await call.LineAsync() is { } more) Wrong.Enqueue("after the end of the stream: " + more);
    }

    private async Task SendAsync(int count, Func<List<string>, Task> send)
    {
        var references = new List<string>(count);
        while (references.Count < count && _unanswered.TryDequeue(out var earlier)) references.Add(earlier);
        while (references.Count < count) references.Add("R-" + Interlocked.Increment(ref _number).ToString(CultureInfo.InvariantCulture));
        try
        {
            await send(references);
        }
        finally
        {
            foreach (var reference in references.Where(r => !Acknowledged.ContainsKey(r))) _unanswered.Enqueue(reference);
        }
    }

    private bool Note(HttpResponseMessage response)
    {
        var status = (int)response.StatusCode;
        Statuses.AddOrUpdate(status, 1, (_, count) => count + 1);
        var isRefused = status is 429 or 503;
        if (!response.IsSuccessStatusCode && (!isRefused || response.Headers.RetryAfter is null))
            Wrong.Enqueue($"{status} to {response.RequestMessage!.RequestUri}");
        return response.IsSuccessStatusCode;
    }

    private void Acknowledge(string reference, string outcome, string? id)
    {
        if (outcome is "accepted" or "duplicate") Acknowledge(reference, id!);
        else Wrong.Enqueue($"{reference}: {outcome}");
    }

    private void Acknowledge(string reference, string id)
    {
        var first = Acknowledged.GetOrAdd(reference, id);
        if (first != id) Wrong.Enqueue($"{reference}: {id} after {first}");
    }
}
