namespace Dashboard.Application.Audit;

/// <summary>Recomputes the chains of the trail.</summary>
public sealed class AuditVerification(IAuditReader reader)
{
    private const int PageSize = 1_000;

    /// <summary>Ends a sentence about heads or a key that are not where they are looked for.</summary>
    public const string OtherPlace =
        "; if key and heads are kept at another place, name it: --Audit:HeadFile=FILE --Audit:KeyFile=FILE";

    /// <summary>Checks the trail with its key and against the heads that are kept outside the store.</summary>
    public async Task<VerifiedTrail> RunAsync(IAuditHeads kept, CancellationToken cancellationToken) =>
        await RunAsync(await kept.ReadAsync(cancellationToken), cancellationToken);

    public async Task<VerifiedTrail> RunAsync(CheckedHeads kept, CancellationToken cancellationToken)
    {
        var (chains, fault) = (new List<VerifiedChain>(), kept.Fault);
        try
        {
            var names = await reader.ChainsAsync(cancellationToken);
            foreach (var name in names.Union(kept.Heads.Select(h => h.Chain), StringComparer.Ordinal).Order(StringComparer.Ordinal))
            {
                if (!AuditChain.IsOfProgram(name))
                {
                    chains.Add(new VerifiedChain(name, 0, 1, "no part of the program writes this chain"));
                    continue;
                }

                var check = new ChainCheck(name, kept);
                var chain = await VerifyAsync(check, cancellationToken);
                // A chain of which only the beginning is signed has nothing to show yet.
                if (chain.Entries > 0 || chain.BrokenAt is not null) chains.Add(chain);
                fault ??= check.HeadFault;
            }
        }
        catch (InvalidDataException exception)
        {
            chains = [new VerifiedChain("", 0, 1, exception.Message)];
        }

        return new VerifiedTrail(chains, kept.Heads.Count, fault);
    }

    private async Task<VerifiedChain> VerifyAsync(ChainCheck check, CancellationToken cancellationToken)
    {
        long? after = null;
        while (true)
        {
            IReadOnlyList<AuditEntry> page;
            try
            {
                page = await reader.ReadAsync(check.Chain, after, PageSize, cancellationToken);
            }
            catch (InvalidDataException exception)
            {
                return check.Unreadable(exception.Message);
            }

            foreach (var entry in page)
                if (check.Add(entry) is { } broken) return broken;
            if (page.Count < PageSize) return check.End();
            after = page[^1].Number;
        }
    }
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
/// <param name="Number">0 for a chain that has no entry yet.</param>
/// <param name="Hash">32 bytes.</param>
/// <param name="IsSealed">Every later entry has a seal. False for heads that a version without seals signed.</param>
public sealed record AuditHead(string Chain, long Number, byte[] Hash, DateTimeOffset At, bool IsSealed = false);
