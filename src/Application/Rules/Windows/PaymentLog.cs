using Dashboard.Application.Rules.Language.Running;
using Dashboard.Application.Rules.Language.Tree;

namespace Dashboard.Application.Rules.Windows;

/// <summary>The newest payments in columns, in the order of their commits. Full, it gives up the oldest row for each new one.</summary>
internal sealed class PaymentLog(int capacity)
{
    private const int FirstSize = 1_024;

    private long[] _times = new long[Math.Min(FirstSize, capacity)];
    private int[] _accounts = new int[Math.Min(FirstSize, capacity)];
    private int[] _counterparties = new int[Math.Min(FirstSize, capacity)];
    private int[] _sources = new int[Math.Min(FirstSize, capacity)];
    private short[] _currencies = new short[Math.Min(FirstSize, capacity)];
    private int _next;

    public int Count { get; private set; }

    /// <summary>The row that the next payment takes.</summary>
    public int NextRow => _next;

    public bool IsFull => Count == capacity;

    public int Add(PaymentFacts facts)
    {
        if (_next == _times.Length) Grow();
        var row = _next;
        _times[row] = facts.Time;
        _accounts[row] = facts.Account;
        _counterparties[row] = facts.Counterparty;
        _sources[row] = facts.Source;
        _currencies[row] = (short)facts.Currency;
        Count = Math.Min(Count + 1, capacity);
        _next = row + 1 == capacity ? 0 : row + 1;
        return row;
    }

    /// <summary>The row of the payment that was added last.</summary>
    public int NewestRow => _next == 0 ? _times.Length - 1 : _next - 1;

    /// <summary>The row of the payment that was added first of those that are kept.</summary>
    public int OldestRow => (_next - Count + capacity) % capacity;

    public void DropNewest()
    {
        _next = NewestRow;
        Count--;
    }

    public void DropOldest() => Count--;

    /// <summary>The fields of a row that windows are kept by.</summary>
    public void Read(int row, PaymentFacts facts)
    {
        facts.Time = _times[row];
        facts.Account = _accounts[row];
        facts.Counterparty = _counterparties[row];
        facts.Source = _sources[row];
        facts.Currency = _currencies[row];
    }

    public int ValueOf(int row, PaymentField field) => field switch
    {
        PaymentField.Account => _accounts[row],
        PaymentField.Counterparty => _counterparties[row],
        PaymentField.Source => _sources[row],
        _ => _currencies[row],
    };

    private void Grow()
    {
        var size = (int)Math.Min(capacity, _times.Length * 2L);
        Array.Resize(ref _times, size);
        Array.Resize(ref _accounts, size);
        Array.Resize(ref _counterparties, size);
        Array.Resize(ref _sources, size);
        Array.Resize(ref _currencies, size);
    }
}
