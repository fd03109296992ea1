namespace Dashboard.Application.Audit;

/// <summary>The words of the trail for what was done: the kind of thing, and what happened to it.</summary>
public static class AuditActions
{
    public const int MaxLength = 40;

    public const string AlertAcknowledged = "alert.acknowledged";
    public const string AlertResolved = "alert.resolved";
    public const string AlertReopened = "alert.reopened";
    public const string SimulatorChanged = "simulator.changed";
    public const string ReplayStarted = "replay.started";
    public const string ReplayCancelled = "replay.cancelled";
    public const string KeyCreated = "key.created";
    public const string KeyRevoked = "key.revoked";
    public const string RuleCreated = "rule.created";
    public const string RuleChanged = "rule.changed";
    public const string RuleMoved = "rule.moved";
    public const string RuleApproved = "rule.approved";
    public const string RuleStopped = "rule.stopped";
    public const string RulesImported = "rules.imported";
    public const string MonitorCreated = "monitor.created";
    public const string MonitorChanged = "monitor.changed";
    public const string TransactionLabelled = "transaction.labelled";
    public const string Exported = "transactions.exported";
    public const string TrailRead = "audit.read";
    public const string TrailExported = "audit.exported";
    public const string SignedIn = "session.began";
    public const string SignedOut = "session.ended";
    public const string SignInFailed = "refused.sign_in_failed";
    public const string NotSignedIn = "refused.not_signed_in";
    public const string NotAllowed = "refused.not_allowed";
}
