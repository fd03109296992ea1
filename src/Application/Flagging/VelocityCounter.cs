namespace Dashboard.Application.Flagging;

/// <summary>Says whether an account had more than a number of transactions within a window. Memory is bounded; not thread-safe.</summary>
/// <remarks>
/// Each account keeps the times of its last <c>limit</c> transactions. Accounts live in two generations: when the younger is full, the older
/// is forgotten, so that an account unseen for that long starts anew.
/// </remarks>
internal sealed class VelocityCounter(int limit, TimeSpan window, int maxAccounts)
{
    private readonly int _generationSize = Math.Max(1, maxAccounts / 2);
    private Dictionary<string, Recent> _young = new(StringComparer.Ordinal);
    private Dictionary<string, Recent> _old = new(StringComparer.Ordinal);

    public int Accounts => _young.Count + _old.Count;

    /// <summary>Counts one transaction; true when it is beyond the limit. Times may come out of order.</summary>
    public bool Exceeds(string account, DateTimeOffset at)
    {
        if (!_young.TryGetValue(account, out var recent))
        {
            if (_old.Remove(account, out recent) is false) recent = new Recent(limit);
            if (_young.Count >= _generationSize) (_old, _young) = (_young, new Dictionary<string, Recent>(StringComparer.Ordinal));
            _young.Add(account, recent);
        }

        return recent.AddAndCount(at.UtcTicks, window.Ticks) > limit;
    }

    private sealed class Recent(int limit)
    {
        private readonly long[] _times = new long[limit];
        private int _used;
        private int _next;

        // How many of the last ones, this one included, lie in the window that ends with it.
        public int AddAndCount(long ticks, long windowTicks)
        {
            var count = 1;
            for (var i = 0; i < _used; i++)
                if (_times[i] <= ticks && _times[i] > ticks - windowTicks) count++;

            _times[_next] = ticks;
            _next = (_next + 1) % limit;
            _used = Math.Min(_used + 1, limit);
            return count;
        }
    }
}
