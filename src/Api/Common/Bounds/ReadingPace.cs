using System.IO.Pipelines;

namespace Dashboard.Api.Common.Bounds;

/// <summary>The lowest pace at which a caller has to read a long answer. The connection of a slower one is closed.</summary>
/// <param name="bytesPerSecond">How fast each part of the answer has to be taken.</param>
/// <param name="clock">The clock.</param>
/// <param name="cutOff">Closes the connection.</param>
internal sealed class ReadingPace(int bytesPerSecond, TimeProvider clock, Action cutOff)
{
    // For a network that stalls for a moment.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    /// <summary>Sends what was written since the last call. True when the caller reads no more.</summary>
    public async ValueTask<bool> FlushAsync(PipeWriter output, CancellationToken cancellationToken)
    {
        var bytes = output.CanGetUnflushedBytes ? output.UnflushedBytes : 0;
        var limit = Grace + TimeSpan.FromSeconds((double)bytes / bytesPerSecond);
        await using var tooSlow = clock.CreateTimer(_ => cutOff(), null, limit, Timeout.InfiniteTimeSpan);
        return (await output.FlushAsync(cancellationToken)).IsCompleted;
    }
}
