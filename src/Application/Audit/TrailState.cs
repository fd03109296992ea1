using Microsoft.Extensions.Logging;

namespace Dashboard.Application.Audit;

/// <summary>Whether the trail is as it was written, as far as this run has seen. A new fault is one line of the log.</summary>
public sealed partial class TrailState(ILogger<TrailState> logger)
{
    private readonly Lock _lock = new();
    private string? _noticed;
    private string? _checked;
    private volatile AuditSeal? _seal;

    /// <summary>What entries are sealed with; null without a key.</summary>
    public AuditSeal? Seal
    {
        get => _seal;
        set => _seal = value;
    }

    public bool IsBroken
    {
        get { lock (_lock) return (_noticed ?? _checked) is not null; }
    }

    /// <summary>The writer found another newest entry than it wrote. It stays known until the stop: the chain that follows holds.</summary>
    public void Notice(string fault)
    {
        lock (_lock)
        {
            if (_noticed == fault) return;
            _noticed = fault;
        }

        LogBroken(fault);
    }

    /// <summary>The outcome of a check, in place of the one before.</summary>
    public void Take(VerifiedTrail trail)
    {
        var fault = trail.Fault;
        lock (_lock)
        {
            if (_checked == fault) return;
            _checked = fault;
        }

        if (fault is not null) LogBroken(fault);
    }

    [LoggerMessage(164, LogLevel.Error, "The audit trail is not as it was written: {Fault}")]
    private partial void LogBroken(string fault);
}
