using Dashboard.Application.Rules.Lab;
using Dashboard.Application.Rules.Versions;
using Dashboard.Application.Storage;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Dashboard.Application.Rules.Deciding;

/// <summary>Brings the stored versions to the writer, with their windows filled from the store.</summary>
internal sealed partial class RuleActivation(
    IRuleStore rules, RuleDecider decider, RulesInUse inUse, RuleFiguresTable figures, IPaymentScan scan, IStore store,
    IOptions<RuleOptions> options, TimeProvider clock, ILogger<RuleActivation> logger) : IDisposable
{
    private readonly SemaphoreSlim _one = new(1, 1);
    private readonly OrderedScan _ordered = new(scan);
    private volatile bool _isBehind;

    /// <summary>The last attempt did not succeed, and the writer may decide with versions from before.</summary>
    public bool IsBehind => _isBehind;

    /// <summary>Ends when the writer decides with the versions that are stored. Fills windows that are not there yet.</summary>
    public async Task ApplyAsync(CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            _isBehind = true;
            var versions = (await rules.AllAsync(cancellationToken)).SelectMany(r => r.Versions).Where(v => v.IsAsked)
                .OrderBy(v => v.Rule, StringComparer.Ordinal).ThenBy(v => v.Number).ToList();
            decider.Want(versions);
            // The writer takes them up between two commits.
            await store.FlushAsync(cancellationToken);
            if (decider.Build is { } build)
            {
                await FillAsync(build, cancellationToken);
                await store.FlushAsync(cancellationToken);
            }

            inUse.Versions = versions;
            figures.KeepOnly(versions.Select(v => (v.Rule, v.Number)).ToHashSet());
            _isBehind = false;
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();

    private async Task FillAsync(RuleBuild build, CancellationToken cancellationToken)
    {
        var began = clock.GetTimestamp();
        var (payments, highest) = (0L, 0L);
        try
        {
            if (build.Engine.HasWindows)
            {
                var first = await _ordered.BeginOfWindowsAsync(build.UpTo + 1, options.Value.HotTransactions - 1, cancellationToken);
                await _ordered.RunAsync(first, build.UpTo + 1, Fill, null, cancellationToken);
            }
        }
        catch
        {
            build.Abandon();
            throw;
        }

        build.End(highest);
        if (build.Engine.HasWindows) LogFilled(build.Versions.Count, payments, clock.GetElapsedTime(began).TotalMilliseconds);

        void Fill(StoredPayment payment)
        {
            // Those beyond come from the writer.
            if (payment.Place > build.UpTo) return;
            build.Engine.Fill(payment);
            (payments, highest) = (payments + 1, payment.Place);
        }
    }

    [LoggerMessage(222, LogLevel.Information,
        "{Versions} versions of rules decide. Their windows were filled with {Payments} stored transactions in {Milliseconds:0} ms")]
    private partial void LogFilled(int versions, long payments, double milliseconds);
}
