using CsCheck;
using Dashboard.Domain.Common;
using Dashboard.Domain.Transactions;

namespace Dashboard.UnitTests.Domain;

public sealed class TransactionTests
{
    private static readonly Dictionary<string, Func<Transaction, Transaction>> Moves = new()
    {
        ["start"] = t => t.Start(),
        ["complete"] = t => t.Complete(TestData.Time, TimeSpan.FromMilliseconds(5)),
        ["fail"] = t => t.Fail(TestData.Time, TimeSpan.FromMilliseconds(5), "do_not_honor"),
    };

    // The whole machine: (status, move) → next; what is not here is illegal.
    private static readonly Dictionary<(TransactionStatus, string), TransactionStatus> Legal = new()
    {
        [(TransactionStatus.Pending, "start")] = TransactionStatus.Processing,
        [(TransactionStatus.Processing, "complete")] = TransactionStatus.Completed,
        [(TransactionStatus.Processing, "fail")] = TransactionStatus.Failed,
    };

    [Fact]
    public void Moves_AnySequence_FollowTheTableAndIllegalOnesChangeNothing() =>
        Gen.Int[0, Moves.Count - 1].Select(i => Moves.Keys.ElementAt(i)).Array[0, 12].Sample(moves =>
        {
            var transaction = TestData.Transaction();
            foreach (var move in moves)
            {
                var before = transaction;
                if (Legal.TryGetValue((transaction.Status, move), out var next))
                {
                    transaction = Moves[move](transaction);
                    transaction.Status.ShouldBe(next);
                    transaction.Id.ShouldBe(before.Id);
                    transaction.Details.ShouldBeSameAs(before.Details);
                }
                else
                {
                    Should.Throw<DomainException>(() => Moves[move](transaction)).Message.ShouldContain(before.Status.ToString());
                }

                transaction.IsFinished.ShouldBe(transaction.CompletedAt.HasValue);
                (transaction.FailureReason is not null).ShouldBe(transaction.Status == TransactionStatus.Failed);
            }
        });

    [Fact]
    public void Start_Pending_LeavesTheEarlierStateAsItWas()
    {
        var pending = TestData.Transaction();

        pending.Start().Complete(TestData.Time, TimeSpan.FromMilliseconds(7));

        pending.Status.ShouldBe(TransactionStatus.Pending);
        pending.CompletedAt.ShouldBeNull();
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    public void Fail_WithoutReason_Throws(string reason) =>
        Should.Throw<DomainException>(() => TestData.Transaction().Start().Fail(TestData.Time, TimeSpan.Zero, reason));

    [Fact]
    public void Complete_NegativeTime_Throws() =>
        Should.Throw<DomainException>(() => TestData.Transaction().Start().Complete(TestData.Time, TimeSpan.FromTicks(-1)));

    [Fact]
    public void Restore_ContradictoryState_Throws() =>
        Should.Throw<DomainException>(() => Transaction.Restore(
            new TransactionId(1), TestData.Details(), receivedAt: null, [], TransactionStatus.Completed, completedAt: null,
                processingTime: null, failureReason: null));

    [Theory]
    [InlineData("  ")]
    [InlineData("")]
    public void Details_BlankText_Throws(string account) => Should.Throw<DomainException>(() => TestData.Details(account: account));

    [Fact]
    public void Details_TooLong_Throws() => Should.Throw<DomainException>(() => TestData.Details(account: new string('x', 65)));

    [Fact]
    public void Details_SameContent_AreEqual() => TestData.Details(reference: "r").ShouldBe(TestData.Details(reference: "r"));
}
