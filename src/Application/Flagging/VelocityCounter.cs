namespace Dashboard.Application.Flagging;

/// <summary>One payment of an account, as the velocity rule knows it.</summary>
/// <param name="Ticks">The time that the sender gave, in UTC ticks.</param>
/// <param name="Identity">Equal for a payment and its retries; 0 for a payment without a reference and a key.</param>
internal readonly record struct Occurrence(long Ticks, int Identity)
{
    public bool IsRetryOf(Occurrence other) => Identity != 0 && Identity == other.Identity;
}

/// <summary>Says whether an account has more than a number of payments within a window. Memory is bounded; not thread-safe.</summary>
/// <remarks>
/// Each account keeps its last <c>limit</c> stored payments, and as many that are on their way to the store. A payment and its retries
/// count once. Stored payments live in two generations of accounts: when the younger one is full, the older one is dropped, so that an
/// account that was not seen for that long starts anew.
/// </remarks>
internal sealed class VelocityCounter(int limit, TimeSpan window, int maxAccounts)
{
    private readonly int _generationSize = Math.Max(1, maxAccounts / 2);
    private readonly Dictionary<string, List<Occurrence>> _expected = new(StringComparer.Ordinal);
    private Dictionary<string, List<Occurrence>> _young = new(StringComparer.Ordinal);
    private Dictionary<string, List<Occurrence>> _old = new(StringComparer.Ordinal);

    public int Accounts => _young.Count + _old.Count;

    public int ExpectedAccounts => _expected.Count;

    /// <summary>True when this payment is beyond the limit, with the stored and the expected ones in the window that ends with
    /// it.</summary>
    public bool Exceeds(string account, Occurrence payment) =>
        1 + CountBefore(StoredOf(account), payment) + CountBefore(_expected.GetValueOrDefault(account), payment) > limit;

    /// <summary>The payment counts from now on, until it is settled. A retry of a payment that counts already adds nothing.</summary>
    public void Expect(string account, Occurrence payment)
    {
        _expected.TryGetValue(account, out var expected);
        if (payment.Identity != 0 && (IndexOf(StoredOf(account), payment) >= 0 || IndexOf(expected, payment) >= 0)) return;
        if (expected is null) _expected.Add(account, expected = new List<Occurrence>(1));
        Append(expected, payment);
    }

    /// <summary>A stored payment goes on counting; any other one does not any more.</summary>
    public void Settle(string account, Occurrence payment, bool isStored)
    {
        if (_expected.TryGetValue(account, out var expected))
        {
            if (IndexOf(expected, payment) is >= 0 and var at) expected.RemoveAt(at);
            if (expected.Count == 0) _expected.Remove(account);
        }

        if (isStored) Append(Touch(account), payment);
    }

    private int CountBefore(List<Occurrence>? others, Occurrence payment)
    {
        var count = 0;
        if (others is null) return count;
        foreach (var other in others)
            if (other.Ticks <= payment.Ticks && other.Ticks > payment.Ticks - window.Ticks && !payment.IsRetryOf(other)) count++;
        return count;
    }

    private static int IndexOf(List<Occurrence>? list, Occurrence payment)
    {
        for (var i = 0; i < list?.Count; i++)
            if (list[i] == payment || payment.IsRetryOf(list[i])) return i;
        return -1;
    }

    private List<Occurrence>? StoredOf(string account) => _young.GetValueOrDefault(account) ?? _old.GetValueOrDefault(account);

    // The stored payments of an account, which belongs to the younger generation from now on.
    private List<Occurrence> Touch(string account)
    {
        if (_young.TryGetValue(account, out var stored)) return stored;
        if (!_old.Remove(account, out stored)) stored = new List<Occurrence>(1);
        if (_young.Count >= _generationSize) (_old, _young) = (_young, new Dictionary<string, List<Occurrence>>(StringComparer.Ordinal));
        _young.Add(account, stored);
        return stored;
    }

    private void Append(List<Occurrence> list, Occurrence payment)
    {
        if (list.Count == limit) list.RemoveAt(0);
        list.Add(payment);
    }
}
