using System.Buffers;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;

namespace Dashboard.IntegrationTests.Attacks.Callers;

/// <summary>
/// Five attacks at once. An attacker begins anew when the program has cut it off; a client that does not read, after a while.
/// </summary>
internal sealed class AllAtOnce(Uri server, int deafClients)
{
    private const int Questions = 64;
    private const int Negotiators = 4;
    private const int SlowExports = 4;
    private const int DrippingBodies = 12;

    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan BetweenStorms = TimeSpan.FromSeconds(30);

    /// <summary>Attacks until the token is cancelled; waits for no answer longer than the program takes for it.</summary>
    public async Task RunAsync(CancellationToken over)
    {
        using var http = new HttpClient { BaseAddress = server, Timeout = TestTimeout.Limit };
        await Task.WhenAll([
            .. Attackers(Questions, () => AskAsync(http)),
            .. Attackers(Negotiators, () => NegotiateAsync(over)),
            .. Attackers(deafClients, () => ResumeWithoutReadingAsync(http, over)),
            .. Attackers(SlowExports, () => ReadSlowlyAsync(over)),
            .. Attackers(DrippingBodies, () => SendSlowlyAsync(over)),
        ]);

        IEnumerable<Task> Attackers(int count, Func<Task> attack) => Enumerable.Range(0, count).Select(_ => Task.Run(
            async () =>
            {
                while (!over.IsCancellationRequested)
                {
                    try
                    {
                        await attack();
                    }
                    catch (Exception exception)
                        when (exception is IOException or SocketException or HttpRequestException or OperationCanceledException
                            or WebSocketException)
                    {
                        // Cut off, or over.
                    }
                }
            },
            CancellationToken.None));
    }

    // It matches nothing.
    private static async Task AskAsync(HttpClient http)
    {
        using var answer = await http.GetAsync("/api/v1/transactions?source=nobody", CancellationToken.None);
    }

    // Twenty requests are sent before the first answer is read.
    private async Task NegotiateAsync(CancellationToken over)
    {
        const int AtOnce = 20;
        const string Request = "POST /hubs/dashboard/negotiate?negotiateVersion=1 HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n";
        var requests = string.Concat(Enumerable.Repeat(Request, AtOnce));
        using var connection = await RawConnection.OpenAsync(server);
        while (!over.IsCancellationRequested)
        {
            await connection.SendAsync(requests);
            for (var answers = 0; answers < AtOnce;) answers += Count("HTTP/1.1 200", await ReadAsync(connection, 64 * 1024, over));
        }
    }

    private async Task ResumeWithoutReadingAsync(HttpClient http, CancellationToken over)
    {
        using var storms = new PeriodicTimer(BetweenStorms, TimeProvider.System);
        var now = await http.MetricsAsync();
        await using var client = await RawHubClient.ConnectAsync(server);
        for (var i = 0; i < 20; i++) await client.AskToResumeAsync(now.Epoch, Math.Max(0, now.Sequence - 140_000));
        await client.Cut.WaitAsync(over);
        await storms.WaitForNextTickAsync(over);
    }

    private async Task ReadSlowlyAsync(CancellationToken over)
    {
        using var connection = await RawConnection.OpenAsync(server, receiveBytes: 2304);
        await connection.SendAsync("GET /api/v1/transactions/export?format=csv HTTP/1.1\r\nHost: localhost\r\n\r\n");
        using var timer = new PeriodicTimer(Second, TimeProvider.System);
        while ((await ReadAsync(connection, 300, over)).Length > 0) await timer.WaitForNextTickAsync(over);
    }

    private async Task SendSlowlyAsync(CancellationToken over)
    {
        using var connection = await RawConnection.OpenAsync(server);
        await connection.SendAsync(
            "POST /api/v1/transactions/batch HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
            + "Content-Length: 1000000\r\n\r\n[");
        using var timer = new PeriodicTimer(Second, TimeProvider.System);
        while (await timer.WaitForNextTickAsync(over)) await connection.SendAsync(new string(' ', 300));
    }

    private static async Task<string> ReadAsync(RawConnection connection, int max, CancellationToken over)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(max);
        try
        {
            var read = await connection.Stream.ReadAsync(buffer.AsMemory(0, max), over);
            if (read == 0) throw new IOException("The program closed the connection.");
            return Encoding.ASCII.GetString(buffer, 0, read);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static int Count(string text, string inside) => inside.Split(text).Length - 1;
}
