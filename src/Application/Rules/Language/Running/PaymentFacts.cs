namespace Dashboard.Application.Rules.Language.Running;

/// <summary>What a compiled rule sees: one payment, and the values of the features as of it. Filled anew for each payment.</summary>
internal sealed class PaymentFacts(int features)
{
    public long Id;
    public long AmountMinor;

    /// <summary>Index of the currency.</summary>
    public int Currency;

    // Numbers of a TextTable.
    public int Account;
    public int Counterparty;
    public int Source;

    public string? Reference;
    public int Status;

    /// <summary>The payment's own time, in microseconds since 1970.</summary>
    public long Time;

    /// <summary>Values of the features: whole ones, and decimals. A feature uses one of the two.</summary>
    public readonly long[] Whole = new long[features];

    public readonly decimal[] Exact = new decimal[features];

    public readonly bool[] Known = new bool[features];
}

/// <summary>What a condition says of a payment. A missing value makes it unknown unless the rest decides.</summary>
internal enum Truth
{
    False,
    Unknown,
    True,
}
