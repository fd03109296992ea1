using Dashboard.Application.Common;
using Dashboard.Application.History;
using MediatR;
using Microsoft.Extensions.Options;

namespace Dashboard.Application.Live;

/// <summary>What a client missed that has seen everything up to a number of an epoch.</summary>
/// <remarks>Never refused: a question that makes no sense is answered like one that comes too late, with the reason.</remarks>
public sealed record ResumeLiveView(string? Epoch, long Sequence) : IRequest<ResumeAnswer>;

/// <summary>The transactions that changed since, or the reason why they are not known any more.</summary>
/// <remarks>
/// Together with the batches since the client connected it is everything; both may carry the same transaction, of which the greater sequence
/// is the newer state. Alerts and figures need no resuming: a client that connects gets the current ones.
/// </remarks>
public sealed record ResumeAnswer
{
    /// <summary>The running epoch, to be kept for the next call.</summary>
    public required string Epoch { get; init; }

    /// <summary>Everything up to this number is known after this answer; what to call with next when it is not complete.</summary>
    public required long Sequence { get; init; }

    /// <summary>What was missed is not known: <see cref="Transactions"/> is a snapshot that replaces all the client has.</summary>
    public required bool SnapshotRequired { get; init; }

    /// <summary>A sentence that says why a snapshot is required; null otherwise.</summary>
    public required string? Reason { get; init; }

    /// <summary>False when there is more than one answer carries: the client calls again with <see cref="Sequence"/>.</summary>
    public required bool IsComplete { get; init; }

    /// <summary>Newest state per id, in the order of their sequence; at most <c>Live:MaxResumeTransactions</c>.</summary>
    /// <remarks>If a snapshot is required, the newest transactions as a client gets them on connecting.</remarks>
    public required IReadOnlyList<TransactionDto> Transactions { get; init; }
}

internal sealed class ResumeLiveViewHandler(LiveFeed feed, IOptions<LiveOptions> options) : IRequestHandler<ResumeLiveView, ResumeAnswer>
{
    public Task<ResumeAnswer> Handle(ResumeLiveView request, CancellationToken cancellationToken) => Task.FromResult(Answer(request));

    private ResumeAnswer Answer(ResumeLiveView request)
    {
        if (request.Epoch != feed.Epoch) return SnapshotRequired("The epoch is not the running one: the server has started anew.");
        if (request.Sequence < 0) return SnapshotRequired("A sequence is never negative.");

        var page = feed.ChangesAfter(request.Sequence, options.Value.MaxResumeTransactions);
        return page.Answer switch
        {
            JournalAnswer.TooOld => SnapshotRequired($"Changes up to {page.Reached} are no longer kept."),
            JournalAnswer.NotReached => SnapshotRequired($"The newest change of this epoch is {page.Reached}."),
            _ => new ResumeAnswer
            {
                Epoch = feed.Epoch,
                Sequence = page.Reached,
                SnapshotRequired = false,
                Reason = null,
                IsComplete = page.IsComplete,
                Transactions = page.States.Select(s => s.State.ToDto(s.Sequence)).ToArray(),
            },
        };
    }

    // It brings the snapshot along, so that no client is left with what is out of date and no next step.
    private ResumeAnswer SnapshotRequired(string reason)
    {
        var snapshot = feed.Snapshot();
        return new ResumeAnswer
        {
            Epoch = feed.Epoch,
            Sequence = snapshot.Sequence,
            SnapshotRequired = true,
            Reason = reason,
            IsComplete = true,
            Transactions = snapshot.Transactions,
        };
    }
}
