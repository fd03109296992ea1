using Dashboard.Domain.Alerts;
using Dashboard.Domain.Common;
using Dashboard.Domain.Rules;

namespace Dashboard.Infrastructure.Storage.Model.Rules;

/// <summary>A rule as stored: its name, and how often it was changed.</summary>
internal sealed class RuleRow
{
    public required string Name { get; set; }

    public int Revision { get; set; }

    /// <summary>Number of the newest version.</summary>
    public int Latest { get; set; }
}

/// <summary>A version of a rule as stored. Only the columns of its state are written again.</summary>
internal sealed class RuleVersionRow
{
    public required string Rule { get; set; }

    public int Number { get; set; }

    public required string Expression { get; set; }

    public required string Canonical { get; set; }

    public string? Description { get; set; }

    public AlertSeverity Severity { get; set; }

    public DateTime CreatedAt { get; set; }

    public required string ById { get; set; }

    public required string ByName { get; set; }

    public required string Reason { get; set; }

    public int? Parent { get; set; }

    public RuleState State { get; set; }

    public int Percent { get; set; }

    public string? ApprovedById { get; set; }

    public string? ApprovedByName { get; set; }

    public DateTime? StoppedAt { get; set; }

    public double? ExpectedShare { get; set; }

    public static RuleVersionRow From(RuleVersion version) => new()
    {
        Rule = version.Rule,
        Number = version.Number,
        Expression = version.Expression,
        Canonical = version.Canonical,
        Description = version.Description,
        Severity = version.Severity,
        CreatedAt = version.CreatedAt.UtcDateTime,
        ById = version.By.Id,
        ByName = version.By.Name,
        Reason = version.Reason,
        Parent = version.Parent,
        State = version.State,
        Percent = version.Percent,
        ApprovedById = version.ApprovedBy?.Id,
        ApprovedByName = version.ApprovedBy?.Name,
        StoppedAt = version.StoppedAt?.UtcDateTime,
        ExpectedShare = version.ExpectedShare,
    };

    public RuleVersion ToVersion() => new()
    {
        Rule = Rule,
        Number = Number,
        Expression = Expression,
        Canonical = Canonical,
        Description = Description,
        Severity = Severity,
        CreatedAt = new DateTimeOffset(CreatedAt),
        By = new RuleAuthor(ById, ByName),
        Reason = Reason,
        Parent = Parent,
        State = State,
        Percent = Percent,
        ApprovedBy = ApprovedById is null ? null : new RuleAuthor(ApprovedById, ApprovedByName!),
        StoppedAt = StoppedAt is { } stopped ? new DateTimeOffset(stopped) : null,
        ExpectedShare = ExpectedShare,
    };
}

/// <summary>A line of the history of a rule as stored. Rows are added and never changed.</summary>
internal sealed class RuleChangeRow
{
    public long Id { get; set; }

    public required string Rule { get; set; }

    public int Version { get; set; }

    public RuleChangeKind Kind { get; set; }

    public RuleState From { get; set; }

    public RuleState To { get; set; }

    public int Percent { get; set; }

    public required string ById { get; set; }

    public required string ByName { get; set; }

    public required string Reason { get; set; }

    public DateTime At { get; set; }

    public static RuleChangeRow Of(RuleChange change) => new()
    {
        Id = change.Id.Value,
        Rule = change.Rule,
        Version = change.Version,
        Kind = change.Kind,
        From = change.From,
        To = change.To,
        Percent = change.Percent,
        ById = change.By.Id,
        ByName = change.By.Name,
        Reason = change.Reason,
        At = change.At.UtcDateTime,
    };

    public RuleChange ToChange() => new(
        new OrderedId(Id), Rule, Version, Kind, From, To, Percent, new RuleAuthor(ById, ByName), Reason, new DateTimeOffset(At));
}
