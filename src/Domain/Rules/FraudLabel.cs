namespace Dashboard.Domain.Rules;

/// <summary>What a transaction turned out to be.</summary>
public enum FraudLabel
{
    Fraud,
    Legitimate,

    /// <summary>Somebody looked and could not tell.</summary>
    Unclear,
}
