using System.IO.Compression;
using System.Net;

namespace Dashboard.IntegrationTests.History;

/// <summary>Exports as spreadsheets of other countries and callers with little bandwidth take them.</summary>
public sealed class SpreadsheetTests : HostTest
{
    private const string Path = "/api/v1/transactions/export";

    [Fact]
    public async Task A_semicolon_separates_the_cells_and_a_comma_the_decimals()
    {
        await Host.IngestAsync(TestData.Item(amount: -1234.5m, account: "a,b"), TestData.Item(amount: 2m, account: "a;b"));

        var lines = (await Host.Client.GetStringAsync(Path + "?separator=semicolon&decimal=comma")).Split("\r\n");

        lines[0].TrimStart('\uFEFF').ShouldStartWith("id;receivedAt;createdAt;");
        lines[1].ShouldContain(";\"a;b\";");
        lines[1].ShouldContain(";2,00;200;EUR;");
        lines[2].ShouldContain(";a,b;");
        lines[2].ShouldContain(";-1234,50;-123450;EUR;");
    }

    [Theory]
    [InlineData("separator=tab", "separator")]
    [InlineData("separator=;", "separator")]
    [InlineData("decimal=semicolon", "decimal")]
    public async Task Another_separator_is_a_400_that_names_the_field(string query, string field)
    {
        var answer = await Host.Client.GetAsync($"{Path}?{query}");

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await answer.ErrorsAsync()).ShouldContain(field);
    }

    [Fact]
    public async Task A_formula_inside_a_text_reaches_no_cell()
    {
        await Host.IngestAsync(TestData.Item(account: "x;=1+1"), TestData.Item(account: "\uFF1D1+1"));

        foreach (var separator in (string[])["comma", "semicolon"])
        {
            var csv = await Host.Client.GetStringAsync($"{Path}?separator={separator}");
            csv.ShouldContain("'x;'=1+1");
            csv.ShouldContain("'\uFF1D1+1");
        }
    }

    [Theory]
    [InlineData("gzip", "csv")]
    [InlineData("br", "csv")]
    [InlineData("gzip", "ndjson")]
    public async Task A_caller_that_offers_compression_gets_the_same_bytes_compressed(string encoding, string format)
    {
        await Host.IngestAsync([.. Enumerable.Range(0, 300).Select(i => TestData.Item(reference: "c-" + i))]);
        await Host.WaitUntilIdleAsync();
        var plain = await Host.Client.GetByteArrayAsync($"{Path}?format={format}");
        var request = new HttpRequestMessage(HttpMethod.Get, $"{Path}?format={format}");
        request.Headers.AcceptEncoding.ParseAdd(encoding);

        using var answer = await Host.Client.SendAsync(request);

        answer.Content.Headers.ContentEncoding.ShouldBe([encoding]);
        var packed = await answer.Content.ReadAsByteArrayAsync();
        packed.Length.ShouldBeLessThan(plain.Length / 4);
        using var unpacked = new MemoryStream();
        await using (Stream stream = encoding == "br"
            ? new BrotliStream(new MemoryStream(packed), CompressionMode.Decompress)
            : new GZipStream(new MemoryStream(packed), CompressionMode.Decompress))
            await stream.CopyToAsync(unpacked);
        unpacked.ToArray().ShouldBe(plain);
    }

    [Fact]
    public async Task A_caller_that_offers_nothing_gets_plain_text() =>
        (await Host.Client.GetAsync(Path)).Content.Headers.ContentEncoding.ShouldBeEmpty();
}
