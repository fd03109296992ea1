using System.Reflection;
using Dashboard.Application.Ingest;
using Dashboard.Application.Pipeline;

namespace Dashboard.UnitTests.Architecture;

/// <summary>Received items are counted in one place: a feed sends <see cref="IngestTransactions"/>, and knows no counters.</summary>
public sealed class DoorTests
{
    private static readonly string[] Counting = ["Received", "Observed", "Refused"];

    [Fact]
    public void FlowCounters_OnlyTheDoorCountsWhatIsReceived()
    {
        var known = typeof(FlowCounters).GetMethods(BindingFlags.Instance | BindingFlags.NonPublic).Select(m => m.Name);
        Counting.ShouldBeSubsetOf(known, "internal methods of FlowCounters");

        CallSites.Of(typeof(FlowCounters), Counting)
            .ShouldBe([typeof(IngestTransactionsHandler).FullName!], "a feed sends IngestTransactions instead");
    }

    [Fact]
    public void CardNumberGuard_StandsInTheDoorAndAtOutcomes_AndNowhereElse() =>
        CallSites.Of(typeof(CardNumberGuard), nameof(CardNumberGuard.Guarded))
            .ShouldBe([typeof(IngestTransactionsHandler).FullName!, typeof(ReportOutcomeHandler).FullName!]);
}
