using Dashboard.Domain.Alerts;
using Dashboard.Domain.Rules;

namespace Dashboard.Application.Rules.Deciding;

/// <summary>The versions that decide on payments now. An immutable list that is replaced whole.</summary>
public sealed class RulesInUse
{
    private volatile IReadOnlyList<RuleVersion> _versions = [];

    public IReadOnlyList<RuleVersion> Versions
    {
        get => _versions;
        internal set => _versions = value;
    }

    /// <summary>Of the alerts of a rule; that of a warning for a rule that is not in use any more.</summary>
    public AlertSeverity SeverityOf(string rule) =>
        _versions.Where(v => v.Rule == rule && v.Flags).Select(v => (AlertSeverity?)v.Severity).Max() ?? AlertSeverity.Warning;
}
