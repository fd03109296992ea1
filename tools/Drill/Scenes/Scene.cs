namespace Dashboard.Tools.Drill.Scenes;

/// <summary>A labelled scene: calm payments, what changes in them from second 0 on, and what has to be noticed. docs/incidents.md describes
/// the file.</summary>
internal sealed record Scene
{
    public required string Name { get; init; }

    public required string Title { get; init; }

    /// <summary>The same seed gives the same payments.</summary>
    public required int Seed { get; init; }

    /// <summary>Calm payments a second.</summary>
    public required double Rate { get; init; }

    /// <summary>How long the scene is played after second 0; it stops earlier when the incident is noticed.</summary>
    public int Seconds { get; init; } = 20;

    /// <summary>Calm seconds before second 0.</summary>
    public int CalmSeconds { get; init; } = 5;

    /// <summary>Seconds of payments that are sent as history before the calm seconds.</summary>
    public int HistorySeconds { get; init; } = 300;

    /// <summary>Source → weight.</summary>
    public IReadOnlyDictionary<string, double> Sources { get; init; } = new Dictionary<string, double>
    {
        ["pos"] = 42,
        ["online"] = 27,
        ["mobile"] = 14,
        ["atm"] = 8,
        ["transfer"] = 6,
        ["partner-acme"] = 2,
        ["partner-nova"] = 1,
    };

    /// <summary>Currency → weight.</summary>
    public IReadOnlyDictionary<string, double> Currencies { get; init; } = new Dictionary<string, double>
    {
        ["EUR"] = 46,
        ["USD"] = 22,
        ["GBP"] = 14,
        ["CHF"] = 10,
        ["SEK"] = 8,
    };

    /// <summary>The share of calm payments that fail.</summary>
    public double FailureRate { get; init; } = 0.04;

    /// <summary>Points between which the rate goes in straight lines; before the first and after the last it stays.</summary>
    public IReadOnlyList<RhythmPoint> Rhythm { get; init; } = [];

    public IReadOnlyList<SceneChange> Changes { get; init; } = [];

    public IReadOnlyList<ExtraPayments> Extra { get; init; } = [];

    /// <summary>What has to be noticed; null when nothing may be.</summary>
    public Expectation? Expect { get; init; }
}

/// <param name="Second">Relative to second 0.</param>
/// <param name="Factor">Of the rate.</param>
internal sealed record RhythmPoint(double Second, double Factor);

/// <summary>What happens to the payments that have the given values.</summary>
internal sealed record SceneChange
{
    /// <summary>Field → value; empty for all payments. Fields: source, currency, counterparty.</summary>
    public IReadOnlyDictionary<string, string> When { get; init; } = new Dictionary<string, string>();

    /// <summary>From this second on.</summary>
    public double From { get; init; }

    /// <summary>Before this second; null for the end of the scene.</summary>
    public double? To { get; init; }

    /// <summary>The share of those payments that is changed.</summary>
    public double Share { get; init; } = 1;

    /// <summary>They fail for this reason.</summary>
    public string? FailureReason { get; init; }

    /// <summary>Their processing time is multiplied.</summary>
    public double Slower { get; init; } = 1;

    /// <summary>They are not made.</summary>
    public bool Silent { get; init; }

    /// <summary>They are sent this many times more, each with a reference of its own.</summary>
    public int Copies { get; init; }
}

/// <summary>Payments beside the calm ones.</summary>
internal sealed record ExtraPayments
{
    public required double PerSecond { get; init; }

    public double From { get; init; }

    public double? To { get; init; }

    public required string Source { get; init; }

    public string? Currency { get; init; }

    public string? Counterparty { get; init; }

    /// <summary>Null for an account of its own for each payment.</summary>
    public string? Account { get; init; }

    public decimal? Amount { get; init; }

    public double FailureRate { get; init; } = 0.04;

    public string FailureReason { get; init; } = "do_not_honor";
}

/// <param name="Measure">failureRate, flaggedShare, slowShare or silence.</param>
/// <param name="Conditions">The planted cause: field → value; empty for everything.</param>
internal sealed record Expectation(string Measure, IReadOnlyDictionary<string, string> Conditions)
{
    public int WithinSeconds { get; init; } = 10;

    public int BeganWithinSeconds { get; init; } = 2;

    /// <summary>The failure reason that most of the bad payments have; null when none is expected.</summary>
    public string? Reason { get; init; }
}
