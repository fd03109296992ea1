using Dashboard.Application.Alerts;
using Dashboard.Application.Audit;
using Dashboard.Application.Flagging;
using Dashboard.Application.Rules.Seeding;
using Dashboard.Domain.Auth;
using Dashboard.Domain.Common;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using NSubstitute;

namespace Dashboard.UnitTests;

internal static class AlertBooks
{
    /// <summary>Who decides in the tests.</summary>
    public static readonly Actor Ada = new(ActorKind.Person, "ada", "Ada", "192.0.2.1");

    /// <summary>A book with the default rules over a store that a test may watch.</summary>
    public static AlertBook New(TimeProvider clock, IAlertStore? store = null) => new(
        new FlaggingRules(Options.Create(new FlaggingOptions())), store ?? Substitute.For<IAlertStore>(),
        new AuditTrail(Substitute.For<IAuditStore>(), new OrderedIds(clock), clock), new OrderedIds(clock), clock,
        NullLogger<AlertBook>.Instance);
}
