namespace Dashboard.Domain.Rules;

/// <summary>How far a version of a rule has come.</summary>
public enum RuleState
{
    /// <summary>Written down; it decides nothing.</summary>
    Draft,

    /// <summary>It decides on every payment, and its decisions are stored and counted. It flags nothing.</summary>
    Shadow,

    /// <summary>It flags the payments of a share of the accounts. For the other accounts it is in shadow.</summary>
    Rollout,

    /// <summary>It flags payments.</summary>
    Live,

    /// <summary>It decides nothing any more. A version with its text can take its place.</summary>
    Retired,
}
