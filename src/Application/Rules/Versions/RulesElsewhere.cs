using Dashboard.Application.Common;
using Dashboard.Application.Rules.Deciding;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Dashboard.Application.Rules.Versions;

/// <summary>Brings versions to the writer that were changed at another node. A node that is alone has nothing to look for.</summary>
internal sealed partial class RulesElsewhere : BackgroundService
{
    // Twice for each tick: a change is used within two of them.
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    private readonly IRuleStore _rules;
    private readonly RuleActivation _activation;
    private readonly NodeIdentity _node;
    private readonly ILogger<RulesElsewhere> _logger;
    private readonly PeriodicTimer _timer;
    private long _changes = -1;
    private bool _hasFailed;

    public RulesElsewhere(
        IRuleStore rules, RuleActivation activation, NodeIdentity node, TimeProvider clock, ILogger<RulesElsewhere> logger)
    {
        (_rules, _activation, _node, _logger) = (rules, activation, node, logger);
        _timer = new PeriodicTimer(Interval, clock);
    }

    public override void Dispose()
    {
        _timer.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (await _timer.WaitForNextTickAsync(stoppingToken))
                if (_node is { Id: not null, IsAlone: false }) await TryLookAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The next start reads all versions.
        }
    }

    private async Task TryLookAsync(CancellationToken cancellationToken)
    {
        try
        {
            var changes = await _rules.CountChangesAsync(cancellationToken);
            if (changes != _changes)
            {
                await _activation.ApplyAsync(cancellationToken);
                _changes = changes;
            }

            _hasFailed = false;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            // The next look repeats it. An outage is said once.
            if (!_hasFailed) LogFailed(exception);
            _hasFailed = true;
        }
    }

    [LoggerMessage(225, LogLevel.Warning, "The look for rules that another node has changed failed; it is repeated")]
    private partial void LogFailed(Exception exception);
}
