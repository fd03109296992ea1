using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Dashboard.Bench.Harness;

namespace Dashboard.Bench.Load.Parts;

/// <summary>Sends payments as one call of the stream endpoint. It reads the answers meanwhile and only counts them.</summary>
internal sealed class StreamSender(int port) : IPaymentSender
{
    private const int LinesPerChunk = 500;

    private static readonly byte[] LastChunk = "0\r\n\r\n"u8.ToArray();

    private static readonly byte[] Head = Encoding.ASCII.GetBytes(
        "POST /api/v1/transactions/stream HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-ndjson\r\n"
        + "Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n");

    public Func<Task> Prepare(long first, int count)
    {
        var chunks = new List<byte[]>();
        for (var done = 0; done < count; done += LinesPerChunk)
        {
            var lines = Payment.Json(first + done, Math.Min(LinesPerChunk, count - done), '\n');
            var size = lines.Length.ToString("X", CultureInfo.InvariantCulture);
            chunks.Add([.. Encoding.ASCII.GetBytes(size + "\r\n"), .. lines, .. "\r\n"u8]);
        }

        return () => SendAsync(chunks, count);
    }

    private async Task SendAsync(List<byte[]> chunks, int lines)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, port);
        await SendAsync(socket, Head);
        var answers = CountAnswersAsync(socket);
        foreach (var chunk in chunks) await SendAsync(socket, chunk);
        await SendAsync(socket, LastChunk);
        if (await answers is var count && count != lines) throw new InvalidOperationException($"{count} answers to {lines} lines.");
    }

    // Every answer has exactly one opening brace, and nothing else has one.
    private static async Task<int> CountAnswersAsync(Socket socket)
    {
        var buffer = new byte[256 * 1024];
        var answers = 0;
        while (await socket.ReceiveAsync(buffer) is > 0 and var read) answers += buffer.AsSpan(0, read).Count((byte)'{');
        return answers;
    }

    private static async Task SendAsync(Socket socket, byte[] bytes)
    {
        for (var sent = 0; sent < bytes.Length;) sent += await socket.SendAsync(bytes.AsMemory(sent));
    }
}
