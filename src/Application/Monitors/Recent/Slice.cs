namespace Dashboard.Application.Monitors.Recent;

/// <summary>The payments that have certain values in at most two fields; all payments without a condition.</summary>
/// <remarks>Holds names and not numbers, because a number goes to another value when its payments are forgotten.</remarks>
internal sealed record Slice(IReadOnlyList<(Field Field, string Value)> Conditions)
{
    public static readonly Slice Everything = new([]);

    public static Slice Of(Field field, string value) => new([(field, value)]);

    public static Slice Of(Field first, string firstValue, Field second, string secondValue) =>
        new([(first, firstValue), (second, secondValue)]);

    /// <summary>True when every payment of the other slice is in this one.</summary>
    public bool Contains(Slice other) => Conditions.All(own => other.Conditions.Contains(own));

    /// <summary>True when a payment of the other slice may be in this one.</summary>
    public bool Holds(Slice other) =>
        Conditions.All(own => other.Conditions.All(o => o.Field != own.Field || o.Value == own.Value));

    public IEnumerable<KeyValuePair<string, string>> Named => Conditions.Select(c => KeyValuePair.Create(Fields.NameOf(c.Field), c.Value));

    public override string ToString() => Alerts.SliceText.Of(Named);
}
