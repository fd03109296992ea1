using System.Globalization;
using System.Text;

namespace Dashboard.IntegrationTests.Ingest;

/// <summary>Malformed input of all kinds; the same random numbers make the same input.</summary>
internal sealed class FuzzSource(Random random)
{
    private static readonly string[] Values =
    [
        "null", "true", "-0", "1e308", "1e400", "99999999999999999999999999999", "0.000000000000000000000000000001", "\"\"",
            "\"\\u0000\"", "\"\\ud800\"", "[]", "{}",
        "\"2026-02-30T00:00:00Z\"", "\"0001-01-01T00:00:00Z\"", "\"9999-12-31T23:59:59.9999999Z\"", "\"'; DROP TABLE Transactions; --\"",
            "\"XXX\"", "NaN", "5", "\"5\"",
    ];

    private static readonly string[] Fields =
        ["source", "reference", "account", "counterparty", "amount", "currency", "createdAt", "status", ""];

    private static readonly string[] ContentTypes =
        ["text/plain", "application/json; charset=utf-16", "application/x-www-form-urlencoded", "json", "", "application/json;;;",
        "multipart/form-data"];

    private static readonly string[] Parameters =
        ["status", "source", "account", "reference", "currency", "minAmount", "maxAmount", "flagged", "from", "to", "limit", "cursor",
            "Limit", "sort", ""];

    private static readonly string[] Heads =
    [
        "Content-Length: 5\r\nContent-Length: 6\r\n", "Content-Length: -1\r\n", "Content-Length: 99999999999999999999\r\n",
            "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n",
        "Transfer-Encoding: gzip\r\n", "Transfer-Encoding: chunked, chunked\r\n", "Transfer-Encoding: identity\r\n",
            "Transfer-Encoding: chunked\r\n", "Expect: 200-ok\r\n", "Host: other\r\n",
        " folded: x\r\n", "no colon\r\n", ": no name\r\n", "Idempotency-Key: \u0001\r\n", "X: a\0b\r\n",
            "Upgrade: websocket\r\nConnection: Upgrade\r\n", "Content-Encoding: gzip\r\n",
    ];

    private static readonly string[] Chunks =
        ["5\r\n{\"a\":\r\n0\r\n\r\n", "zz\r\n", "-1\r\n", "ffffffffffffffffff\r\n", "5;x=\"\r\nabc", "5\nabcde", "0\r\nTrailer",
        "5\r\nabcdefgh\r\n0\r\n\r\n", "\r\n\r\n", ""];

    public int Next(int below) => random.Next(below);

    public string Text(int maxLength) => new([.. Enumerable.Range(0, random.Next(maxLength)).Select(_ => (char)random.Next(32, 127))]);

    public string ContentType() => random.Next(10) == 0 ? ContentTypes[random.Next(ContentTypes.Length)] : "application/json";

    public string Query() => string.Join('&', Enumerable.Range(0, random.Next(1, 4))
        .Select(_ => Parameters[random.Next(Parameters.Length)] + "=" + Uri.EscapeDataString(QueryValue())));

    public byte[] Body(string good)
    {
        switch (random.Next(5))
        {
            case 0:
                var field = Fields[random.Next(Fields.Length)];
                return Encoding.UTF8.GetBytes(
                    good.Replace("\"" + Fields[random.Next(7)] + "\":", "\"" + field + "\":", StringComparison.Ordinal));
            case 1:
                return Encoding.UTF8.GetBytes(good[..random.Next(good.Length)]);
            case 2:
                var parts = good.Split(':', 2 + random.Next(5));
                var comma = parts[^1].IndexOf(',', StringComparison.Ordinal);
                parts[^1] = Values[random.Next(Values.Length)] + (comma < 0 ? "}" : parts[^1][comma..]);
                return Encoding.UTF8.GetBytes(string.Join(':', parts));
            case 3:
                return Damage(Encoding.UTF8.GetBytes(good));
            default:
                return Encoding.UTF8.GetBytes(good.Insert(random.Next(good.Length), Values[random.Next(Values.Length)]));
        }
    }

    /// <summary>Bytes for a connection, and whether they may reach an ingest call.</summary>
    public (bool IsIngest, byte[] Bytes) Raw()
    {
        if (random.Next(4) == 0) return (false, [.. Enumerable.Range(0, random.Next(1, 300)).Select(_ => (byte)random.Next(256))]);
        var path = random.Next(4) switch { 0 => "", 1 => "/batch", 2 => "/stream", _ => "?" + Query() };
        var method = random.Next(6) switch { 0 => "PUT", 1 => "post", 2 => "P\0ST", _ => "POST" };
        var version = random.Next(10) switch { 0 => "HTTP/1.0", 1 => "HTTP/2.0", 2 => "HTTP/9.9", _ => "HTTP/1.1" };
        var head = $"{method} /api/v1/transactions{path} {version}\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/json\r\n{Heads[random.Next(Heads.Length)]}\r\n";
        var bytes = Encoding.Latin1.GetBytes(head + Chunks[random.Next(Chunks.Length)]);
        return (true, random.Next(3) == 0 ? Damage(bytes) : bytes);
    }

    private string QueryValue() => random.Next(4) switch
    {
        0 => Text(30),
        1 => Values[random.Next(Values.Length)].Trim('"'),
        2 => random.NextInt64().ToString(CultureInfo.InvariantCulture),
        _ => new string((char)random.Next(1, 0xD800), random.Next(1, 5)),
    };

    private byte[] Damage(byte[] bytes)
    {
        for (var n = random.Next(1, 4); n > 0; n--) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
        return bytes;
    }
}
