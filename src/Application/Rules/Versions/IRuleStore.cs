using Dashboard.Application.Audit;
using Dashboard.Domain.Rules;

namespace Dashboard.Application.Rules.Versions;

/// <summary>A rule and its versions, by number.</summary>
/// <param name="Revision">Counts the changes of the rule, from 1; 0 for a rule that is not stored yet.</param>
/// <param name="Versions">All of them, or those that are in use and the newest one.</param>
public sealed record StoredRule(string Name, int Revision, IReadOnlyList<RuleVersion> Versions)
{
    public RuleVersion Latest => Versions[^1];

    public RuleVersion? Find(int version) => Versions.FirstOrDefault(v => v.Number == version);
}

/// <summary>A change of a rule, to be stored whole or not at all.</summary>
/// <param name="Versions">Those that are new or have another state.</param>
/// <param name="Entry">What the audit trail says of it; null when the program itself made it at a start.</param>
public sealed record RuleEdit(
    StoredRule Before, IReadOnlyList<RuleVersion> Versions, IReadOnlyList<RuleChange> Changes, AuditEvent? Entry)
{
    public StoredRule After => Before with
    {
        Revision = Before.Revision + 1,
        Versions = [.. Before.Versions.Where(b => Versions.All(v => v.Number != b.Number)).Concat(Versions).OrderBy(v => v.Number)],
    };
}

/// <summary>Keeps the rules.</summary>
public interface IRuleStore
{
    /// <summary>All rules by name, each with the versions that are not retired and the newest one.</summary>
    Task<IReadOnlyList<StoredRule>> AllAsync(CancellationToken cancellationToken);

    /// <summary>A rule with all of its versions; null when there is none of this name.</summary>
    Task<StoredRule?> FindAsync(string name, CancellationToken cancellationToken);

    /// <summary>What happened to a rule, newest first.</summary>
    Task<IReadOnlyList<RuleChange>> ChangesAsync(string name, int limit, CancellationToken cancellationToken);

    /// <summary>How many changes of rules there were, at all nodes.</summary>
    Task<long> CountChangesAsync(CancellationToken cancellationToken);

    /// <summary>Stores a change. False when the rule was changed since it was read.</summary>
    Task<bool> SaveAsync(RuleEdit edit, CancellationToken cancellationToken);
}
