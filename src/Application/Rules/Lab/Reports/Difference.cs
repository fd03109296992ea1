using Dashboard.Application.Rules.Language;
using Dashboard.Application.Rules.Language.Running;

namespace Dashboard.Application.Rules.Lab.Reports;

/// <summary>Counts the payments that a rule flags and another one does not, and the other way round.</summary>
internal sealed class Difference(RuleRun run, Rule other)
{
    private readonly Func<PaymentFacts, Truth> _decide = run.Compiler.Compile(other.Tree);
    private readonly List<RuleMatch> _firstAdded = [];
    private readonly List<RuleMatch> _firstDropped = [];
    private long _flagged, _added, _dropped;

    /// <summary>Says why the other rule holds.</summary>
    public Explanation Explanation { get; } = new(other, run.Compiler, run.Texts);

    public bool Other(PaymentFacts facts) => _decide(facts) == Truth.True;

    /// <returns>The examples that a payment belongs to; null where both rules say the same.</returns>
    public List<RuleMatch>? Count(bool isFlagged, bool other)
    {
        if (other) _flagged++;
        if (isFlagged == other) return null;
        if (isFlagged) _added++;
        else _dropped++;
        return isFlagged ? _firstAdded : _firstDropped;
    }

    public RuleDifferenceReport ToReport() => new(other.Canonical, _flagged, _added, _dropped, _firstAdded, _firstDropped);
}
