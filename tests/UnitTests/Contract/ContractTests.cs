using Dashboard.Api.Auth;
using Dashboard.Api.Ingest;
using Dashboard.Api.Live;
using Dashboard.Application.Alerts;
using Dashboard.Application.Audit;
using Dashboard.Application.Auth;
using Dashboard.Application.Books;
using Dashboard.Application.History;
using Dashboard.Application.Ingest;
using Dashboard.Application.Live;
using Dashboard.Application.Metrics.Series;
using Dashboard.Application.Monitors.Explain;
using Dashboard.Application.Monitors.Incidents;
using Dashboard.Application.Monitors.Status;
using Dashboard.Application.Profiles;
using Dashboard.Application.Rules.Deciding;
using Dashboard.Application.Rules.Lab;
using Dashboard.Application.Rules.Lab.Reports;
using Dashboard.Application.Rules.Labels;
using Dashboard.Application.Rules.Transfer;
using Dashboard.Application.Rules.Versions;
using Dashboard.Application.Simulator;
using Dashboard.Infrastructure.Replay.Runs;

namespace Dashboard.UnitTests.Contract;

/// <summary>The page reads what the program writes: its types are made from the records.</summary>
public sealed class ContractTests
{
    private const string File = "src/Web/src/contract.ts";
    // Set to 1, the test writes the file instead of complaining about it.
    private const string Refresh = "DASHBOARD_WRITE_CONTRACT";

    // What the calls of the REST interface take and answer; the rest is found from here and from IDashboardClient.
    private static readonly Type[] Answers =
    [
        typeof(TransactionPage), typeof(TransactionWithTimeline), typeof(TransactionHistogramDto), typeof(NewTransaction),
            typeof(TransactionTaken), typeof(BatchAnswer),
        typeof(AlertPage), typeof(AlertDecisionPage), typeof(MetricsSeriesDto), typeof(MetricsBucketsDto),
        typeof(StatusDto), typeof(IncidentList), typeof(ExplainReport),
        typeof(Reconciliation), typeof(ResumeAnswer), typeof(SimulatorStatus),
        typeof(ReplayList), typeof(ReplayMappingDto), typeof(ReplayPreviewDto),
        typeof(CheckedRule), typeof(TryReport), typeof(RuleExplanation),
        typeof(RuleList), typeof(RuleVersionList), typeof(RuleDiff), typeof(RuleHistory), typeof(RuleImport), typeof(RuleVerification),
        typeof(RuleFiguresList), typeof(DecisionList), typeof(LabelImport), typeof(LabelDto),
        typeof(ProfileDto), typeof(SessionDto), typeof(ApiKeyDto), typeof(CreatedKey), typeof(AuditPage),
    ];

    [Fact]
    public void Contract_IsThatOfTheRecords()
    {
        var path = Path.Combine(Checkout.Root, File);
        var expected = TypeScriptContract.Of(typeof(IDashboardClient), typeof(DashboardHub), Answers);
        if (Environment.GetEnvironmentVariable(Refresh) == "1") System.IO.File.WriteAllText(path, expected);

        var written = System.IO.File.ReadAllText(path);

        written.ShouldBe(expected, $"{File} differs from the records. Run the tests once with {Refresh}=1 and hand it in.");
    }

    [Fact]
    public void Contract_HasEveryCallOfTheHub()
    {
        var calls = typeof(IDashboardClient).GetMethods();
        calls.Length.ShouldBeGreaterThan(2);
        var contract = System.IO.File.ReadAllText(Path.Combine(Checkout.Root, File));

        foreach (var call in calls) contract.ShouldContain($"  {call.Name}: [");
    }
}
