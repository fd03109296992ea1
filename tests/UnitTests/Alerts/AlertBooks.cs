using Dashboard.Application.Alerts;
using Dashboard.Application.Flagging;
using Dashboard.Domain.Common;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using NSubstitute;

namespace Dashboard.UnitTests;

internal static class AlertBooks
{
    /// <summary>A book with the default rules over a store that a test may watch.</summary>
    public static AlertBook New(TimeProvider clock, IAlertStore? store = null) => new(
        new FlaggingRules(Options.Create(new FlaggingOptions())), store ?? Substitute.For<IAlertStore>(), new OrderedIds(clock), clock,
        NullLogger<AlertBook>.Instance);
}
