namespace Dashboard.Api.Live.Bounds;

/// <summary>The turns in which answers of <c>Resume</c> are made, so that ticks and acknowledgements keep most of the CPU.</summary>
/// <remarks>
/// Calls get a turn in the order of their arrival. While calls wait, a turn rests after its answer for as long as
/// <see cref="RestFactor"/> answers take. The memory that answers allocate is bounded by that too: without the rest, 500 clients that ask
/// again and again made the garbage collector pause the program for a quarter of the time.
/// </remarks>
/// <param name="callsWait">Whether other calls wait for a slot or a turn. A lone caller need not rest.</param>
internal sealed class ResumeTurns(Func<bool> callsWait, TimeProvider clock) : IDisposable
{
    internal const int RestFactor = 3;

    // A client that takes its answer slowly does not hold up the next call.
    internal static readonly TimeSpan MaxSending = TimeSpan.FromMilliseconds(100);

    // On a machine that is busy with other programs, an answer may take long without being the cause.
    internal static readonly TimeSpan MaxRest = TimeSpan.FromMilliseconds(500);

    // Half of the cores.
    internal static readonly int AtOnce = Math.Max(1, Environment.ProcessorCount / 2);

    private readonly SemaphoreSlim _free = new(AtOnce);

    /// <summary>Waits for a turn.</summary>
    public async Task<Turn> TakeAsync(CancellationToken cancellationToken)
    {
        await _free.WaitAsync(cancellationToken);
        return new Turn(this, clock);
    }

    public void Dispose() => _free.Dispose();

    private async Task PassOnAsync(TimeSpan making)
    {
        var rest = making * RestFactor;
        if (callsWait()) await Task.Delay(rest < MaxRest ? rest : MaxRest, clock);
        try
        {
            _free.Release();
        }
        catch (ObjectDisposedException)
        {
            // The program has stopped.
        }
    }

    /// <summary>The turn of one call. It ends once.</summary>
    internal sealed class Turn(ResumeTurns turns, TimeProvider clock)
    {
        private readonly Lock _lock = new();
        private readonly long _began = clock.GetTimestamp();
        private TimeSpan? _making;
        private ITimer? _sending;
        private bool _hasEnded;

        /// <summary>Notes that the answer is made. From now on the turn ends by itself.</summary>
        public void BeginSending()
        {
            lock (_lock)
            {
                if (_hasEnded) return;
                _making = clock.GetElapsedTime(_began);
                _sending = clock.CreateTimer(_ => End(), null, MaxSending, Timeout.InfiniteTimeSpan);
            }
        }

        /// <summary>Ends the turn: the answer is sent, or its client is gone.</summary>
        public void End()
        {
            lock (_lock)
            {
                if (_hasEnded) return;
                _hasEnded = true;
                _sending?.Dispose();
            }

            _ = turns.PassOnAsync(_making ?? clock.GetElapsedTime(_began));
        }
    }
}
