using Dashboard.Application.Alerts;
using Dashboard.Application.Audit;
using Dashboard.Application.Rules.Deciding;
using Dashboard.Domain.Alerts;
using Dashboard.Domain.Auth;
using Dashboard.Domain.Common;
using Dashboard.Domain.Rules;
using Microsoft.Extensions.Logging.Abstractions;
using NSubstitute;

namespace Dashboard.UnitTests;

internal static class AlertBooks
{
    /// <summary>Who decides in the tests.</summary>
    public static readonly Actor Ada = new(ActorKind.Person, "ada", "Ada", "192.0.2.1");

    /// <summary>Names of rules that are in use, one of them with critical alerts.</summary>
    public const string LargeAmount = "large_amount";

    public const string HighVelocity = "high_velocity";

    private static readonly RulesInUse Rules = new()
    {
        Versions = [Version(LargeAmount, AlertSeverity.Critical), Version(HighVelocity, AlertSeverity.Warning)],
    };

    /// <summary>A book with these rules over a store that a test may watch.</summary>
    public static AlertBook New(TimeProvider clock, IAlertStore? store = null) => new(
        Rules, Substitute.For<IDecisionHistory>(), store ?? Substitute.For<IAlertStore>(),
        new AuditTrail(Substitute.For<IAuditStore>(), new OrderedIds(clock), clock), new OrderedIds(clock), clock,
        NullLogger<AlertBook>.Instance);

    private static RuleVersion Version(string rule, AlertSeverity severity) => new()
    {
        Rule = rule,
        Number = 1,
        Expression = "amount > 5 EUR",
        Canonical = "amount > 5 EUR",
        Description = null,
        Severity = severity,
        CreatedAt = TestData.Time,
        By = RuleAuthor.Of(Actor.System),
        Reason = "test",
        Parent = null,
        State = RuleState.Live,
    };
}
