using Dashboard.Application.Common;
using Dashboard.Application.History;
using MediatR;
using Microsoft.Extensions.Options;

namespace Dashboard.Application.Live;

/// <summary>Asks for the changes after a number of an epoch, for a client that has seen everything up to it.</summary>
/// <remarks>Never refused: an impossible number is answered like one that is too old, with the reason.</remarks>
/// <param name="MaxTransactions">The most transactions in the answer, if that is less than <c>Live:MaxResumeTransactions</c>.</param>
public sealed record ResumeLiveView(string? Epoch, long Sequence, int MaxTransactions = int.MaxValue) : IRequest<ResumeAnswer>;

/// <summary>The transactions that changed since, or the reason why the server no longer has these changes.</summary>
/// <remarks>
/// With the batches since the client connected, the answer is complete. Both may carry the same transaction; the one with the greater
/// sequence is newer. Alerts and figures need no resuming: a client that connects gets the current ones.
/// </remarks>
public sealed record ResumeAnswer
{
    /// <summary>The epoch of the running program; the client sends it with its next call.</summary>
    public required string Epoch { get; init; }

    /// <summary>After this answer the client knows every change up to this number. It sends the number with its next call.</summary>
    public required long Sequence { get; init; }

    /// <summary>
    /// The server no longer has the missed changes: <see cref="Transactions"/> is a snapshot that replaces every row of the client.
    /// </summary>
    public required bool SnapshotRequired { get; init; }

    /// <summary>A sentence that says why a snapshot is required; null otherwise.</summary>
    public required string? Reason { get; init; }

    /// <summary>False when one answer cannot carry all: the client calls again with <see cref="Sequence"/>.</summary>
    public required bool IsComplete { get; init; }

    /// <summary>Newest state per id, in the order of their sequence; at most <c>Live:MaxResumeTransactions</c>.</summary>
    /// <remarks>If a snapshot is required, the newest transactions as a client gets them on connecting.</remarks>
    public required IReadOnlyList<TransactionDto> Transactions { get; init; }

    /// <summary>The same with masked account numbers.</summary>
    public ResumeAnswer Masked() => this with { Transactions = [.. Transactions.Select(t => t.Masked())] };
}

internal sealed class ResumeLiveViewHandler(RunIdentity run, LiveFeed feed, Ticks ticks, IOptions<LiveOptions> options)
    : IRequestHandler<ResumeLiveView, ResumeAnswer>
{
    public Task<ResumeAnswer> Handle(ResumeLiveView request, CancellationToken cancellationToken) => Task.FromResult(Answer(request));

    private ResumeAnswer Answer(ResumeLiveView request)
    {
        if (request.Epoch != run.Epoch) return SnapshotRequired("The epoch is not the running one: the server has started anew.");
        if (request.Sequence < 0) return SnapshotRequired("A sequence is never negative.");

        var page = feed.ChangesAfter(request.Sequence, Math.Min(request.MaxTransactions, options.Value.MaxResumeTransactions));
        return page.Answer switch
        {
            JournalAnswer.TooOld => SnapshotRequired($"Changes up to {page.Reached} are no longer kept."),
            JournalAnswer.NotReached => SnapshotRequired($"The newest change of this epoch is {page.Reached}."),
            _ => new ResumeAnswer
            {
                Epoch = run.Epoch,
                Sequence = page.Reached,
                SnapshotRequired = false,
                Reason = null,
                IsComplete = page.IsComplete,
                Transactions = new LaterDtos(page.States),
            },
        };
    }

    // The answer brings the snapshot along, so that no client is left with outdated rows and no next step.
    private ResumeAnswer SnapshotRequired(string reason)
    {
        var tick = ticks.Current;
        return new ResumeAnswer
        {
            Epoch = run.Epoch,
            Sequence = tick.Metrics.Sequence,
            SnapshotRequired = true,
            Reason = reason,
            IsComplete = true,
            Transactions = tick.Newest,
        };
    }
}
