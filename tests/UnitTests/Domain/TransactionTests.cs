using CsCheck;
using Dashboard.Application.Metrics.Windows;
using Dashboard.Domain.Common;
using Dashboard.Domain.Transactions;
using Dashboard.UnitTests.Common;

namespace Dashboard.UnitTests.Domain;

public sealed class TransactionTests
{
    private static readonly Dictionary<string, Func<Transaction, Transaction>> Moves = new()
    {
        ["start"] = t => t.Start(),
        ["complete"] = t => t.Complete(Some.Time, TimeSpan.FromMilliseconds(5)),
        ["fail"] = t => t.Fail(Some.Time, TimeSpan.FromMilliseconds(5), "do_not_honor"),
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
            var transaction = Some.Transaction();
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
        var pending = Some.Transaction();

        pending.Start().Complete(Some.Time, TimeSpan.FromMilliseconds(7));

        pending.Status.ShouldBe(TransactionStatus.Pending);
        pending.CompletedAt.ShouldBeNull();
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    public void Fail_WithoutReason_Throws(string reason) =>
        Should.Throw<DomainException>(() => Some.Transaction().Start().Fail(Some.Time, TimeSpan.Zero, reason));

    [Fact]
    public void Complete_NegativeTime_Throws() =>
        Should.Throw<DomainException>(() => Some.Transaction().Start().Complete(Some.Time, TimeSpan.FromTicks(-1)));

    [Fact]
    public void Restore_ContradictoryState_Throws() =>
        Should.Throw<DomainException>(() => Transaction.Restore(
            new TransactionId(1), Some.Details(), [], TransactionStatus.Completed, completedAt: null, processingTime: null, failureReason: null));

    [Theory]
    [InlineData("  ")]
    [InlineData("")]
    public void Details_BlankText_Throws(string account) => Should.Throw<DomainException>(() => Some.Details(account: account));

    [Fact]
    public void Details_TooLong_Throws() => Should.Throw<DomainException>(() => Some.Details(account: new string('x', 65)));

    [Fact]
    public void Details_SameContent_AreEqual() => Some.Details(reference: "r").ShouldBe(Some.Details(reference: "r"));
}
