using Dashboard.Domain.Rules;

namespace Dashboard.Infrastructure.Storage.Model.Rules;

/// <summary>What a version of a rule said of a transaction that it matched, as stored. Rows are added and never changed.</summary>
internal sealed class DecisionRow
{
    public long TransactionId { get; set; }

    public required string Rule { get; set; }

    public int Version { get; set; }

    /// <summary>Of the version, when it decided.</summary>
    public RuleState State { get; set; }

    /// <summary>It flagged the transaction.</summary>
    public bool IsFlag { get; set; }

    public DateTime DecidedAt { get; set; }

    /// <summary>The conditions that were true, with their values, as JSON.</summary>
    public required string Because { get; set; }
}

/// <summary>The versions that decided from some transaction on, as stored.</summary>
internal sealed class RuleSetRow
{
    /// <summary>The first place in the order of decisions that it decides on.</summary>
    public long FirstPlace { get; set; }

    public DateTime At { get; set; }

    /// <summary>The versions and their states as JSON.</summary>
    public required string Rules { get; set; }
}

/// <summary>What a person or a file says of a transaction, as stored. A later word replaces an earlier one; the trail has both.</summary>
internal sealed class LabelRow
{
    public long TransactionId { get; set; }

    public FraudLabel Label { get; set; }

    /// <summary>It came with a file.</summary>
    public bool IsFromFile { get; set; }

    public required string ById { get; set; }

    public required string ByName { get; set; }

    public string? Note { get; set; }

    public DateTime At { get; set; }
}
