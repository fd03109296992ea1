namespace Dashboard.Application.Monitors.Recent;

/// <summary>The properties of a payment by which an explanation divides them.</summary>
internal enum Field
{
    Source,
    Currency,
    Counterparty,
    Account,
    Flag,
    Amount,
    Duration,
}

internal static class Fields
{
    public const int Count = 7;

    /// <summary>As on the wire, and in <see cref="Alerts.SliceText"/>.</summary>
    public static string NameOf(Field field) => field switch
    {
        Field.Source => "source",
        Field.Currency => "currency",
        Field.Counterparty => "counterparty",
        Field.Account => "account",
        Field.Flag => "flag",
        Field.Amount => "amount",
        Field.Duration => "duration",
        _ => throw new ArgumentOutOfRangeException(nameof(field)),
    };

    public static Field Parse(string name) => Enum.Parse<Field>(name, ignoreCase: true);
}
