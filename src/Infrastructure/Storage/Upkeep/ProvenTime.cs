using System.Globalization;

namespace Dashboard.Infrastructure.Storage.Upkeep;

/// <summary>
/// How much of the time that the clock shows has provably passed. The removal of rows trusts the clock no further (docs/adr/0026).
/// </summary>
/// <remarks>Pure but for the clock; not thread-safe.</remarks>
internal sealed class ProvenTime(TimeProvider clock)
{
    /// <summary>The clock and the elapsed time may differ by this much: a pause of the machine, a slow correction.</summary>
    public static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(1);

    /// <summary>A clock that was set is believed after this time without another step.</summary>
    public static readonly TimeSpan TrustAfter = TimeSpan.FromDays(1);

    private readonly long _started = clock.GetTimestamp();

    // What the clock showed at the start, and what it would have shown by a clock that was set later.
    private DateTimeOffset _base = clock.GetUtcNow();
    private (DateTimeOffset Base, TimeSpan Since)? _other;

    // Rows received before _upTo are old by proof; it moves on with the elapsed time.
    private DateTimeOffset? _upTo;
    private TimeSpan _upToAt;

    /// <summary>The time since the program started, by a clock that nobody sets.</summary>
    public TimeSpan Running => clock.GetElapsedTime(_started);

    /// <summary>What is proven, for the next run; null before anything is.</summary>
    public string? Stored => _upTo?.UtcDateTime.ToString("O", CultureInfo.InvariantCulture);

    /// <summary>Takes over what an earlier run proved.</summary>
    /// <param name="target">What the clock alone says.</param>
    /// <param name="believed">The longest stop between two runs that is believed without proof.</param>
    public void Load(string stored, DateTimeOffset target, TimeSpan believed)
    {
        var upTo = DateTimeOffset.Parse(stored, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
        (_upTo, _upToAt) = (target > upTo && target - upTo <= believed ? target : upTo, Running);
    }

    /// <summary>Why the clock cannot be believed now, as a sentence; null when it can.</summary>
    /// <param name="newestReceipt">The time of the newest stored transaction; null for an empty store.</param>
    public string? WhyClockIsDoubted(DateTimeOffset? newestReceipt)
    {
        var (now, running) = (clock.GetUtcNow(), Running);
        var shown = now - running;
        if (Differs(shown, _base))
        {
            if (_other is not { } other || Differs(shown, other.Base)) _other = (shown, running);
            else if (running - other.Since >= TrustAfter) (_base, _other) = (shown, null);
            if (_other is not null) return $"the clock moved by {Rounded(shown - _base)} beside the time that passed";
        }
        else
        {
            _other = null;
        }

        return newestReceipt is { } newest && newest - now > Tolerance
            ? $"the newest transaction was received {Rounded(newest - now)} after the time that the clock shows"
            : null;
    }

    /// <summary>The time up to which receipts are old by proof; no later than <paramref name="target"/>.</summary>
    public DateTimeOffset? UpTo(DateTimeOffset target)
    {
        if (_upTo is not { } upTo) return null;
        var running = Running;
        (_upTo, _upToAt) = (upTo + (running - _upToAt), running);
        if (_upTo > target) _upTo = target;
        return _upTo;
    }

    /// <summary>Nothing is left that was received before this time, so the time up to it needs no further proof.</summary>
    public void Close(DateTimeOffset upTo) => (_upTo, _upToAt) = (upTo, Running);

    private static bool Differs(DateTimeOffset left, DateTimeOffset right) => (left - right).Duration() > Tolerance;

    private static TimeSpan Rounded(TimeSpan time) => TimeSpan.FromSeconds(Math.Round(time.TotalSeconds));
}
