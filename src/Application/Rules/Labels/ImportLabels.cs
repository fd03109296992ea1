using System.Globalization;
using Dashboard.Application.Audit;
using Dashboard.Domain.Auth;
using Dashboard.Domain.Common;
using Dashboard.Domain.Rules;
using Dashboard.Domain.Transactions;
using MediatR;

namespace Dashboard.Application.Rules.Labels;

/// <summary>Labels the transactions of a CSV file of chargebacks.</summary>
public sealed record ImportLabels(string Csv, Actor By) : IRequest<LabelImport>
{
    /// <value>UTF-16 units.</value>
    public const int MaxLength = 16_000_000;
}

/// <param name="Rows">Rows of the file, without its heading and blank lines.</param>
/// <param name="Labelled">Transactions that have a label of this file now.</param>
/// <param name="Unknown">Rows whose transaction is not stored.</param>
/// <param name="Rejected">Rows that cannot be read, or that name several transactions.</param>
/// <param name="Errors">The first of the latter two, each with its line.</param>
public sealed record LabelImport(int Rows, int Labelled, int Unknown, int Rejected, IReadOnlyList<string> Errors);

internal sealed class ImportLabelsHandler(ILabelStore store, AuditTrail trail, TimeProvider clock)
    : IRequestHandler<ImportLabels, LabelImport>
{
    private const int MaxErrors = 100;

    public async Task<LabelImport> Handle(ImportLabels request, CancellationToken cancellationToken)
    {
        var rows = LabelFile.Read(request.Csv, out var unreadable);
        var (errors, unknown, ambiguous) = (unreadable.ToList(), 0, 0);
        var labels = new Dictionary<TransactionId, TransactionLabel>();
        var at = clock.GetUtcNow().WholeMicroseconds();
        var (ids, references) = await FindAsync(rows, cancellationToken);
        foreach (var row in rows)
        {
            var found = row.Id is { } id ? ids.Contains(id) ? [id] : [] : references[(row.Source, row.Reference!)].ToList();
            if (found.Count == 1)
            {
                labels[found[0]] = new TransactionLabel(found[0], row.Label, IsFromFile: true, RuleAuthor.Of(request.By), row.Note, at);
                continue;
            }

            if (found.Count == 0) unknown++;
            else ambiguous++;
            errors.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"line {row.Line}: {(found.Count == 0 ? "there is no such transaction" : "several sources have this reference: name one")}"));
        }

        if (labels.Count > 0)
        {
            var counts = labels.Values.CountBy(l => l.Label).ToDictionary(c => c.Key.ToString(), c => c.Value);
            var entry = trail.Event(request.By, AuditActions.TransactionLabelled, "a file", after: counts);
            await store.SaveAsync([.. labels.Values], entry, cancellationToken);
        }

        return new LabelImport(
            rows.Count + unreadable.Count, labels.Count, unknown, unreadable.Count + ambiguous, [.. errors.Take(MaxErrors)]);
    }

    private async Task<(IReadOnlySet<TransactionId> Ids, ILookup<(string? Source, string Reference), TransactionId> References)> FindAsync(
        IReadOnlyList<LabelLine> rows, CancellationToken cancellationToken)
    {
        var ids = await store.StoredAsync([.. rows.Select(r => r.Id).OfType<TransactionId>().Distinct()], cancellationToken);
        var found = new List<((string?, string), TransactionId)>();
        foreach (var ofSource in rows.Where(r => r.Id is null).GroupBy(r => r.Source, r => r.Reference!))
        {
            foreach (var (reference, id) in await store.ByReferenceAsync(ofSource.Key, [.. ofSource.Distinct()], cancellationToken))
                found.Add(((ofSource.Key, reference), id));
        }

        return (ids, found.ToLookup(f => f.Item1, f => f.Item2));
    }
}
