namespace Dashboard.Application.Audit;

/// <summary>Recomputes the chains of the trail.</summary>
public sealed class AuditVerification(IAuditReader reader)
{
    private const int PageSize = 1_000;

    /// <param name="heads">Signed heads that were kept outside the store; see <see cref="AuditHead"/>.</param>
    public async Task<VerifiedTrail> RunAsync(IReadOnlyList<AuditHead> heads, CancellationToken cancellationToken)
    {
        var names = await reader.ChainsAsync(cancellationToken);
        var chains = new List<VerifiedChain>();
        foreach (var name in names.Union(heads.Select(h => h.Chain), StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            chains.Add(await VerifyAsync(name, [.. heads.Where(h => h.Chain == name).OrderBy(h => h.Number)], cancellationToken));
        }

        return new VerifiedTrail(chains, heads.Count);
    }

    private async Task<VerifiedChain> VerifyAsync(string chain, IReadOnlyList<AuditHead> signed, CancellationToken cancellationToken)
    {
        var heads = new Queue<AuditHead>(signed);
        var (number, hash) = (0L, AuditChain.Start);
        while (true)
        {
            var page = await reader.ReadAsync(chain, number, PageSize, cancellationToken);
            foreach (var entry in page)
            {
                if (Fault(entry, number, hash) is { } fault) return new(chain, number, number + 1, fault);
                (number, hash) = (entry.Number, entry.Hash);
                while (heads.TryPeek(out var head) && head.Number == number)
                {
                    heads.Dequeue();
                    if (!head.Hash.AsSpan().SequenceEqual(hash)) return new(chain, number, number, "it differs from its signed head");
                }
            }

            if (page.Count == PageSize) continue;
            return heads.TryPeek(out var missing)
                ? new(chain, number, number + 1, $"it is missing: entry {missing.Number} has a signed head")
                : new(chain, number, null, null);
        }
    }

    private static string? Fault(AuditEntry entry, long number, byte[] hash) =>
        entry.Number != number + 1 ? "it is missing"
        : !entry.Previous.AsSpan().SequenceEqual(hash) ? "it does not follow the entry before"
        : !AuditChain.HashOf(entry).AsSpan().SequenceEqual(entry.Hash) ? "its content does not have its hash"
        : null;
}

/// <param name="Heads">Signed heads that were compared.</param>
public sealed record VerifiedTrail(IReadOnlyList<VerifiedChain> Chains, int Heads)
{
    public bool IsIntact => Chains.All(c => c.BrokenAt is null);

    public long Entries => Chains.Sum(c => c.Entries);
}

/// <param name="Entries">Entries that are in order, from the first one on.</param>
/// <param name="BrokenAt">Number of the first entry that is changed or missing; null when there is none.</param>
/// <param name="Fault">What is wrong with it.</param>
public sealed record VerifiedChain(string Chain, long Entries, long? BrokenAt, string? Fault);

/// <summary>The newest entry of a chain at some time, signed, so that a chain that was computed anew or cut off does not pass.</summary>
/// <param name="Hash">32 bytes.</param>
public sealed record AuditHead(string Chain, long Number, byte[] Hash, DateTimeOffset At);
