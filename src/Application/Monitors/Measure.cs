namespace Dashboard.Application.Monitors;

/// <summary>What is counted as bad, of all payments that ended.</summary>
public enum Measure
{
    /// <summary>Payments that failed, whatever the reason; refunds count as payments. Rejected and duplicate ones never ended.</summary>
    FailureRate,

    /// <summary>Payments that a rule flagged.</summary>
    FlaggedShare,

    /// <summary>Payments that took longer than 95 % of the payments before them.</summary>
    SlowShare,

    /// <summary>A source whose payments have stopped ending. Nothing is counted as bad.</summary>
    Silence,
}
