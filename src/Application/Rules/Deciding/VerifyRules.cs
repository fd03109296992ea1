using Dashboard.Application.Rules.Lab;
using Dashboard.Application.Rules.Versions;
using Dashboard.Domain.Rules;
using Dashboard.Domain.Transactions;
using FluentValidation;
using MediatR;
using Microsoft.Extensions.Options;

namespace Dashboard.Application.Rules.Deciding;

/// <summary>Recounts the decisions on the payments received in a range, from the stored payments alone, and compares them with those that
/// are stored.</summary>
/// <param name="From">Received at this time or later; null for the first payment.</param>
/// <param name="To">Received before this time; null for now.</param>
public sealed record VerifyRules(DateTimeOffset? From, DateTimeOffset? To) : IRequest<RuleVerification>;

/// <param name="Payments">Recounted payments.</param>
/// <param name="NotDecided">Payments of the range from before rules decided in the order of commits.</param>
/// <param name="Decisions">Stored decisions that were compared.</param>
/// <param name="Differ">Decisions of which the recount says something else; 0 when all is well.</param>
/// <param name="Differences">The first of them.</param>
/// <param name="IsComplete">False when the range has more payments than <c>Rules:MaxTried</c>; the first ones were compared.</param>
/// <param name="Notes">What the reader of the figures should know.</param>
public sealed record RuleVerification(
    DateTimeOffset From, DateTimeOffset To, long Payments, long NotDecided, long Decisions, long Differ,
    IReadOnlyList<RuleDifference> Differences, bool IsComplete, IReadOnlyList<string> Notes);

/// <param name="Stored">What is stored; null when no decision is.</param>
/// <param name="Recounted">What the recount says; null when the version does not match the payment.</param>
public sealed record RuleDifference(string TransactionId, string Rule, int Version, string? Stored, string? Recounted);

internal sealed class VerifyRulesValidator : AbstractValidator<VerifyRules>
{
    public VerifyRulesValidator() =>
        RuleFor(v => v.To).Must((v, to) => to is null || v.From is null || v.From < to).OverridePropertyName("to")
            .WithMessage("must be after from");
}

