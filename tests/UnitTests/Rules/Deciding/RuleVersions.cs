using Dashboard.Domain.Alerts;
using Dashboard.Domain.Auth;
using Dashboard.Domain.Rules;

namespace Dashboard.UnitTests.Rules.Deciding;

internal static class RuleVersions
{
    public static RuleVersion New(
        string rule, string text, RuleState state = RuleState.Live, int percent = 0, AlertSeverity severity = AlertSeverity.Warning,
        int number = 1, double? expectedShare = null) => new()
        {
            Rule = rule,
            Number = number,
            Expression = text,
            Canonical = text,
            Description = null,
            Severity = severity,
            CreatedAt = TestData.Time,
            By = RuleAuthor.Of(Actor.System),
            Reason = "test",
            Parent = null,
            State = state,
            Percent = percent,
            ExpectedShare = expectedShare,
        };
}
