namespace Dashboard.Application.Rules.Deciding;

/// <summary>Whether an account is in the share of a rollout. The same account of the same rule always is, or never, whatever the
/// version; a larger share has the accounts of a smaller one.</summary>
internal static class RolloutShare
{
    private const ulong Basis = 14_695_981_039_346_656_037;
    private const ulong Prime = 1_099_511_628_211;

    /// <param name="account">A payment without an account is in no share.</param>
    public static bool Has(string rule, string? account, int percent) => account is not null && BucketOf(rule, account) < percent;

    internal static int BucketOf(string rule, string account)
    {
        var hash = Add(Add(Basis, rule) * Prime, account);
        // The lower bits of the sum alone are not even enough for short names.
        hash ^= hash >> 33;
        hash *= 0xff51afd7ed558ccd;
        hash ^= hash >> 33;
        return (int)(hash % 100);
    }

    private static ulong Add(ulong hash, string text)
    {
        foreach (var character in text) hash = (hash ^ character) * Prime;
        return hash;
    }
}
