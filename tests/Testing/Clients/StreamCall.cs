using System.Globalization;
using System.Text;
using System.Text.Json;
using Dashboard.Testing.Time;

namespace Dashboard.Testing.Clients;

/// <summary>
/// A call of the ingest stream over a raw connection. The framework's HTTP/1.1 client reads no answer before it has sent everything;
/// this one reads the answers while it sends.
/// </summary>
public sealed class StreamCall : IDisposable
{
    private const int BufferBytes = 64 * 1024;

    private readonly RawConnection _connection;
    private readonly BufferedStream _buffered;
    private StreamReader? _answers;

    private StreamCall(RawConnection connection)
    {
        _connection = connection;
        _buffered = new BufferedStream(connection.Stream, BufferBytes);
    }

    /// <param name="server">The address of the server.</param>
    /// <param name="receiveBytes">The size of the receive buffer; 0 leaves the choice to the system.</param>
    /// <param name="key">The API key of the caller; null for none.</param>
    /// <param name="bearer">The token of the caller; null for none.</param>
    public static async Task<StreamCall> OpenAsync(Uri server, int receiveBytes = 0, string? key = null, string? bearer = null)
    {
        var connection = await RawConnection.OpenAsync(server, receiveBytes);
        var authorization = bearer is not null ? $"Authorization: Bearer {bearer}\r\n" : key is null ? "" : $"X-Api-Key: {key}\r\n";
        await connection.SendAsync(
            $"POST /api/v1/transactions/stream HTTP/1.1\r\nHost: localhost\r\n{authorization}Transfer-Encoding: chunked\r\n\r\n");
        return new StreamCall(connection);
    }

    /// <summary>Sends lines as one chunk. It has no timeout: the server may hold the sender back for as long as a test needs.</summary>
    public Task SendAsync(string lines) =>
        _connection.Stream.WriteAsync(Encoding.ASCII.GetBytes($"{lines.Length:x}\r\n{lines}\r\n")).AsTask();

    public Task CompleteAsync() => _connection.SendAsync("0\r\n\r\n");

    /// <summary>The next answer; null at the proper end of the response.</summary>
    /// <exception cref="IOException">The connection ended in the middle.</exception>
    public async Task<(long Position, string Outcome, string? Id)?> AnswerAsync()
    {
        if (await LineAsync() is not { } line) return null;
        using var answer = JsonDocument.Parse(line);
        var root = answer.RootElement;
        return (root.GetProperty("position").GetInt64(), root.GetProperty("outcome").GetString()!, root.GetProperty("id").GetString());
    }

    /// <summary>The next answer as text; null at the proper end of the response.</summary>
    public async Task<string?> LineAsync()
    {
        _answers ??= await ReadHeadAsync().InTimeAsync();
        var line = _answers.ReadLineAsync();
        return line.IsCompleted ? await line : await line.InTimeAsync();
    }

    public void Dispose() => _connection.Dispose();

    private async Task<StreamReader> ReadHeadAsync()
    {
        var body = new ChunkedBody(_buffered);
        var status = int.Parse((await body.HeaderLineAsync()).Split(' ')[1], CultureInfo.InvariantCulture);
        if (status != 200) throw new IOException(string.Create(CultureInfo.InvariantCulture, $"The stream was answered with {status}."));
        while ((await body.HeaderLineAsync()).Length > 0) { }
        return new StreamReader(body, Encoding.UTF8, false, BufferBytes);
    }
}
