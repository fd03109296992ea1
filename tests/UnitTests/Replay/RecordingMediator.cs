using Dashboard.Application.Ingest;
using Dashboard.Domain.Transactions;
using MediatR;

namespace Dashboard.UnitTests.Replay;

/// <summary>Keeps what is ingested and accepts all of it, or rejects all of it.</summary>
internal sealed class RecordingMediator : IMediator
{
    private readonly TaskCompletionSource _sent = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public List<NewTransaction> Items { get; } = [];

    /// <summary>Items whose account the mapping filled in.</summary>
    public int WithoutAccount { get; private set; }

    public int Unreadable { get; private set; }

    public IEnumerable<decimal> Amounts => Items.Select(i => (decimal)i.Amount!);

    public List<int> Chunks { get; } = [];

    public bool RejectsAll { get; set; }

    /// <summary>Completes with the first chunk.</summary>
    public Task Sent => _sent.Task;

    public Task<TResponse> Send<TResponse>(IRequest<TResponse> request, CancellationToken cancellationToken = default)
    {
        var items = ((IngestTransactions)(object)request).Items;
        Items.AddRange(items.Where(i => i.Transaction is not null).Select(i => i.Transaction!));
        WithoutAccount += items.Count(i => i.AccountIsFilledIn);
        Unreadable += items.Count(i => i.Transaction is null);
        Chunks.Add(items.Count);
        IReadOnlyList<IngestResult> results = [.. items.Select(i => i.Transaction is null ? IngestResult.Rejected(i.Errors) : Answer())];
        _sent.TrySetResult();
        return Task.FromResult((TResponse)results);
    }

    public Task Publish<TNotification>(TNotification notification, CancellationToken cancellationToken = default)
        where TNotification : INotification => Task.CompletedTask;

    private IngestResult Answer() => RejectsAll
        ? new IngestResult(IngestOutcome.Rejected, null, new Dictionary<string, string> { ["currency"] = "is not an ISO 4217 code" })
        : new IngestResult(IngestOutcome.Accepted, new TransactionId(1), new Dictionary<string, string>());
}
