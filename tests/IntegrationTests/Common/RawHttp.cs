using System.Net.Sockets;
using System.Text;

namespace Dashboard.IntegrationTests.Common;

/// <summary>Bytes as they are, to the server and back.</summary>
internal static class RawHttp
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Sends, says that nothing more comes, and gives all that is answered until the server closes.</summary>
    public static async Task<string> ExchangeAsync(Uri server, byte[] bytes)
    {
        using var patience = new CancellationTokenSource(Patience);
        using var socket = new TcpClient();
        await socket.ConnectAsync("127.0.0.1", server.Port, patience.Token);
        var stream = socket.GetStream();
        var answer = new StringBuilder();
        try
        {
            await stream.WriteAsync(bytes, patience.Token);
            socket.Client.Shutdown(SocketShutdown.Send);
            var buffer = new byte[4096];
            while (await stream.ReadAsync(buffer, patience.Token) is > 0 and var read) answer.Append(Encoding.Latin1.GetString(buffer, 0, read));
        }
        catch (Exception exception) when (exception is IOException or SocketException)
        {
            // A reset is an answer, too.
        }

        return answer.ToString();
    }
}
