namespace Dashboard.Application.Audit;

/// <summary>Recomputes the chains of the trail.</summary>
public sealed class AuditVerification(IAuditReader reader)
{
    private const int PageSize = 1_000;

    /// <summary>Compares the trail with the heads that are kept outside the store.</summary>
    public async Task<VerifiedTrail> RunAsync(IAuditHeads kept, CancellationToken cancellationToken)
    {
        var heads = await kept.ReadAsync(cancellationToken);
        return await RunAsync(heads.Heads, cancellationToken) with { HeadFault = heads.Fault };
    }

    /// <param name="heads">Signed heads that were kept outside the store; see <see cref="AuditHead"/>.</param>
    public async Task<VerifiedTrail> RunAsync(IReadOnlyList<AuditHead> heads, CancellationToken cancellationToken)
    {
        try
        {
            var names = await reader.ChainsAsync(cancellationToken);
            var chains = new List<VerifiedChain>();
            foreach (var name in names.Union(heads.Select(h => h.Chain), StringComparer.Ordinal).Order(StringComparer.Ordinal))
            {
                IReadOnlyList<AuditHead> signed = [.. heads.Where(h => h.Chain == name).OrderBy(h => h.Number)];
                chains.Add(AuditChain.IsOfProgram(name)
                    ? await VerifyAsync(name, signed, cancellationToken)
                    : new VerifiedChain(name, 0, 1, "no part of the program writes this chain"));
            }

            return new VerifiedTrail(chains, heads.Count);
        }
        catch (InvalidDataException exception)
        {
            return new VerifiedTrail([new VerifiedChain("", 0, 1, exception.Message)], heads.Count);
        }
    }

    private async Task<VerifiedChain> VerifyAsync(string chain, IReadOnlyList<AuditHead> signed, CancellationToken cancellationToken)
    {
        var heads = new Queue<AuditHead>(signed);
        var (number, hash, compared) = (0L, AuditChain.Start, 0L);
        long? after = null;
        while (true)
        {
            IReadOnlyList<AuditEntry> page;
            try
            {
                page = await reader.ReadAsync(chain, after, PageSize, cancellationToken);
            }
            catch (InvalidDataException exception)
            {
                return new(chain, number, number + 1, exception.Message);
            }

            foreach (var entry in page)
            {
                if (entry.Number <= 0) return new(chain, 0, entry.Number, "it stands before the first entry, which has the number 1");
                if (Fault(entry, number, hash) is { } fault) return new(chain, number, number + 1, fault);
                (number, hash) = (entry.Number, entry.Hash);
                while (heads.TryPeek(out var head) && head.Number == number)
                {
                    heads.Dequeue();
                    if (!head.Hash.AsSpan().SequenceEqual(hash)) return new(chain, number, number, Differs(compared));
                    compared = number;
                }
            }

            after = number;
            if (page.Count == PageSize) continue;
            return heads.TryPeek(out var missing)
                ? new(chain, number, number + 1, $"it is missing: entry {missing.Number} has a signed head")
                : new(chain, number, null, null);
        }
    }

    private static string Differs(long compared) => "it differs from its signed head, so the first change lies "
        + (compared == 0 ? "between the beginning and this entry" : $"between the head at entry {compared} and this entry");

    private static string? Fault(AuditEntry entry, long number, byte[] hash) =>
        entry.Number != number + 1 ? "it is missing"
        : !entry.Previous.AsSpan().SequenceEqual(hash) ? "it does not follow the entry before"
        : !AuditChain.HashOf(entry).AsSpan().SequenceEqual(entry.Hash) ? "its content does not have its hash"
        : null;
}

/// <param name="Heads">Signed heads that were compared.</param>
/// <param name="HeadFault">Why signed heads are missing, or cannot be trusted or read; null when all is well.</param>
public sealed record VerifiedTrail(IReadOnlyList<VerifiedChain> Chains, int Heads, string? HeadFault = null)
{
    public bool IsIntact => Fault is null;

    public long Entries => Chains.Sum(c => c.Entries);

    // The first one, for the log.
    internal string? Fault => Chains.FirstOrDefault(c => c.BrokenAt is not null) is { } broken
        ? $"chain {broken.Chain}, entry {broken.BrokenAt}: {broken.Fault}"
        : HeadFault;
}

/// <param name="Entries">Entries that are in order, from the first one on.</param>
/// <param name="BrokenAt">Number of the first entry that is changed or missing; null when there is none.</param>
/// <param name="Fault">What is wrong with it.</param>
public sealed record VerifiedChain(string Chain, long Entries, long? BrokenAt, string? Fault);

/// <summary>The newest entry of a chain at some time, signed, so that a chain that was computed anew or cut off does not pass.</summary>
/// <param name="Hash">32 bytes.</param>
public sealed record AuditHead(string Chain, long Number, byte[] Hash, DateTimeOffset At);
