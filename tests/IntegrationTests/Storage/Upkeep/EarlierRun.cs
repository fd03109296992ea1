using Dashboard.Application.Books;
using Dashboard.Application.Pipeline;
using Dashboard.Domain.Alerts;
using Dashboard.Domain.Books;
using Dashboard.Domain.Common;
using Dashboard.Domain.Transactions;
using Dashboard.Infrastructure.Storage.Model;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.IntegrationTests.Storage;

/// <summary>
/// What a run of an earlier time left, written past the program: its rows, the receipts of its commits, alerts, and its last word.
/// </summary>
internal sealed class EarlierRun(DateTimeOffset start)
{
    private readonly List<TransactionRow> _rows = [];
    private readonly List<TransactionRow> _unrecorded = [];
    private readonly List<ReceiptRow> _receipts = [];
    private readonly List<AlertRow> _alerts = [];
    private int _made;

    public RunId Id { get; } = new(OrderedId.FirstAt(start));

    /// <summary>One commit of transactions; gives their ids in the same order.</summary>
    public List<long> Commit(params (DateTimeOffset Received, TransactionStatus Status, int Count)[] some)
    {
        var rows = some.SelectMany(s => Enumerable.Range(0, s.Count).Select(_ => New(s.Received, s.Status))).ToList();
        _rows.AddRange(rows);
        _receipts.Add(ReceiptRow.From(rows.Select(r => r.Id)));
        return [.. rows.Select(r => r.Id)];
    }

    /// <summary>Finished transactions of a time before this run, which no run and no receipt knows.</summary>
    public void AddUnrecorded(DateTimeOffset received, int count) =>
        _unrecorded.AddRange(Enumerable.Range(0, count).Select(_ => New(received, TransactionStatus.Completed)));

    public long AddAlert(DateTimeOffset raised, AlertStatus status)
    {
        var alert = Alert.Raise(
            new AlertId(NewId(raised)), "large_amount", "ACC-1", AlertSeverity.Warning, "message", new TransactionId(1), times: 1, raised);
        _alerts.Add(AlertRow.From(status == AlertStatus.Resolved ? alert.Resolve(raised) : alert));
        return alert.Id.Value;
    }

    public async Task SaveAsync(TestDatabase database)
    {
        await using var context = await database.Contexts().CreateDbContextAsync();
        await context.Database.MigrateAsync();
        long Count(TransactionStatus status) => _rows.Count(r => r.Status == status);
        var flow = new FlowDto(
            _rows.Count, _rows.Count, Duplicates: 0, Rejected: 0, Refused: 0, Recovered: 0,
            Count(TransactionStatus.Pending), Count(TransactionStatus.Processing), Count(TransactionStatus.Completed),
                Count(TransactionStatus.Failed));
        context.Add(RunRow.From(new Run(Id, "earlier", start, start, IsClosed: true, flow)));
        context.AddRange(_rows);
        context.AddRange(_unrecorded);
        context.AddRange(_receipts);
        context.AddRange(_alerts);
        await context.SaveChangesAsync();
    }

    private TransactionRow New(DateTimeOffset received, TransactionStatus status)
    {
        var id = NewId(received);
        var hasEnded = status >= TransactionStatus.Completed;
        return new TransactionRow
        {
            Id = id,
            Source = "pos",
            Reference = "earlier-" + id,
            Account = "ACC-1",
            Counterparty = "Shop",
            AmountMinor = 100,
            Currency = "EUR",
            Status = status,
            FailureReason = status == TransactionStatus.Failed ? "do_not_honor" : null,
            CreatedAt = received.UtcDateTime,
            CompletedAt = hasEnded ? received.UtcDateTime : null,
            ProcessingMs = hasEnded ? 0 : null,
        };
    }

    private long NewId(DateTimeOffset time) => OrderedId.FirstAt(time).Value + ++_made;
}
