namespace Dashboard.Infrastructure.Storage.Writing;

/// <summary>What may be the newest entry of this process's chain: the one that it committed last, or one of an open transaction.</summary>
internal sealed class WrittenChain
{
    private readonly Lock _lock = new();
    private volatile (long Number, byte[] Hash)[]? _newest;

    /// <summary>Null before the first entry of this process.</summary>
    public (long Number, byte[] Hash)[]? Newest => _newest;

    /// <summary>Whether an entry that was read may be the newest one: of those that were known before the read, or are known now.</summary>
    /// <param name="before"><see cref="Newest"/> before the read.</param>
    public bool MayEndWith((long Number, byte[] Hash) read, (long Number, byte[] Hash)[]? before) =>
        before is null || before.Concat(_newest ?? []).Any(n => n.Number == read.Number && n.Hash.AsSpan().SequenceEqual(read.Hash));

    /// <summary>A transaction adds entries after the newest one that it read; it may be rolled back.</summary>
    public void Begin((long Number, byte[] Hash) read, (long Number, byte[] Hash) added)
    {
        lock (_lock) _newest = [read, .. (_newest ?? []).Where(n => n.Number > read.Number), added];
    }

    public void Commit((long Number, byte[] Hash) added)
    {
        lock (_lock) _newest = [added, .. (_newest ?? []).Where(n => n.Number > added.Number)];
    }
}
