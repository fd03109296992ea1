using System.Diagnostics.CodeAnalysis;
using System.Text;
using Dashboard.Application.Audit;
using Dashboard.Infrastructure.Storage.Model;
using Dashboard.Infrastructure.Storage.Model.Access;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Infrastructure.Storage.Writing;

/// <summary>Adds events to the chain of this process, inside the transaction that is open on a context.</summary>
/// <remarks>The newest entry is read each time: entries are rare, and a transaction may be rolled back. When it is another one than this
/// process wrote, the trail was changed: that is noticed, and the entries are added all the same, so that no decision waits.</remarks>
internal sealed class AuditAppender(AuditChainName chain, TrailState state)
{
    /// <summary>What this process wrote.</summary>
    public WrittenChain Written { get; } = new();

    /// <param name="isRetry">An earlier call failed but may have committed: events that are stored already are not added again.</param>
    /// <returns>Number and hash of the last added entry, for <see cref="WrittenChain.Commit"/>; null when none was added.</returns>
    public async Task<(long Number, byte[] Hash)?> AppendAsync(
        DashboardDbContext context, IReadOnlyCollection<AuditEvent> events, bool isRetry, CancellationToken cancellationToken)
    {
        if (events.Count == 0) return null;
        if (isRetry)
        {
            var ids = events.Select(e => e.Id.Value).ToArray();
            var stored = await context.Audit.Where(r => ids.Contains(r.Id)).Select(r => r.Id).ToListAsync(cancellationToken);
            events = [.. events.Where(e => !stored.Contains(e.Id.Value))];
            if (events.Count == 0) return null;
        }

        var before = Written.Newest;
        var newest = await context.Audit.AsNoTracking().Where(r => r.Chain == chain.Name).OrderByDescending(r => r.Number)
            .Select(r => new { r.Number, r.Hash }).FirstOrDefaultAsync(cancellationToken);
        var last = newest is null ? (Number: 0L, Hash: AuditChain.Start) : (newest.Number, newest.Hash);
        if (!Written.MayEndWith(last, before)) state.Notice(ChangedFault(chain.Name, last.Number));
        var read = last;
        foreach (var added in events)
        {
            var entry = AuditChain.Append(chain.Name, last, Storable(added), state.Seal);
            context.Add(AuditRow.From(entry));
            last = (entry.Number, entry.Hash);
        }

        Written.Begin(read, last);
        await context.SaveChangesAsync(cancellationToken);
        context.ChangeTracker.Clear();
        return last;
    }

    /// <summary>The sentence about a newest entry that this process did not write.</summary>
    public static string ChangedFault(string chain, long number) => FormattableString.Invariant(
        $"chain {chain} ends at entry {number}, but the running program did not write that entry last");

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
    public static readonly AuditChainName Program = new(AuditChain.Program);
    public static readonly AuditChainName Command = new(AuditChain.Command);

    /// <summary>The chains whose heads are kept beside this process: of a cluster, each node keeps those of its own.</summary>
    public IReadOnlyList<string> Kept =>
        Name.StartsWith(AuditChain.NodePrefix, StringComparison.Ordinal) ? [Name] : [AuditChain.Program, AuditChain.Command];
}
