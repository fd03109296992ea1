using System.Text.Json;
using System.Text.Json.Serialization;
using Dashboard.Application.Rules.Deciding;
using Dashboard.Application.Rules.Lab;
using Dashboard.Domain.Rules;
using Dashboard.Domain.Transactions;

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

    public static DecisionRow From(long transaction, Decision decision, DateTime at) => new()
    {
        TransactionId = transaction,
        Rule = decision.Rule,
        Version = decision.Version,
        State = decision.State,
        IsFlag = decision.IsFlag,
        DecidedAt = at,
        Because = JsonSerializer.Serialize(decision.Because, RuleJson.Default.IReadOnlyListRuleReason),
    };

    public StoredDecision ToDecision() => new(
        new TransactionId(TransactionId),
        new Decision(Rule, Version, State, IsFlag, JsonSerializer.Deserialize(Because, RuleJson.Default.IReadOnlyListRuleReason)!),
        new DateTimeOffset(DecidedAt));
}

/// <summary>The versions that decided from some transaction on, as stored.</summary>
internal sealed class RuleSetRow
{
    /// <summary>The first place in the order of decisions that it decides on.</summary>
    public long FirstPlace { get; set; }

    public DateTime At { get; set; }

    /// <summary>The versions and their states as JSON.</summary>
    public required string Rules { get; set; }

    public static RuleSetRow From(UsedRules used, DateTime at) => new()
    {
        FirstPlace = used.FirstPlace,
        At = at,
        Rules = JsonSerializer.Serialize(used.Versions, RuleJson.Default.IReadOnlyListUsedVersion),
    };

    public UsedRules ToUsed() =>
        new(FirstPlace, JsonSerializer.Deserialize(Rules, RuleJson.Default.IReadOnlyListUsedVersion)!);
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

/// <summary>The form of decisions in the store: short, because every flagged transaction has one.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(IReadOnlyList<RuleReason>))]
[JsonSerializable(typeof(IReadOnlyList<UsedVersion>))]
internal sealed partial class RuleJson : JsonSerializerContext;
