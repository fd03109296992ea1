using Dashboard.Application.Monitors.Figures;
using Dashboard.Domain.Transactions;

namespace Dashboard.Application.Monitors.Recent;

/// <summary>The newest ended payments in columns, in a ring: what explanations count. Not thread-safe.</summary>
internal sealed class RecentPayments
{
    // The value of a field that a payment lacks.
    private const string None = "(none)";

    // Seconds by which a payment may be remembered after one that ended later.
    private const int OutOfOrder = 60;

    private readonly int _capacity;
    private readonly ValueTable[] _tables;
    private readonly ushort[][] _codes;
    private readonly ValueTable _reasonNames = new();
    private readonly ushort[] _reasons;
    private readonly int[] _seconds;
    private readonly byte[] _bad;
    private readonly long[] _minorUnits;
    private readonly long[] _ids;
    private long _added;

    public RecentPayments(int capacity)
    {
        _capacity = capacity;
        _tables = [.. Enumerable.Range(0, Fields.Count).Select(_ => new ValueTable())];
        _codes = [.. Enumerable.Range(0, Fields.Count).Select(_ => new ushort[capacity])];
        _reasons = new ushort[capacity];
        _seconds = new int[capacity];
        _bad = new byte[capacity];
        _minorUnits = new long[capacity];
        _ids = new long[capacity];
    }

    public int Count => (int)Math.Min(_added, _capacity);

    /// <summary>The row that was added last.</summary>
    public int Newest => (int)((_added - 1) % _capacity);

    /// <summary>The second from which on nothing has been forgotten; the lowest number while nothing was.</summary>
    public long CompleteSince { get; private set; } = long.MinValue;

    public ValueTable Names(Field field) => _tables[(int)field];

    public ValueTable Reasons => _reasonNames;

    /// <summary>Remembers an ended payment in place of the oldest one.</summary>
    /// <param name="isSlow">Whether it took longer than most do.</param>
    public void Add(Transaction ended, bool isSlow)
    {
        var row = (int)(_added % _capacity);
        if (_added >= _capacity) Forget(row);
        _added++;
        var details = ended.Details;
        Set(row, Field.Source, details.Source);
        Set(row, Field.Currency, details.Amount.Currency.Code);
        Set(row, Field.Counterparty, details.Counterparty ?? None);
        Set(row, Field.Account, details.AccountIsStated ? details.Account : None);
        Set(row, Field.Flag, ended.IsFlagged ? ended.Flags[0] : None);
        Set(row, Field.Amount, Bands.OfAmount(details.Amount));
        Set(row, Field.Duration, Bands.OfDuration(ended.ProcessingTime!.Value));
        _reasons[row] = ended.FailureReason is { } reason ? _reasonNames.Take(reason) : ValueTable.Other;
        _seconds[row] = (int)ended.CompletedAt!.Value.ToUnixTimeSeconds();
        _bad[row] = (byte)((ended.Status == TransactionStatus.Failed ? Bit(Measure.FailureRate) : 0)
            | (ended.IsFlagged ? Bit(Measure.FlaggedShare) : 0) | (isSlow ? Bit(Measure.SlowShare) : 0));
        _minorUnits[row] = details.Amount.MinorUnits;
        _ids[row] = ended.Id.Value;
    }

    /// <summary>The rows of a second and of those after it, the newest first.</summary>
    public IEnumerable<int> NewestFrom(long second)
    {
        // Payments end nearly in the order in which they are remembered.
        for (var at = _added - 1; at >= Math.Max(0, _added - _capacity); at--)
        {
            var row = (int)(at % _capacity);
            if (_seconds[row] < second - OutOfOrder) yield break;
            if (_seconds[row] >= second) yield return row;
        }
    }

    public ushort CodeAt(Field field, int row) => _codes[(int)field][row];

    public ushort ReasonAt(int row) => _reasons[row];

    public int SecondAt(int row) => _seconds[row];

    public long MinorUnitsAt(int row) => _minorUnits[row];

    public TransactionId IdAt(int row) => new(_ids[row]);

    public bool IsBad(int row, Measure measure) => (_bad[row] & Bit(measure)) != 0;

    public SecondCounts CountsOf(int row) => new()
    {
        Payments = 1,
        Failed = IsBad(row, Measure.FailureRate) ? 1 : 0,
        Flagged = IsBad(row, Measure.FlaggedShare) ? 1 : 0,
        Slow = IsBad(row, Measure.SlowShare) ? 1 : 0,
    };

    /// <summary>Adds the payments of a slice since a second to figures.</summary>
    public void CountInto(SliceFigures figures, Slice slice, long from)
    {
        if (CodesOf(slice) is not { } codes) return;
        foreach (var row in NewestFrom(from))
            if (IsIn(row, codes)) figures.Add(SecondAt(row), CountsOf(row));
    }

    /// <summary>The numbers of a slice's values; null when no payment has one of them.</summary>
    public (Field Field, ushort Code)[]? CodesOf(Slice slice)
    {
        var codes = new (Field, ushort)[slice.Conditions.Count];
        for (var i = 0; i < codes.Length; i++)
        {
            var (field, value) = slice.Conditions[i];
            if (!_tables[(int)field].TryFind(value, out var code)) return null;
            codes[i] = (field, code);
        }

        return codes;
    }

    public bool IsIn(int row, (Field Field, ushort Code)[] slice)
    {
        foreach (var (field, code) in slice)
            if (_codes[(int)field][row] != code) return false;
        return true;
    }

    private static int Bit(Measure measure) => 1 << (int)measure;

    private void Set(int row, Field field, string value) => _codes[(int)field][row] = _tables[(int)field].Take(value);

    private void Forget(int row)
    {
        CompleteSince = Math.Max(CompleteSince, _seconds[row] + 1L);
        for (var field = 0; field < Fields.Count; field++) _tables[field].Release(_codes[field][row]);
        _reasonNames.Release(_reasons[row]);
    }
}
