using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Dashboard.Bench.Load;

/// <summary>One call of the stream endpoint: sends chunks made beforehand while it reads the answers, which it only counts.</summary>
internal static class StreamUpload
{
    private const int LinesPerChunk = 500;

    private static readonly byte[] LastChunk = "0\r\n\r\n"u8.ToArray();

    /// <summary>Payments as chunks of HTTP, ready to be sent.</summary>
    public static IReadOnlyList<byte[]> Prepare(long first, int count)
    {
        var chunks = new List<byte[]>();
        for (var done = 0; done < count; done += LinesPerChunk)
        {
            var lines = Payment.Json(first + done, Math.Min(LinesPerChunk, count - done), '\n');
            chunks.Add([.. Encoding.ASCII.GetBytes(lines.Length.ToString("X", CultureInfo.InvariantCulture) + "\r\n"), .. lines, .. "\r\n"u8]);
        }

        return chunks;
    }

    /// <exception cref="InvalidOperationException">Not every line got an answer.</exception>
    public static async Task SendAsync(int port, IReadOnlyList<byte[]> chunks, int lines)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, port);
        await SendAsync(socket, Encoding.ASCII.GetBytes(
            "POST /api/v1/transactions/stream HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"));
        var answers = CountAnswersAsync(socket);
        foreach (var chunk in chunks) await SendAsync(socket, chunk);
        await SendAsync(socket, LastChunk);
        if (await answers is var count && count != lines) throw new InvalidOperationException($"{count} answers to {lines} lines.");
    }

    // An answer is the only thing with an opening brace.
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
