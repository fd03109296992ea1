namespace Dashboard.UnitTests.Architecture;

/// <summary>Which feature may use which, and why. A feature is a folder of a project; Application's features stand on floors.</summary>
internal static class FeatureArrows
{
    /// <summary>
    /// Floors of Application: a feature uses features of lower floors only, and every floor may use Common and the domain.
    /// </summary>
    public static readonly IReadOnlyDictionary<string, int> Floors = new Dictionary<string, int>
    {
        ["Application/Live"] = 4,
        ["Application/Alerts"] = 3,
        ["Application/Simulator"] = 3,
        ["Application/Ingest"] = 2,
        ["Application/History"] = 2,
        ["Application/Metrics"] = 2,
        ["Application/Books"] = 2,
        ["Application/Pipeline"] = 1,
        ["Application/Flagging"] = 1,
        ["Application/Storage"] = 1,
        ["Application/Common"] = 0,
    };

    /// <summary>Said of a forbidden arrow: what the feature is for, and so why others must not lean on it.</summary>
    public static readonly IReadOnlyDictionary<string, string> Purpose = new Dictionary<string, string>
    {
        ["Application/Live"] = "Live shows what the other features made; nothing below may depend on viewers",
        ["Application/Alerts"] = "Alerts come after the end of a transaction; what happens before must not know them",
        ["Application/Simulator"] = "the simulator is a feed like any other; nothing may need it",
        ["Application/Ingest"] = "Ingest is the one door in; what lies behind it must not call back",
        ["Application/History"] = "History reads the store; the pipeline must not wait for questions about the past",
        ["Application/Metrics"] = "Metrics count ends; what they count must not read the figures",
        ["Application/Books"] = "Books check the others from outside and so must not be part of them",
        ["Application/Pipeline"] = "the pipeline knows no store, no figures and no viewer: they listen to its events",
        ["Application/Flagging"] = "rules judge a transaction and know nothing of what follows",
        ["Application/Storage"] = "Storage says whether the store is away; each feature owns its other ports",
        ["Application/Common"] = "Common knows no feature",
    };

