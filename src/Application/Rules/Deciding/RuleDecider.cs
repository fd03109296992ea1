using Dashboard.Application.Rules.Lab;
using Dashboard.Domain.Common;
using Dashboard.Domain.Rules;
using Dashboard.Domain.Transactions;
using Microsoft.Extensions.Options;

namespace Dashboard.Application.Rules.Deciding;

/// <summary>
/// Decides on new payments in the order in which the writer commits them, each once, after its repeats are known. The writer's loop alone
/// calls it, between the insert and the commit.
/// </summary>
/// <remarks>
/// The order of decisions is the order of places. A payment has the place of its id; a payment that is committed after one with a higher id
/// gets the next place above. So the order can be found again in the store, and a recount gives the same decisions (docs/adr/0036).
/// </remarks>
public sealed class RuleDecider(
    RuleFiguresTable figures, OrderedIds ids, TimeProvider clock, IOptions<RuleOptions> options)
{
    private readonly List<StoredPayment> _payments = [];
    private DecisionEngine? _engine;
    private long _highest, _highestOfAttempt;
    private UsedRules? _used;
    private bool _isUsedStored = true;
    private int _decided;

    // Wanted by another thread, and taken up by the writer.
    private volatile IReadOnlyList<RuleVersion>? _wanted;
    private volatile RuleBuild? _build;

    /// <summary>The versions that the next commit with new payments decides with, where the store does not know them yet.</summary>
    public UsedRules? UsedToStore => _isUsedStored ? null : _used;

    /// <summary>Windows that have to be filled before the wanted versions are used; null when there is nothing to wait for.</summary>
    internal RuleBuild? Build => _build;

    /// <summary>Asks for other versions. The writer takes them up with its next commit, or begins a <see cref="Build"/>.</summary>
    internal void Want(IReadOnlyList<RuleVersion> versions) => _wanted = versions;

    /// <summary>A commit that was not tried before begins. Versions change here and nowhere else.</summary>
    public void Begin()
    {
        if (_highest == 0) _highest = ids.Next().Value;
        if (_build is { IsFilled: true } filled)
        {
            foreach (var payment in filled.Tail) filled.Engine.Fill(payment);
            _engine = filled.Engine;
            _highest = Math.Max(_highest, filled.HighestSeen);
            _build = null;
            Use(filled.Versions);
        }

        else if (_build is { IsAbandoned: true })
        {
            _build = null;
        }

        // What is wanted meanwhile waits for the build: its windows may be enough.
        if (_build is not null || _wanted is not { } wanted) return;
        _wanted = null;
        if (_engine?.TryUse(wanted) == true) Use(wanted);
        else _build = new RuleBuild(wanted, new DecisionEngine(wanted, options.Value, figures), _highest);
    }

    /// <summary>The next place; null when the id of the payment has it.</summary>
    public long? PlaceFor(TransactionId id)
    {
        if (id.Value > _highestOfAttempt)
        {
            _highestOfAttempt = id.Value;
            return null;
        }

        return ++_highestOfAttempt;
    }

    /// <summary>An attempt to commit begins. It may be tried again after <see cref="TakeBack"/>, with the same outcome.</summary>
    public void BeginAttempt() => _highestOfAttempt = _highest;

    /// <summary>Decides on payments that are new, in the order of their places.</summary>
    public IReadOnlyList<PaymentDecisions> Decide(IReadOnlyList<(Transaction Payment, long? Place)> payments)
    {
        var decided = new PaymentDecisions[payments.Count];
        for (var i = 0; i < decided.Length; i++)
        {
            var payment = StoredPayment.Of(payments[i].Payment, payments[i].Place);
            if (_build is not null) _payments.Add(payment);
            decided[i] = _engine?.Decide(payment) ?? PaymentDecisions.None;
            _decided++;
        }

        return decided;
    }

    /// <summary>The attempt is committed.</summary>
    public void Keep()
    {
        _highest = _highestOfAttempt;
        _engine?.Keep(clock.GetUtcNow().ToUnixTimeSeconds());
        if (_decided > 0) _isUsedStored = true;
        _build?.Tail.AddRange(_payments);
        Forget();
    }

    /// <summary>The attempt is not committed.</summary>
    public void TakeBack()
    {
        _engine?.TakeBack(_decided);
        Forget();
    }

    private void Forget()
    {
        _payments.Clear();
        _decided = 0;
    }

    private void Use(IReadOnlyList<RuleVersion> versions)
    {
        _used = new UsedRules(_highest + 1, [.. versions.Select(v => new UsedVersion(v.Rule, v.Number, v.State, v.Percent))]);
        _isUsedStored = false;
    }
}

/// <summary>An engine whose windows are filled from the store, while the writer goes on with the one before.</summary>
internal sealed class RuleBuild(IReadOnlyList<RuleVersion> versions, DecisionEngine engine, long upTo)
{
    private volatile bool _isFilled, _isAbandoned;

    public IReadOnlyList<RuleVersion> Versions { get; } = versions;

    public DecisionEngine Engine { get; } = engine;

    /// <summary>Payments up to this place are filled in from the store.</summary>
    public long UpTo { get; } = upTo;

    /// <summary>Payments that were committed since. Only the writer touches them.</summary>
    public List<StoredPayment> Tail { get; } = [];

    public long HighestSeen { get; private set; }

    public bool IsFilled => _isFilled;

    public bool IsAbandoned => _isAbandoned;

    /// <summary>It will not be filled: the store could not be read.</summary>
    public void Abandon() => _isAbandoned = true;

    public void End(long highestSeen)
    {
        HighestSeen = highestSeen;
        _isFilled = true;
    }
}
