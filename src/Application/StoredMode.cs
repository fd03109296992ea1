using Dashboard.Application.Books;
using Dashboard.Application.Pipeline;
using Dashboard.Application.Storage;
using Dashboard.Domain.Common;
using Dashboard.Domain.Transactions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Dashboard.Application;

/// <summary>
/// Remembers in the store in which mode its transactions are processed. A start in another mode must not decide about transactions that
/// wait in the first one.
/// </summary>
internal sealed partial class StoredMode(
    IStoreState state, IBooksReader books, IOptions<ProcessingOptions> options, ILogger<StoredMode> logger)
{
    private const string Name = "processingMode";

    /// <summary>Called before anything of the store is taken up.</summary>
    /// <exception cref="ModeChangedException">The mode differs, transactions are unfinished, and no setting asks for the
    /// change.</exception>
    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        var now = options.Value.Mode;
        var stored = await state.FindAsync(Name, cancellationToken);
        if (stored == now.ToString()) return;
        if (stored is not null)
        {
            var unfinished = await books.UnfinishedUpToAsync(new TransactionId(OrderedId.Max), cancellationToken);
            if (unfinished > 0 && options.Value.TakeOverFrom?.ToString() != stored) throw new ModeChangedException(stored, now, unfinished);
            LogChanged(stored, now, unfinished);
        }

        await state.SetAsync(Name, now.ToString(), cancellationToken);
    }

    [LoggerMessage(206, LogLevel.Warning, "The processing mode changes from {Before} to {Now}; {Unfinished} transactions are unfinished")]
    private partial void LogChanged(string before, ProcessingMode now, long unfinished);
}

/// <summary>The start ends, because it would process waiting transactions in another mode. The message is for the operator.</summary>
public sealed class ModeChangedException(string before, ProcessingMode now, long unfinished) : Exception(
    $"The store was run with Processing:Mode={before}, and {unfinished} transactions wait in it; this start has Processing:Mode={now}. "
    + $"Start it with Processing:Mode={before}, or with Processing:TakeOverFrom={before} to process them in the new mode.");
