using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using CsCheck;
using Dashboard.Api;
using Dashboard.Api.History;
using Dashboard.Api.Ingest;
using Dashboard.Application.History;
using Dashboard.Application.Ingest;
using Dashboard.Infrastructure.Replay.Rows;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using NSubstitute;

namespace Dashboard.UnitTests.Common;

/// <summary>The same text means the same in a JSON body, in a filter and in a cell of a CSV file, or is refused by all of them.</summary>
/// <remarks>A cell loses the white space at its ends, and has the number format of its mapping, which knows no exponents.</remarks>
public sealed class SameMeaningTests : IDisposable
{
    private const string Mapping = """
        { "source": "s", "account": "{Text}", "currency": "EUR", "amount": "{Amount}", "reference": "{#line}",
          "createdAt": { "text": "{Time}", "format": "rfc3339" } }
        """;

    // As many texts in one file, so that the reader of files is part of the test.
    private const int PerFile = 500;

    private const string GoodTime = "2026-11-30T12:00:00Z";

    private static readonly int Files = (LongRunningTests.Enabled ? 1_000_000 : 20_000) / PerFile;

    private static readonly Gen<string> Time = Gen.OneOf(
        Gen.Select(Gen.DateTime, Gen.OneOf("Z", "z", "+01:00", "-23:59", "+24:00", "+0100", "", "+00:60"), Gen.Int[0, 9], Gen.Bool).Select(
            (time, offset, digits, isLower) =>
            {
                var text = time.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture);
                return (isLower ? text.ToLowerInvariant() : text) + (digits == 0 ? "" : "." + new string('7', digits)) + offset;
            }),
        Gen.Char["0123456789-+:.TtZz/"].Array[0, 30].Select(c => new string(c)),
        Gen.Select(Gen.Int[0, 19], Gen.Char["0123456789-+:.TtZz\u0661\u00e9"]).Select((place, c) => Changed(GoodTime, place, c)),
        Gen.OneOf("2016-12-31T23:59:60Z", "2017-01-01T00:59:60+01:00", "2016-12-30T23:59:60Z", "0001-01-01T00:00:00+00:01"));

    private static readonly Gen<string> Amount = Gen.Select(
        Gen.OneOf("", "-"), Gen.Char['0', '9'].Array[1, 34], Gen.Char['0', '9'].Array[0, 34],
        Gen.OneOf(Gen.Const(""), Gen.Select(Gen.OneOf("e", "E", "e+", "e-"), Gen.Int[0, 40]).Select((e, n) => e + n))).Select(
            (sign, whole, fraction, exponent) =>
                sign + WithoutZeros(new string(whole)) + (fraction.Length > 0 ? "." + new string(fraction) : "") + exponent);

    private static readonly Gen<string> Text = Gen.OneOf(
        Gen.OneOf(
            Gen.Int[0x20, 0x17F], Gen.Int[0x300, 0x370], Gen.Int[0x2000, 0x2070], Gen.Int[0, 0xD7FF], Gen.Int[0xE000, 0x10FFFF],
            Gen.OneOf(0x1100, 0x1161, 0x3164, 0xFFFE, 0xE0041, 0x1F600, 0x200D, 0xFEFF, 0x22, 0x2C, 0x0A, 0x0D)).Array[0, 12],
        Gen.OneOf(0x41, 0xE9, 0x65, 0x301, 0x1F600).Array[60, 70]).Select(
            runes => string.Concat(runes.Select(r => new Rune(r).ToString())));

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("dashboard-same-");
    private readonly NewTransactionValidator _shape = new(TimeProvider.System);
    private readonly ItemReader _json = new(WireOptions());
    private int _files;

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Time_InBodyFilterAndFile_IsTheSame() => Time.Array[PerFile].Sample(texts =>
    {
        var cells = Read(texts, t => $"{t},1,a");
        for (var i = 0; i < texts.Length; i++)
        {
            var body = Body($$"""{"createdAt":{{JsonSerializer.Serialize(texts[i])}}}""")?.CreatedAt;
            var filter = Filter("from", texts[i])?.From;
            var cell = cells[i]?.CreatedAt;

            (filter, cell).ShouldBe((body, body), $"'{texts[i]}'");
        }
    }, iter: Files);

    [Fact]
    public void Amount_InBodyFilterAndFile_IsTheSame() => Amount.Array[PerFile].Sample(texts =>
    {
        var cells = Read(texts, t => $"{GoodTime},{t},a");
        for (var i = 0; i < texts.Length; i++)
        {
            var body = Body($$"""{"amount":{{texts[i]}}}""")?.Amount;
            var filter = Filter("minAmount", texts[i])?.MinAmount;
            var cell = cells[i]?.Amount;

            filter.ShouldBe(body, $"'{texts[i]}'");
            cell.ShouldBe(texts[i].AsSpan().ContainsAny('e', 'E') ? null : body, $"'{texts[i]}'");
        }
    }, iter: Files);

    [Fact]
    public void Text_InBodyFilterAndFile_IsTheSame() => Text.Array[PerFile].Sample(texts =>
    {
        var cells = Read(texts, t => $"{GoodTime},1,\"{t.Replace("\"", "\"\"")}\"");
        for (var i = 0; i < texts.Length; i++)
        {
            var shown = JsonSerializer.Serialize(texts[i]);
            var body = Taken(Body($$"""{"account":{{shown}}}"""));
            var filter = Filter("account", texts[i])?.Account;

            filter.ShouldBe(body, shown);
            Taken(cells[i]).ShouldBe(Taken(Body($$"""{"account":{{JsonSerializer.Serialize(texts[i].Trim())}}}""")), shown);
        }
    }, iter: Files);

    private static string Changed(string text, int place, char character) => text[..place] + character + text[(place + 1)..];

    // JSON has no zeros before a number.
    private static string WithoutZeros(string digits) => digits.TrimStart('0') is { Length: > 0 } rest ? rest : "0";

    private static IOptions<JsonOptions> WireOptions()
    {
        var services = new ServiceCollection();
        services.AddApi(new ConfigurationBuilder().Build(), Substitute.For<IHostEnvironment>());
        return services.BuildServiceProvider().GetRequiredService<IOptions<JsonOptions>>();
    }

    private NewTransaction? Body(string json) => _json.Read(new ReadOnlySequence<byte>(Encoding.UTF8.GetBytes(json))).Transaction;

    private static TransactionFilter? Filter(string name, string text)
    {
        var query = new HistoryQuery(new QueryCollection(new Dictionary<string, StringValues> { [name] = text }), HistoryParameters.List);
        var list = query.ReadList();
        return query.Refused is null ? list.Filter : null;
    }

    // The account as the door would store it; null when the door would reject it.
    private string? Taken(NewTransaction? payment)
    {
        if (payment is null) return null;
        var normalized = payment.Normalized();
        var errors = _shape.Validate(normalized).Errors;
        return errors.Exists(e => e.PropertyName == nameof(NewTransaction.Account)) ? null : normalized.Account;
    }

    // What the mapping makes of each row; null for a row that it rejects.
    private NewTransaction?[] Read(string[] texts, Func<string, string> row)
    {
        // Several threads run the samples.
        var path = Path.Combine(_folder.FullName, $"{Interlocked.Increment(ref _files)}.csv");
        File.WriteAllText(path, "Time,Amount,Text\n" + string.Concat(texts.Select(t => row(t) + "\n")));
        var mapping = ReplayMapping.Parse(Mapping, "The mapping");
        var mapper = new RowMapper(mapping);
        var read = Task.Run(async () =>
        {
            var file = await ReplayFile.OpenAsync(path, mapping.Format, CancellationToken.None);
            mapper.Check(file);
            var rows = new List<NewTransaction?>();
            await foreach (var r in file.ReadAsync(CancellationToken.None))
                rows.Add(mapper.TryMap(r, out var payment, out _) ? payment : null);
            return rows.ToArray();
        }).GetAwaiter().GetResult();
        File.Delete(path);
        read.Length.ShouldBe(texts.Length);
        return read;
    }
}
