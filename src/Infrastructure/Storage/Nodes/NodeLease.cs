using System.Reflection;
using Dashboard.Application.Cluster;
using Dashboard.Application.Common;
using Dashboard.Infrastructure.Storage.Model;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Dashboard.Infrastructure.Storage.Nodes;

/// <summary>
/// Makes this run a node before anything is written, and hands its slots over when everything is. In a cluster it keeps the lease while
/// nothing is committed. A node that was replaced stops the program.
/// </summary>
/// <remarks>A loop of its own: taking over another node, which may wait for locks, must not cost the own lease.</remarks>
internal sealed partial class NodeLease : BackgroundService
{
    // A lease survives two renewals that fail.
    private const int RenewalsPerLease = 3;

    private static readonly TimeSpan LeavePatience = TimeSpan.FromSeconds(2);

    private readonly NodeTable _nodes;
    private readonly NodeIdentity _identity;
    private readonly ClusterOptions _options;
    private readonly UncleanEnd _end;
    private readonly IHostApplicationLifetime _lifetime;
    private readonly TimeProvider _clock;
    private readonly ILogger<NodeLease> _logger;
    private readonly PeriodicTimer _timer;
    private CancellationTokenRegistration _fenced;
    private string? _loggedReason;
    private bool _hasLeft;

    public NodeLease(
        NodeTable nodes, NodeIdentity identity, IOptions<ClusterOptions> options, UncleanEnd end, IHostApplicationLifetime lifetime,
        TimeProvider clock, ILogger<NodeLease> logger)
    {
        _nodes = nodes;
        _identity = identity;
        _options = options.Value;
        _end = end;
        _lifetime = lifetime;
        _clock = clock;
        _logger = logger;
        _timer = new PeriodicTimer(_options.Lease / RenewalsPerLease, clock);
    }

    public static string Version { get; } =
        typeof(NodeLease).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await _nodes.JoinAsync(new NewNode(_options.NameThisNode(), Version, _options.Enabled), cancellationToken);
        _fenced = _identity.Fenced.Register(StopReplaced);
        if (!_options.Enabled) return;
        LogJoined(_options.NameThisNode(), _identity.Id!.Value.Slot);
        await base.StartAsync(cancellationToken);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await _fenced.DisposeAsync();
        if (_identity.Id is null || _identity.Fenced.IsCancellationRequested || _hasLeft) return;
        _hasLeft = true;
        // Of its own, because the writer may have used up the time of the stop.
        using var patience = new CancellationTokenSource(LeavePatience, _clock);
        try
        {
            await _nodes.LeaveAsync(patience.Token);
        }
        catch (Exception exception)
        {
            LogNotLeft(StoreErrors.Reason(exception));
        }
    }

    public override void Dispose()
    {
        _timer.Dispose();
        base.Dispose();
    }

    internal async Task RenewOnceAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (!await _nodes.RenewAsync(cancellationToken)) _identity.Fence();
            _loggedReason = null;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            // Each reason is logged once. Whether the lease is lost is known when the store answers again.
            var reason = StoreErrors.Reason(exception);
            if (reason != _loggedReason) LogNotRenewed(reason);
            _loggedReason = reason;
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (await _timer.WaitForNextTickAsync(stoppingToken)) await RenewOnceAsync(stoppingToken);
        }
        catch (Exception) when (stoppingToken.IsCancellationRequested)
        {
            // The stop hands the slots over.
        }
    }

    private void StopReplaced()
    {
        _end.Report(
            $"Another program has taken the place of node {_options.NameThisNode()} on this store, so this one may not write any more. "
            + "Everything that was acknowledged is stored. Start it again, unless the other program is meant to replace it.",
            UncleanEnd.Replaced);
        LogReplaced(_options.NameThisNode());
        _lifetime.StopApplication();
    }

    [LoggerMessage(140, LogLevel.Information, "Node {Name} joined with slot {Slot}")]
    private partial void LogJoined(string name, int slot);

    [LoggerMessage(141, LogLevel.Critical, "Another program has taken the place of node {Name}; the application stops")]
    private partial void LogReplaced(string name);

    [LoggerMessage(142, LogLevel.Warning, "The lease of this node cannot be renewed ({Reason}); the next attempt follows")]
    private partial void LogNotRenewed(string reason);

    [LoggerMessage(143, LogLevel.Warning, "The slots of this node cannot be handed over ({Reason}); another node waits for its lease")]
    private partial void LogNotLeft(string reason);
}
