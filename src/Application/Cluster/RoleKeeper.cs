using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Dashboard.Application.Cluster;

/// <summary>Takes the roles that no live node has, and keeps those of this node. Without a cluster it does nothing.</summary>
internal sealed partial class RoleKeeper : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly INodes _nodes;
    private readonly NodeRoles _roles;
    private readonly ClusterOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger<RoleKeeper> _logger;
    private readonly PeriodicTimer _timer;

    public RoleKeeper(INodes nodes, NodeRoles roles, IOptions<ClusterOptions> options, TimeProvider clock, ILogger<RoleKeeper> logger)
    {
        _nodes = nodes;
        _roles = roles;
        _options = options.Value;
        _clock = clock;
        _logger = logger;
        _timer = new PeriodicTimer(Interval, clock);
    }

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        if (!_options.Enabled) return;
        await KeepOnceAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    public override void Dispose()
    {
        _timer.Dispose();
        base.Dispose();
    }

    internal async Task KeepOnceAsync(CancellationToken cancellationToken)
    {
        foreach (var role in NodeRoles.All)
        {
            var since = _clock.GetTimestamp();
            var had = _roles.Has(role);
            var has = await _nodes.TakeRoleAsync(role, cancellationToken);
            if (has) _roles.Hold(role, since, _options.Lease);
            else _roles.Lose(role);
            if (has != had) LogRole(role, has);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (await _timer.WaitForNextTickAsync(stoppingToken)) await TryKeepAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Another node takes the roles as soon as this one has left.
        }
    }

    private async Task TryKeepAsync(CancellationToken cancellationToken)
    {
        try
        {
            await KeepOnceAsync(cancellationToken);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            // A role that is not renewed ends with its lease.
            LogFailed(exception);
        }
    }

    [LoggerMessage(233, LogLevel.Information, "This node has the role {Role}: {Has}")]
    private partial void LogRole(string role, bool has);

    [LoggerMessage(234, LogLevel.Warning, "The roles of this node cannot be renewed; that is repeated")]
    private partial void LogFailed(Exception exception);
}
