using Dashboard.Application.Pipeline;
using Microsoft.Extensions.Options;

namespace Dashboard.Application.Cluster;

/// <summary>Notices that the outcome of a transaction of this node was reported at another one, and takes it off those in flight. Called by
/// one loop.</summary>
/// <remarks>Only an external gateway has reported outcomes.</remarks>
internal sealed class EndsElsewhere(INodes nodes, FlowCounters flow, IOptions<ProcessingOptions> options)
{
    private readonly Dictionary<int, long> _seen = [];

    /// <summary>Called right after slots are taken, and then again and again. What a slot counted before it was taken is no end of this
    /// node's work.</summary>
    public async Task LookAsync(CancellationToken cancellationToken)
    {
        if (options.Value.Mode != ProcessingMode.External) return;
        foreach (var (slot, ended) in await nodes.EndedElsewhereAsync(cancellationToken))
        {
            if (_seen.TryGetValue(slot, out var before) && ended > before) flow.HandedOver((int)(ended - before));
            _seen[slot] = ended;
        }
    }
}
