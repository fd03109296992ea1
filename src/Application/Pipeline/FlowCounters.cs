namespace Dashboard.Application.Pipeline;

/// <summary>The books: where each transaction of this process is. Both equations of <see cref="FlowDto"/> hold at any moment.</summary>
public sealed class FlowCounters
{
    // One lock instead of single atomic counters: a move takes from one figure and adds to another, and no reader may see half of it.
    private readonly Lock _lock = new();
    private long _accepted, _duplicates, _rejected, _refused, _recovered, _queued, _inFlight, _completed, _failed;

    /// <summary>Counts items as received together with what became of them; accepted ones are queued.</summary>
    public void Received(int accepted, int duplicates, int rejected)
    {
        lock (_lock)
        {
            _accepted += accepted;
            _queued += accepted;
            _duplicates += duplicates;
            _rejected += rejected;
        }
    }

    /// <summary>Counts accepted items that had ended already when they came.</summary>
    public void Observed(int completed, int failed)
    {
        lock (_lock)
        {
            _accepted += completed + failed;
            _completed += completed;
            _failed += failed;
        }
    }

    /// <summary>Counts items turned away because there was no room or no store, not because of what they were.</summary>
    public void Refused(int count)
    {
        lock (_lock) _refused += count;
    }

    /// <summary>Counts an unfinished transaction of an earlier process that is queued again.</summary>
    public void Recovered()
    {
        lock (_lock)
        {
            _recovered++;
            _queued++;
        }
    }

    /// <summary>One more is at the gateway, or waits for its outcome to be reported.</summary>
    public void Started()
    {
        lock (_lock)
        {
            _queued--;
            _inFlight++;
        }
    }

    public void Ended(bool failed)
    {
        lock (_lock)
        {
            _inFlight--;
            if (failed) _failed++;
            else _completed++;
        }
    }

    public FlowDto Snapshot()
    {
        lock (_lock)
        {
            return new FlowDto(
                _accepted + _duplicates + _rejected + _refused, _accepted, _duplicates, _rejected, _refused, _recovered,
                _queued, _inFlight, _completed, _failed);
        }
    }
}

/// <summary>The books since the start of the process. At any moment received = accepted + duplicates + rejected + refused, and
/// accepted + recovered = queued + inFlight + completed + failed.</summary>
public sealed record FlowDto(
    long Received, long Accepted, long Duplicates, long Rejected, long Refused, long Recovered,
    long Queued, long InFlight, long Completed, long Failed);
