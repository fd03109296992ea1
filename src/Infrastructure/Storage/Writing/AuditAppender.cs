using System.Diagnostics.CodeAnalysis;
using System.Text;
using Dashboard.Application.Audit;
using Dashboard.Infrastructure.Storage.Model;
using Dashboard.Infrastructure.Storage.Model.Access;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Infrastructure.Storage.Writing;

/// <summary>Adds events to the chain of this process, inside the transaction that is open on a context.</summary>
/// <remarks>The newest entry is read each time: entries are rare, and a transaction that was rolled back leaves nothing here.</remarks>
internal sealed class AuditAppender(AuditChainName chain)
{
    /// <param name="isRetry">An earlier call failed but may have committed: events that are stored already are not added again.</param>
    public async Task AppendAsync(
        DashboardDbContext context, IReadOnlyCollection<AuditEvent> events, bool isRetry, CancellationToken cancellationToken)
    {
        if (events.Count == 0) return;
        if (isRetry)
        {
            var ids = events.Select(e => e.Id.Value).ToArray();
            var stored = await context.Audit.Where(r => ids.Contains(r.Id)).Select(r => r.Id).ToListAsync(cancellationToken);
            events = [.. events.Where(e => !stored.Contains(e.Id.Value))];
            if (events.Count == 0) return;
        }

        var newest = await context.Audit.AsNoTracking().Where(r => r.Chain == chain.Name).OrderByDescending(r => r.Number)
            .Select(r => new { r.Number, r.Hash }).FirstOrDefaultAsync(cancellationToken);
        var last = newest is null ? (Number: 0L, Hash: AuditChain.Start) : (newest.Number, newest.Hash);
        foreach (var added in events)
        {
            var entry = AuditChain.Append(chain.Name, last, Storable(added));
            context.Add(AuditRow.From(entry));
            last = (entry.Number, entry.Hash);
        }

        await context.SaveChangesAsync(cancellationToken);
        context.ChangeTracker.Clear();
    }

    // An address or the name of a person may have characters that PostgreSQL refuses, and a refused entry would hold up the writer. They
    // are replaced before the hash is computed.
    private static AuditEvent Storable(AuditEvent added) => added with
    {
        By = added.By with { Id = Storable(added.By.Id), Name = Storable(added.By.Name), Address = Storable(added.By.Address) },
        Subject = Storable(added.Subject),
        Before = Storable(added.Before),
        After = Storable(added.After),
    };

    // Runes replace half of a surrogate pair, which cutting a text may leave.
    [return: NotNullIfNotNull(nameof(text))]
    private static string? Storable(string? text) =>
        text is null || Ascii.IsValid(text) && !text.Contains('\0') ? text
        : string.Concat(text.EnumerateRunes().Select(r => r.Value == 0 ? Rune.ReplacementChar : r));
}

/// <summary>The chain that this process writes.</summary>
/// <param name="Name">Of the node, or of the command line: two processes never write one chain.</param>
public sealed record AuditChainName(string Name)
{
    public static readonly AuditChainName Program = new("program");
    public static readonly AuditChainName Command = new("command");
}
