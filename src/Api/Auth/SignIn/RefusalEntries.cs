using Dashboard.Api.Logging;
using Dashboard.Domain.Auth;

namespace Dashboard.Api.Auth.SignIn;

/// <summary>Bounds the entries of refused calls in the audit trail: each caller has an allowance, so that a flood of one does not hide the
/// calls of others. Safe for any number of threads.</summary>
internal sealed class RefusalEntries(TimeProvider clock)
{
    /// <summary>Of one caller. A flood must not fill the store.</summary>
    public const int PerMinute = 120;

    /// <summary>Callers with an allowance of their own; all further ones share one.</summary>
    public const int MaxCallers = 100;

    private static readonly TimeSpan Forget = TimeSpan.FromMinutes(2);

    private readonly Lock _lock = new();
    private readonly Dictionary<(ActorKind, string, string?), Own> _own = [];
    private readonly LogAllowance _others = new(PerMinute, clock);

    /// <summary>Takes an entry of the allowance of a caller; false when it is used up for this minute.</summary>
    /// <param name="leftOut">Entries that were left out before this one.</param>
    public bool TryTake(Actor caller, out long leftOut) => AllowanceOf((caller.Kind, caller.Id, caller.Address)).TryTake(out leftOut);

    private LogAllowance AllowanceOf((ActorKind, string, string?) caller)
    {
        lock (_lock)
        {
            if (!_own.TryGetValue(caller, out var own))
            {
                if (_own.Count >= MaxCallers) RemoveIdle();
                if (_own.Count >= MaxCallers) return _others;
                _own[caller] = own = new Own(new LogAllowance(PerMinute, clock));
            }

            own.UsedAt = clock.GetTimestamp();
            return own.Allowance;
        }
    }

    private void RemoveIdle()
    {
        foreach (var (caller, own) in _own)
            if (clock.GetElapsedTime(own.UsedAt) >= Forget) _own.Remove(caller);
    }

    private sealed class Own(LogAllowance allowance)
    {
        public LogAllowance Allowance { get; } = allowance;
        public long UsedAt { get; set; }
    }
}
