using System.Threading.Channels;
using Dashboard.Application.Common;
using Dashboard.Domain.Transactions;
using MediatR;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Dashboard.Application.Pipeline;

/// <summary>
/// Publishes and counts ends when they are committed, commit by commit in their order, and only those that this node made
/// (docs/adr/0035).
/// </summary>
/// <remarks>Whoever hands an end to the writer takes a place here first, so that the commits which wait here are bounded. The writer itself
/// never waits: an alert that an end raises goes to the writer.</remarks>
internal sealed partial class EndedTransactions(
    FlowCounters flow, IMediator mediator, UncleanEnd end, IHostApplicationLifetime lifetime, ILogger<EndedTransactions> logger)
    : BackgroundService, ICommittedEnds
{
    private const int Capacity = 100_000;

    private readonly SemaphoreSlim _places = new(Capacity, Capacity);
    private readonly Channel<IReadOnlyList<CommittedEnd>> _commits =
        Channel.CreateUnbounded<IReadOnlyList<CommittedEnd>>(new UnboundedChannelOptions { SingleReader = true });

    /// <summary>Waits for the place of one end.</summary>
    public Task ReserveAsync() => _places.WaitAsync(CancellationToken.None);

    public void Post(IReadOnlyList<CommittedEnd> ends) => _commits.Writer.TryWrite(ends);

    /// <summary>Completes when every end that has a place is counted, or will not be stored. No further end may take a place.</summary>
    public async Task DrainAsync()
    {
        for (var i = 0; i < Capacity; i++) await _places.WaitAsync(CancellationToken.None);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        _commits.Writer.TryComplete();
        await base.StopAsync(cancellationToken);
    }

    public override void Dispose()
    {
        base.Dispose();
        _places.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Ends when the channel is complete: the processing has drained by then.
        await foreach (var ends in _commits.Reader.ReadAllAsync(CancellationToken.None))
        {
            foreach (var ended in ends) await CountAsync(ended);
            _places.Release(ends.Count);
        }
    }

    internal async Task CountAsync(CommittedEnd committed)
    {
        var ended = committed.Ended;
        try
        {
            // Not stored: it stays Processing in the store, until another start takes it up. The writer has said why.
            if (committed.Stored is null) return;
            if (!ReferenceEquals(committed.Stored, ended))
            {
                flow.HandedOver();
                return;
            }

            // Counted last: an end that is counted is in the figures.
            await mediator.Publish(new TransactionCompleted(ended), CancellationToken.None);
            flow.Ended(failed: ended.Status == TransactionStatus.Failed);
        }
        catch (OperationCanceledException)
        {
            // The program stops, and a listener could not hand anything to the writer any more.
        }
        catch (Exception exception)
        {
            LogStopping(exception, ended.Id);
            end.Report($"Publishing the end of transaction {ended.Id} failed unexpectedly.");
            lifetime.StopApplication();
        }
    }

    [LoggerMessage(208, LogLevel.Critical, "Publishing the end of transaction {Id} failed unexpectedly; the application stops")]
    private partial void LogStopping(Exception exception, TransactionId id);
}