internal sealed class VerifyRulesHandler(
    IPaymentScan scan, IDecisionHistory history, IRuleStore rules, IOptions<RuleOptions> options, TimeProvider clock)
    : IRequestHandler<VerifyRules, RuleVerification>
{
    private const int MaxDifferences = 20;
    private const int PageSize = 20_000;

    public async Task<RuleVerification> Handle(VerifyRules request, CancellationToken cancellationToken)
    {
        var (from, to) = (request.From ?? DateTimeOffset.UnixEpoch, request.To ?? clock.GetUtcNow());
        // Payments that were received just now have ids a little ahead of the clock.
        var (first, last) = (
            TransactionId.FirstAt(from).Value, TransactionId.FirstAt(request.To is null ? to.AddSeconds(1) : to).Value);
        var used = await history.UsedAsync(cancellationToken);
        var stored = await StoredAsync(first, last, cancellationToken);
        var recount = new Recount(used, await VersionsAsync(used, cancellationToken), options.Value, stored);

        var ordered = new OrderedScan(scan);
        var begin = first == 0 ? 0 : await ordered.BeginOfWindowsAsync(first, options.Value.HotTransactions - 1, cancellationToken);
        await ordered.RunAsync(begin, last, Look, () => recount.Payments >= options.Value.MaxTried, cancellationToken);
        var isComplete = recount.Payments < options.Value.MaxTried;
        if (isComplete) recount.EndWithRest();
        return new RuleVerification(
            from, to, recount.Payments, recount.NotDecided, recount.Decisions, recount.Differ, recount.Differences, isComplete,
            [.. recount.Notes]);

        void Look(StoredPayment payment)
        {
            if (payment.Id < first || payment.Id >= last) recount.Fill(payment);
            else if (recount.Payments < options.Value.MaxTried) recount.Compare(payment);
        }
    }

    // Each version as it was written; its state comes from what was used when.
    private async Task<Dictionary<(string, int), RuleVersion>> VersionsAsync(
        IReadOnlyList<UsedRules> used, CancellationToken cancellationToken)
    {
        var versions = new Dictionary<(string, int), RuleVersion>();
        foreach (var name in used.SelectMany(u => u.Versions).Select(v => v.Rule).Distinct(StringComparer.Ordinal))
        {
            if (await rules.FindAsync(name, cancellationToken) is not { } rule) continue;
            foreach (var version in rule.Versions) versions.Add((name, version.Number), version);
        }

        return versions;
    }

    private async Task<Dictionary<long, List<(string Rule, int Version, string Said)>>> StoredAsync(
        long first, long before, CancellationToken cancellationToken)
    {
        var all = new Dictionary<long, List<(string, int, string)>>();
        while (true)
        {
            var page = await history.RangeAsync(first, before, PageSize, cancellationToken);
            // The decisions on the last payment of a full page may go on in the next one.
            var isFull = page.Count == PageSize;
            foreach (var stored in page)
            {
                if (isFull && stored.Id == page[^1].Id) break;
                if (!all.TryGetValue(stored.Id.Value, out var ofPayment)) all.Add(stored.Id.Value, ofPayment = []);
                ofPayment.Add((string.Intern(stored.Decision.Rule), stored.Decision.Version, Recount.Said(stored.Decision)));
            }

            if (!isFull) return all;
            first = page[^1].Id.Value;
        }
    }

    /// <summary>Decides again on payments in the order of decisions.</summary>
    private sealed class Recount
    {
        private readonly IReadOnlyList<UsedRules> _used;
        private readonly Dictionary<(string, int), RuleVersion> _versions;
        private readonly Dictionary<long, List<(string Rule, int Version, string Said)>> _stored;
        private readonly DecisionEngine _engine;
        private int _next;

        public Recount(
            IReadOnlyList<UsedRules> used, Dictionary<(string, int), RuleVersion> versions, RuleOptions options,
            Dictionary<long, List<(string Rule, int Version, string Said)>> stored)
        {
            (_used, _versions, _stored) = (used, versions, stored);
            var decided = used.SelectMany(u => u.Versions).Select(v => (v.Rule, v.Version)).Distinct().Where(versions.ContainsKey);
            _engine = new DecisionEngine([.. decided.Select(v => versions[v])], options, new RuleFiguresTable());
        }

        public long Payments { get; private set; }

        public long NotDecided { get; private set; }

        public long Decisions { get; private set; }

        public long Differ { get; private set; }

        public List<RuleDifference> Differences { get; } = [];

        public IEnumerable<string> Notes
        {
            get
            {
                if (NotDecided > 0) yield return $"{NotDecided} payments are from before rules decided in the order of commits.";
            }
        }

        public void Fill(in StoredPayment payment)
        {
            Advance(payment.Place);
            _engine.Fill(payment);
        }

        public void Compare(in StoredPayment payment)
        {
            if (!Advance(payment.Place))
            {
                NotDecided++;
                _engine.Fill(payment);
                return;
            }

            Payments++;
            var recounted = _engine.Decide(payment).All;
            _engine.Keep(second: 0);
            _stored.Remove(payment.Id, out var stored);
            foreach (var decision in recounted)
            {
                var place = stored?.FindIndex(s => s.Rule == decision.Rule && s.Version == decision.Version) ?? -1;
                var said = place < 0 ? null : stored![place].Said;
                if (place >= 0) stored!.RemoveAt(place);
                Note(payment.Id, decision.Rule, decision.Version, said, Said(decision));
            }

            foreach (var (rule, version, said) in stored ?? []) Note(payment.Id, rule, version, said, null);
        }

        /// <summary>Decisions on payments that the recount has not seen.</summary>
        public void EndWithRest()
        {
            foreach (var (id, stored) in _stored)
                foreach (var (rule, version, said) in stored) Note(id, rule, version, said, null);
        }

        public static string Said(Decision decision) => $"{decision.State}{(decision.IsFlag ? ", flagged" : "")}: {decision.Sentence}";

        private void Note(long id, string rule, int version, string? stored, string? recounted)
        {
            if (stored is not null) Decisions++;
            if (stored == recounted) return;
            Differ++;
            if (Differences.Count < MaxDifferences)
                Differences.Add(new RuleDifference(new TransactionId(id).ToString(), rule, version, stored, recounted));
        }

        // False before the first versions that decided in the order of commits.
        private bool Advance(long place)
        {
            while (_next < _used.Count && _used[_next].FirstPlace <= place)
            {
                _engine.TryUse(
                [
                    .. _used[_next++].Versions.Where(v => _versions.ContainsKey((v.Rule, v.Version)))
                        .Select(v => _versions[(v.Rule, v.Version)] with { State = v.State, Percent = v.Percent }),
                ]);
            }

            return _next > 0;
        }
    }
}
