using System.Net.Http.Json;
using System.Security.Cryptography;
using Dashboard.Application.Audit;
using Dashboard.Application.Storage;
using Dashboard.Infrastructure.Storage.Writing;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Dashboard.Infrastructure.Audit;

/// <summary>Takes the key into use. Checks the trail at the start and each hour. Signs the newest entry of this program's chain, and of
/// that of the command line, each hour, at the start and at the stop, and keeps it outside the database. Over a trail that is broken it
/// signs nothing.</summary>
internal sealed partial class AuditHeads(
    IAuditReader reader, AuditVerification verification, TrailState state, AuditAppender appender, IStore store, AuditChainName chain,
    KeptHeads kept, IOptions<AuditOptions> options, TimeProvider clock, ILogger<AuditHeads> logger) : BackgroundService
{
    private static readonly TimeSpan SendTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan CheckInterval = TimeSpan.FromHours(1);
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(1);

    private readonly PeriodicTimer _timer = new(options.Value.HeadInterval, clock);
    private readonly HttpClient _http = new() { Timeout = SendTimeout };
    private readonly Dictionary<string, long> _signed = [];
    private long? _checkedAt;
    private bool _wasIntact;

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            await kept.UseKeyAsync(cancellationToken);
            if (kept.KeyFile is null) LogUnsigned();
        }
        // The decisions of people go on without a seal, and the check says so.
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or CryptographicException
            or ArgumentException or InvalidDataException)
        {
            LogNoKey(kept.KeyFile ?? "(Audit:KeyFile is not set)", exception.Message);
        }

        await base.StartAsync(cancellationToken);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        // The pipeline and the writer need the rest of the stop.
        if (store.OutageReason is not null) return;
        using var patience = new CancellationTokenSource(StopPatience, clock);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        await SignOnceAsync(limit.Token);
    }

    public override void Dispose()
    {
        _timer.Dispose();
        _http.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            do await SignOnceAsync(stoppingToken);
            while (await _timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The stop signs once more.
        }
    }

    private async Task SignOnceAsync(CancellationToken cancellationToken)
    {
        try
        {
            await store.FlushAsync(cancellationToken);
            if (!await IsIntactAsync(cancellationToken)) return;
            // The chain of the command line as well: a command that was killed has not signed its head.
            foreach (var name in chain.Kept) await SignAsync(name, cancellationToken);
        }
        // The log has the head, and the next one covers the same entries.
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            LogNotKept(exception);
        }
        catch (OperationCanceledException)
        {
            // The stop had no time for it.
        }
    }

    // The whole trail about once an hour, on the threads of low priority; the newest entry of this program each time.
    private async Task<bool> IsIntactAsync(CancellationToken cancellationToken)
    {
        if (_checkedAt is not { } last || clock.GetElapsedTime(last) >= CheckInterval || !_wasIntact)
        {
            var trail = await verification.RunAsync(kept, cancellationToken);
            state.Take(trail);
            (_checkedAt, _wasIntact) = (clock.GetTimestamp(), trail.IsIntact);
        }

        return _wasIntact && await EndsAsWrittenAsync(cancellationToken);
    }

    private async Task<bool> EndsAsWrittenAsync(CancellationToken cancellationToken)
    {
        var number = 0L;
        // The writer may add several entries while one is read.
        for (var attempt = 0; attempt < 3; attempt++)
        {
            var before = appender.Written.Newest;
            var newest = await reader.LastAsync(chain.Name, cancellationToken);
            number = newest?.Number ?? 0;
            if (appender.Written.MayEndWith((number, newest?.Hash ?? AuditChain.Start), before)) return true;
        }

        state.Notice(AuditAppender.ChangedFault(chain.Name, number));
        return false;
    }

    private async Task SignAsync(string name, CancellationToken cancellationToken)
    {
        if (await kept.SignAsync(name, _signed.GetValueOrDefault(name), cancellationToken) is not { } head) return;
        LogHead(head.Chain, head.Number, head.Hash, head.Signature);
        await kept.KeepAsync(head, cancellationToken);
        if (options.Value.HeadUrl is { } url)
            (await _http.PostAsJsonAsync(url, head, cancellationToken)).EnsureSuccessStatusCode().Dispose();
        _signed[name] = head.Number;
    }

    [LoggerMessage(160, LogLevel.Information, "Head of the audit trail: chain {Chain}, entry {Number}, hash {Hash}, signature {Signature}")]
    private partial void LogHead(string chain, long number, string hash, string signature);

    [LoggerMessage(161, LogLevel.Warning, "The head of the audit trail could not be kept; it is signed again with the next one")]
    private partial void LogNotKept(Exception exception);

    [LoggerMessage(162, LogLevel.Warning, "The audit trail is not sealed, and its heads are not signed: the key {File} cannot be used: {Reason}")]
    private partial void LogNoKey(string file, string reason);

    [LoggerMessage(163, LogLevel.Warning, "The audit trail is not sealed, and its heads are not signed: Audit:KeyFile is not set")]
    private partial void LogUnsigned();
}
