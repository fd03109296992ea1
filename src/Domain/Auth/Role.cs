namespace Dashboard.Domain.Auth;

/// <summary>What somebody may do. A person or a key has one role or several; a role grants nothing that it does not name.</summary>
public enum Role
{
    /// <summary>Sees the page, the history, the figures and the alerts.</summary>
    Viewer,

    /// <summary>Sees, and decides on alerts.</summary>
    Analyst,

    /// <summary>Sees, and changes rules.</summary>
    RuleEditor,

    /// <summary>Sees, and runs the simulator and replays.</summary>
    Operator,

    /// <summary>Sees, and reads the audit trail.</summary>
    Auditor,

    /// <summary>Sees, manages API keys and reads the audit trail.</summary>
    Admin,

    /// <summary>Brings transactions and outcomes in and reads them one by one, for its own sources.</summary>
    Feed,

    /// <summary>Reads the figures for Prometheus and nothing else.</summary>
    Metrics,
}
