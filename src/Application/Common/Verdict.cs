namespace Dashboard.Application.Common;

/// <summary>What became of a decision that a caller waits for until it is stored.</summary>
public enum Verdict
{
    /// <summary>Stored, by this call or by an equal one before.</summary>
    Done,

    /// <summary>There is nothing with this id.</summary>
    Unknown,

    /// <summary>The stored state does not allow it, and never will.</summary>
    Conflict,

    /// <summary>The decision cannot be right for what is stored, whichever state that is in.</summary>
    Invalid,

    /// <summary>The configuration of the program excludes it.</summary>
    Disabled,

    /// <summary>It cannot be decided now: the store is away, or an earlier change is not stored yet. To be sent again later.</summary>
    RetryLater,
}
