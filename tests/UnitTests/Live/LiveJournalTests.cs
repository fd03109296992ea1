using CsCheck;
using Dashboard.Application.Live;
using Dashboard.Domain.Common;
using Dashboard.Domain.Transactions;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.UnitTests.Live;

public sealed class LiveJournalTests
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly FakeTimeProvider _clock = new(TestData.Time);

    [Fact]
    public void After_StateFollowedByANewerOne_GivesTheNewerOnly()
    {
        var journal = new LiveJournal(Window, capacity: 1_000, _clock);
        var (first, second) = (TestData.Transaction(), TestData.Transaction());
        journal.Append(notHeld: 0, [first, second]);
        journal.Append(notHeld: 0, [first.Start()]);

        var page = journal.After(0, max: 10);

        page.States.Select(s => (s.Sequence, s.State.Id, s.State.Status)).ShouldBe(
            [(2, second.Id, TransactionStatus.Pending), (3, first.Id, TransactionStatus.Processing)]);
        (page.Answer, page.Reached, page.IsComplete).ShouldBe((JournalAnswer.Found, 3, true));
        journal.After(3, max: 10).States.ShouldBeEmpty();
        journal.After(4, max: 10).ShouldBe(JournalPage.NotReached(3));
    }

    [Fact]
    public void Append_LaterThanTheWindow_ForgetsWhatIsOlder()
    {
        var journal = new LiveJournal(Window, capacity: 1_000, _clock);
        journal.Append(notHeld: 0, [TestData.Transaction(), TestData.Transaction()]);
        _clock.Advance(Window);
        journal.Append(notHeld: 0, []);
        journal.After(0, max: 10).States.Count.ShouldBe(2);

        _clock.Advance(TimeSpan.FromMilliseconds(500));
        journal.Append(notHeld: 0, [TestData.Transaction()]);

        journal.After(1, max: 10).ShouldBe(JournalPage.TooOld(2));
        journal.After(2, max: 10).States.ShouldHaveSingleItem().Sequence.ShouldBe(3);
    }

    [Fact]
    public void Append_ChangesNobodyHolds_MakesEverythingBeforeThemUnknown()
    {
        var journal = new LiveJournal(Window, capacity: 1_000, _clock);
        journal.Append(notHeld: 0, [TestData.Transaction()]);
        journal.Append(notHeld: 5, [TestData.Transaction()]);

        journal.After(5, max: 10).ShouldBe(JournalPage.TooOld(6));
        journal.After(6, max: 10).States.ShouldHaveSingleItem().Sequence.ShouldBe(7);
    }

    // Ticks with any changes of twelve transactions, some not held, some late; then every question there is, in pages of any size.
    [Fact]
    public void After_AnyTicks_GivesWhatANaiveListGives() =>
        Gen.Select(Gen.Int[0, 11].Array[0, 12], Gen.Int[0, 30], Gen.Int[0, 20]).Array[0, 20].Sample((ticks) =>
        {
            var clock = new FakeTimeProvider(TestData.Time);
            var journal = new LiveJournal(Window, capacity: 8, clock);
            var naive = new NaiveJournal(Window, capacity: 8, clock);
            var ids = Enumerable.Range(0, 12).Select(_ => TestData.Transaction().Id).ToArray();
            foreach (var (changes, seconds, chance) in ticks)
            {
                clock.Advance(TimeSpan.FromSeconds(seconds));
                var states = changes.Distinct().Select(i => TestData.Transaction(id: ids[i])).ToArray();
                var notHeld = chance == 0 ? 3 : 0;
                journal.Append(notHeld, states);
                naive.Append(notHeld, states);
                for (var sequence = naive.Last + 1; sequence >= 0; sequence--) Paged(journal, sequence, max: 1 + chance)
                    .ShouldBe(naive.After(sequence));
            }
        });

    [Fact]
    public void Append_ManySegmentsAndABurst_StaysWithinItsBoundsAndShrinks()
    {
        const int Capacity = 5 * LiveJournal.SegmentSize;
        var journal = new LiveJournal(Window, Capacity, _clock);
        var template = TestData.Details();
        var ids = new OrderedIds(TimeProvider.System);
        var states = Enumerable.Range(0, 2 * LiveJournal.SegmentSize + 77)
            .Select(_ => Transaction.Receive(new TransactionId(ids.Next()), template, [])).ToArray();
        for (var i = 0; i < 20; i++) journal.Append(notHeld: 0,
            [.. states.Select(s => Transaction.Receive(new TransactionId(ids.Next()), template, []))]);

        var last = 20L * states.Length;
        journal.Segments.ShouldBeInRange(5, 6);
        journal.After(last - Capacity, max: 50_000).States.Count.ShouldBe(Capacity);
        journal.After(last - Capacity - 1, max: 1).ShouldBe(JournalPage.TooOld(last - Capacity));

        _clock.Advance(2 * Window);
        journal.Append(notHeld: 0, [states[0]]);
        journal.Segments.ShouldBe(1);
        journal.After(last, max: 10).States.ShouldHaveSingleItem().State.ShouldBeSameAs(states[0]);
    }

    // A thousand a second for the whole window, each seen as pending, at the gateway and ended, a second apart.
    [Fact]
    public void Append_AThousandASecondForTheWindow_KnowsTwoMinutesInModestMemory()
    {
        var options = new LiveOptions();
        var ids = new OrderedIds(TimeProvider.System);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var journal = new LiveJournal(options.ResumeWindow, options.ResumeCapacity, _clock);
        var (pending, started) = (Array.Empty<Transaction>(), Array.Empty<Transaction>());
        var last = 0L;
        for (var tick = 0; tick < 2 * options.ResumeWindow.TotalSeconds; tick++)
        {
            _clock.Advance(TimeSpan.FromMilliseconds(500));
            var ended = Array.ConvertAll(started, t => t.Complete(_clock.GetUtcNow(), TimeSpan.FromSeconds(1)));
            started = Array.ConvertAll(pending, t => t.Start());
            pending = [.. Enumerable.Range(0, 500)
                .Select(i => TestData.Transaction(id: new TransactionId(ids.Next()), account: $"ACC-{tick}-{i}",
                reference: $"REF-{tick}-{i}"))];
            journal.Append(notHeld: 0, [.. ended, .. started, .. pending]);
            last += ended.Length + started.Length + pending.Length;
        }

        var used = GC.GetTotalMemory(forceFullCollection: true) - before;
        TestContext.Current.SendDiagnosticMessage("journal of {0} numbers: {1:0} MB", Math.Min(last, 3 * options.ResumeCapacity),
            used / 1e6);
        journal.After(last - (120 * 3_000), max: 1).Answer.ShouldBe(JournalAnswer.Found);
        journal.After(last - (LiveJournal.NumbersPerTransaction * options.ResumeCapacity) - 1,
            max: 1).Answer.ShouldBe(JournalAnswer.TooOld);
        used.ShouldBeLessThan(150_000_000);
    }

    // All pages together; null where the journal says no.
    private static List<(Transaction, long)>? Paged(LiveJournal journal, long sequence, int max)
    {
        var all = new List<(Transaction, long)>();
        while (true)
        {
            var page = journal.After(sequence, max);
            if (page.Answer != JournalAnswer.Found) return null;
            page.States.Count.ShouldBeLessThanOrEqualTo(max);
            all.AddRange(page.States);
            if (page.IsComplete) return all;
            page.Reached.ShouldBeGreaterThan(sequence);
            sequence = page.Reached;
        }
    }

    /// <summary>Keeps everything for ever and works each answer out of all of it.</summary>
    private sealed class NaiveJournal(TimeSpan window, int capacity, TimeProvider clock)
    {
        private readonly List<(Transaction State, long Sequence)> _all = [];
        private readonly List<(long Last, DateTimeOffset At)> _ticks = [];
        private long _unknown;
        private long _crowdedOut;

        public long Last { get; private set; }

        public void Append(int notHeld, IEnumerable<Transaction> states)
        {
            Last += notHeld;
            if (notHeld > 0) _unknown = Last;
            foreach (var state in states)
            {
                _all.Add((state, ++Last));
                var held = Newest().Where(c => c.Sequence > Math.Max(_unknown, _crowdedOut)).ToList();
                if (held.Count > capacity) _crowdedOut = held[^(capacity + 1)].Sequence;
            }

            _ticks.Add((Last, clock.GetUtcNow()));
        }

        public List<(Transaction, long)>? After(long sequence)
        {
            var tooOld = _ticks.Where(t => clock.GetUtcNow() - t.At > window).Select(t => t.Last).LastOrDefault();
            var known = new[] { _unknown, tooOld, Last - (capacity * LiveJournal.NumbersPerTransaction), _crowdedOut }.Max();
            if (sequence < known || sequence > Last) return null;
            return [.. Newest().Where(c => c.Sequence > sequence)];
        }

        private IEnumerable<(Transaction State, long Sequence)> Newest() =>
            _all.GroupBy(c => c.State.Id).Select(g => g.Last()).OrderBy(c => c.Sequence);
    }
}
