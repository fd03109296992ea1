using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;
using Dashboard.Api.Common.Bounds;
using Dashboard.Api.History;
using Dashboard.Application.History;
using Dashboard.Domain.Common;
using Dashboard.Domain.Transactions;
using Microsoft.Extensions.Time.Testing;
using NSubstitute;

namespace Dashboard.UnitTests.History;

public sealed class ExportTests
{
    private static readonly TransactionDto Plain = new()
    {
        Sequence = 0,
        Id = "01J",
        Reference = "r-1",
        Source = "pos",
        Account = "A",
        Counterparty = "Shop",
        Amount = 12.50m,
        Currency = "EUR",
        Status = TransactionStatus.Completed,
        Flags = [],
        FailureReason = null,
        CreatedAt = TestData.Time,
        ReceivedAt = TestData.Time.AddMilliseconds(7),
        CompletedAt = null,
        ProcessingMs = 250,
    };

    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("+49", "'+49")]
    [InlineData("-5", "'-5")]
    [InlineData("@sum", "'@sum")]
    [InlineData("\tx", "'\tx")]
    [InlineData("\rx", "'\rx")]
    [InlineData("a=1", "a=1")]
    [InlineData("say \"hi\", twice\r\nplease", "say \"hi\", twice\r\nplease")]
    [InlineData("Zoë 🦊", "Zoë 🦊")]
    public void Csv_AnyText_ComesBackAsItWasWithoutBecomingAFormula(string text, string expected)
    {
        var row = Plain with
        {
            Source = text,
            Reference = text,
            Account = text,
            Counterparty = text,
            FailureReason = text,
            Flags =
            [text, "b"]
        };

        var cells = Rows(Csv([new(row, 1)]))[1];

        foreach (var column in new[] { 4, 5, 6, 7, 13 }) cells[column].ShouldBe(expected);
        cells[12].ShouldBe(expected + " b");
    }

    [Fact]
    public void Csv_Numbers_StayNumbersAndLinesEndAsTheStandardSays()
    {
        var text = Csv([new(Plain with { Amount = -12.50m, Reference = null }, -1250)]);

        text.ShouldBe(
            "\uFEFFid,receivedAt,createdAt,completedAt,source,reference,account,counterparty,amount,amountMinor,currency,status,flags,failureReason,processingMs\r\n"
            + "01J,2026-03-14T09:26:53.007Z,2026-03-14T09:26:53Z,,pos,,A,Shop,-12.50,-1250,EUR,Completed,,,250\r\n");
    }

    [Fact]
    public async Task WriteAsync_ReaderStops_StopsReadingTheStore()
    {
        var pipe = new Pipe(new PipeOptions(pauseWriterThreshold: 64 * 1024, resumeWriterThreshold: 32 * 1024,
            useSynchronizationContext: false));
        var read = 0;
        using var gone = new CancellationTokenSource();
        using var format = new CsvFormat(CsvDialect.Standard);

        var pace = new ReadingPace(1_000, new FakeTimeProvider(), () => { });

        var writing = ExportEndpoint.WriteAsync(Pages(), format, pipe.Writer, () => { }, pace, gone.Token);

        read.ShouldBeLessThan(10);
        writing.IsCompleted.ShouldBeFalse();
        for (var before = read; read < before + 5;)
        {
            var buffer = (await pipe.Reader.ReadAsync()).Buffer;
            pipe.Reader.AdvanceTo(buffer.End);
        }

        await gone.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(writing);

        async IAsyncEnumerable<IReadOnlyList<ExportedTransaction>> Pages()
        {
            while (true)
            {
                await Task.CompletedTask;
                Interlocked.Increment(ref read);
                yield return [.. Enumerable.Repeat(new ExportedTransaction(Plain, 1250), 200)];
            }
        }
    }

    [Fact]
    public async Task Export_FewMatches_GoesOnAndGivesEachRowOnce()
    {
        var ids = new OrderedIds(TimeProvider.System);
        var stored = Enumerable.Range(0, 2_500).Select(_ => TestData.Transaction(id: new TransactionId(ids.Next()))).Reverse().ToList();
        var history = Substitute.For<ITransactionHistory>();
        var searches = 0;
        // Every second search comes to its limit of rows before it finds anything.
        history.SearchAsync(default!, default, default, default).ReturnsForAnyArgs(call =>
        {
            var left = stored.Where(t => call.Arg<TransactionId?>() is not { } before || t.Id < before).ToList();
            if (searches++ % 2 == 0) return new HistorySearch([], new TransactionId(left[0].Id.Value + 1));
            var found = left.Take(call.Arg<int>()).ToList();
            return new HistorySearch(found, found.Count < left.Count ? found[^1].Id : null);
        });

        var pages = await new ExportTransactionsHandler(history).Handle(new ExportTransactions(new TransactionFilter()), default);
        var exported = new List<string>();
        await foreach (var page in pages) exported.AddRange(page.Select(t => t.Transaction.Id));

        exported.ShouldBe(stored.Select(t => t.Id.ToString()));
        searches.ShouldBe(6);
    }

    private static string Csv(IReadOnlyList<ExportedTransaction> page)
    {
        using var format = new CsvFormat(CsvDialect.Standard);
        var output = new System.Buffers.ArrayBufferWriter<byte>();
        format.WriteHeader(output);
        format.Write(page, output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    private static List<string[]> Rows(string text)
    {
        using var parser = new CsvParser(new StringReader(text.TrimStart('\uFEFF')), new CsvConfiguration(CultureInfo.InvariantCulture));
        var rows = new List<string[]>();
        while (parser.Read()) rows.Add(parser.Record!);
        return rows;
    }
}