    public static readonly IReadOnlyList<Arrow> Allowed =
    [
        new("Domain/Transactions", "Domain/Common", "ids, misuse of a state and the precision of times"),
        new("Domain/Transactions", "Domain/Currencies", "a transaction has an amount"),
        new("Domain/Alerts", "Domain/Common", "ids, misuse of a state and the precision of times"),
        new("Domain/Alerts", "Domain/Transactions", "an alert names the newest transaction that fired it"),
        new("Domain/Books", "Domain/Common", "ids"),
        new("Domain/Books", "Domain/Transactions", "a run's id divides transactions into earlier and later ones"),
        new("Domain/Currencies", "Domain/Common", "misuse of an amount"),

        new("Application/Live", "Application/Alerts", "a tick carries alerts"),
        new("Application/Live", "Application/Metrics", "a tick carries figures"),
        new("Application/Live", "Application/History", "a tick carries transactions as History shows them"),
        new("Application/Live", "Application/Pipeline", "the live feed listens to pipeline events"),
        new("Application/Live", "Application/Common", "the epoch of the run"),
        new("Application/Alerts", "Application/Flagging", "a flag becomes an alert with the rule's words"),
        new("Application/Alerts", "Application/Pipeline", "alerts listen to ends; overdue outcomes need the processing mode"),
        new("Application/Alerts", "Application/History", "overdue outcomes are looked for in the stored transactions"),
        new("Application/Alerts", "Application/Storage", "a decision is answered after its commit"),
        new("Application/Alerts", "Application/Common", "mapping to the wire"),
        new("Application/Simulator", "Application/Ingest", "a feed goes through the one door"),
        new("Application/Ingest", "Application/Flagging", "flags are decided before a transaction is stored"),
        new("Application/Ingest", "Application/Pipeline", "stored transactions are counted and queued"),
        new("Application/Ingest", "Application/Storage", "a store that is away refuses items"),
        new("Application/Ingest", "Application/Common", "the verdict of a report"),
        new("Application/History", "Application/Pipeline", "a single transaction is read by its key"),
        new("Application/History", "Application/Common", "mapping to the wire"),
        new("Application/Metrics", "Application/Pipeline", "figures count ends and show the flow"),
        new("Application/Books", "Application/Pipeline", "books compare the flow with the store"),
        new("Application/Books", "Application/Storage", "a recount begins after a flush"),
        new("Application/Books", "Application/Common", "the epoch of the run"),

        new("Infrastructure/Gateway", "Application/Pipeline", "implements the payment gateway"),
        new("Infrastructure/Replay", "Application/Ingest", "a feed goes through the one door"),
        new("Infrastructure/Replay", "Application/Simulator", "the simulator is off during a replay"),
        new("Infrastructure/Replay", "Application/Common", "options"),
        new("Infrastructure/Storage", "Application/Alerts", "registers the ports of the feature"),
        new("Infrastructure/Storage", "Application/Books", "registers the ports of the feature"),
        new("Infrastructure/Storage", "Application/History", "registers the ports of the feature"),
        new("Infrastructure/Storage", "Application/Metrics", "registers the ports of the feature"),
        new("Infrastructure/Storage", "Application/Pipeline", "registers the ports of the feature"),
        new("Infrastructure/Storage", "Application/Storage", "registers the ports of the feature"),
        new("Infrastructure/Storage", "Application/Common", "options"),
        new("Infrastructure/Storage", "Infrastructure/Storage/Model", "contexts are registered"),
        new("Infrastructure/Storage", "Infrastructure/Storage/Reading", "readers are registered"),
        new("Infrastructure/Storage", "Infrastructure/Storage/Writing", "the writer is registered"),
        new("Infrastructure/Storage", "Infrastructure/Storage/Upkeep", "upkeep is registered"),
        new("Infrastructure/Storage/Model", "Application/Books", "rows of runs"),
        new("Infrastructure/Storage/Model", "Application/Pipeline", "rows of runs hold the flow"),
        new("Infrastructure/Storage/Model", "Application/Storage", "tells an outage from a bad row"),
        new("Infrastructure/Storage/Writing", "Application/Alerts", "implements the alert store"),
        new("Infrastructure/Storage/Writing", "Application/Books", "implements the run store"),
        new("Infrastructure/Storage/Writing", "Application/Pipeline", "implements the transaction store"),
        new("Infrastructure/Storage/Writing", "Application/Storage", "says whether the store is away"),
        new("Infrastructure/Storage/Writing", "Infrastructure/Storage/Model", "writes rows"),
        new("Infrastructure/Storage/Reading", "Application/Alerts", "implements the alert history"),
        new("Infrastructure/Storage/Reading", "Application/Books", "implements the books reader"),
        new("Infrastructure/Storage/Reading", "Application/History", "implements the transaction history"),
        new("Infrastructure/Storage/Reading", "Application/Metrics", "implements the reader of ends"),
        new("Infrastructure/Storage/Reading", "Application/Pipeline", "implements the reader of single transactions"),
        new("Infrastructure/Storage/Reading", "Infrastructure/Storage/Model", "reads rows; a recount locks removals out"),
        new("Infrastructure/Storage/Upkeep", "Application/Storage", "a store that cannot be opened ends the start"),
        new("Infrastructure/Storage/Upkeep", "Infrastructure/Storage/Model",
            "removes rows in turn with the writer, and migrates the schema"),
        new("Infrastructure/Storage/Upkeep", "Infrastructure/Storage/Writing", "health asks the writer"),

        new("Api/Alerts", "Application/Alerts", "its endpoints"),
        new("Api/Alerts", "Application/Common", "the verdict of a decision"),
        new("Api/Books", "Application/Books", "its endpoints"),
        new("Api/Books", "Infrastructure/Storage/Upkeep", "--verify looks whether there is a store to read"),
        new("Api/Common", "Application/Storage", "an outage is answered with 503"),
        new("Api/Common", "Application/Common", "texts, times and amounts have one reader"),
        new("Api/History", "Application/History", "its endpoints"),
        new("Api/Ingest", "Application/Ingest", "its endpoints"),
        new("Api/Ingest", "Application/Common", "the verdict of a report"),
        new("Api/Ingest", "Application/History", "a reported outcome is answered with the transaction as History shows it"),
        new("Api/Live", "Application/Live", "its hub"),
        new("Api/Live", "Application/Alerts", "the hub sends alerts"),
        new("Api/Live", "Application/History", "the hub sends transactions"),
        new("Api/Web", "Application/Common", "options"),
        new("Api/Metrics", "Application/Metrics", "its endpoints"),
        new("Api/Metrics", "Application/Live", "current figures are those of the newest tick"),
        new("Api/Metrics", "Application/Alerts", "Prometheus counts alerts by status"),
        new("Api/Metrics", "Application/Storage", "Prometheus shows an outage"),
        new("Api/Simulator", "Application/Simulator", "its endpoints"),
        new("Api/Alerts", "Api/Common", "queries and refusals"),
        new("Api/Books", "Api/Common", "a bound on recounts"),
        new("Api/History", "Api/Common", "queries and refusals"),
        new("Api/Ingest", "Api/Common", "bodies, queries and refusals"),
        new("Api/Metrics", "Api/Common", "queries and refusals"),
        new("Api/Live", "Api/Common", "refusals"),
        new("Api/Web", "Api/Common", "refusals"),
        new("Api/Simulator", "Api/Common", "bodies"),
    ];
}

/// <summary>A feature uses another, for a reason.</summary>
internal sealed record Arrow(string From, string To, string Reason);
