using Dashboard.Application.Alerts;
using Dashboard.Application.Common;
using Dashboard.Application.Live;
using Dashboard.Application.Metrics;
using Dashboard.Application.Pipeline;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using NSubstitute;

namespace Dashboard.UnitTests.Live;

/// <summary>The parts that a tick is composed of, real ones, without a store.</summary>
internal static class LiveParts
{
    public static (LiveFeed Feed, Ticks Ticks) With(RunIdentity run, LiveOptions options, TimeProvider clock) =>
        With(run, options, clock, Metrics(clock), AlertBooks.New(clock), new ConnectedClients());

    public static (LiveFeed Feed, Ticks Ticks) With(
        RunIdentity run, LiveOptions options, TimeProvider clock, MetricsAggregator metrics, AlertBook alerts, ConnectedClients clients)
    {
        var feed = new LiveFeed(Options.Create(options), clock);
        return (feed, new Ticks(run, feed, metrics, alerts, clients, Options.Create(options)));
    }

    public static MetricsAggregator Metrics(TimeProvider clock) => new(
        Substitute.For<IFinishedTransactions>(), new FlowCounters(), clock, Options.Create(new MetricsOptions()),
            NullLogger<MetricsAggregator>.Instance);
}
