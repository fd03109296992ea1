namespace Dashboard.Application.Pipeline;

/// <summary>Counts where each transaction of this process is. Both equations of <see cref="FlowDto"/> hold at any moment.</summary>
public sealed class FlowCounters
{
    // One lock instead of atomic counters: a step subtracts from one figure and adds to another, and no reader may see half of it.
    private readonly Lock _lock = new();
    private long _accepted, _duplicates, _rejected, _refused, _recovered, _queued, _inFlight, _completed, _failed, _takenIn, _handedOver;

    /// <summary>
    /// Counts received items by their outcome; accepted ones are queued. Only the door of Ingest calls this and the next two.
    /// </summary>
    internal void Received(int accepted, int duplicates, int rejected)
    {
        lock (_lock)
        {
            _accepted += accepted;
            _queued += accepted;
            _duplicates += duplicates;
            _rejected += rejected;
        }
    }

    /// <summary>Counts accepted items that had already ended when they were received.</summary>
    internal void Observed(int completed, int failed)
    {
        lock (_lock)
        {
            _accepted += completed + failed;
            _completed += completed;
            _failed += failed;
        }
    }

    /// <summary>Counts items refused because the queue was full or the store was away, not because of their content.</summary>
    internal void Refused(int count)
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

    /// <summary>Counts an unfinished transaction of another node that is queued here.</summary>
    public void TakenIn()
    {
        lock (_lock)
        {
            _takenIn++;
            _queued++;
        }
    }

    /// <summary>Counts a transaction of another node that ended here, because its outcome was reported here.</summary>
    public void EndedForOther(bool failed)
    {
        lock (_lock)
        {
            _takenIn++;
            if (failed) _failed++;
            else _completed++;
        }
    }

    /// <summary>Counts transactions in flight that another node ended.</summary>
    public void HandedOver(int count = 1)
    {
        lock (_lock)
        {
            _inFlight -= count;
            _handedOver += count;
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
                _queued, _inFlight, _completed, _failed, _takenIn, _handedOver);
        }
    }
}

/// <summary>The books since the start of the process. At any moment received = accepted + duplicates + rejected + refused, and
/// accepted + recovered + takenIn = queued + inFlight + completed + failed + handedOver.</summary>
/// <param name="Recovered">Unfinished transactions of earlier runs that were taken up at the start.</param>
/// <param name="TakenIn">Transactions of other nodes that were taken up while this one ran, or ended here. 0 without a cluster.</param>
/// <param name="HandedOver">Transactions of this node that another one ended. 0 without a cluster.</param>
public sealed record FlowDto(
    long Received, long Accepted, long Duplicates, long Rejected, long Refused, long Recovered,
    long Queued, long InFlight, long Completed, long Failed, long TakenIn = 0, long HandedOver = 0);
