using System.Globalization;

namespace Dashboard.Application.Simulator;

/// <summary>The accounts that pay: few are busy, most appear seldom, and none pays so often that it would be suspicious. Not
/// thread-safe.</summary>
internal sealed class SimulatedAccounts(Random random)
{
    /// <summary>How long an account waits between two payments.</summary>
    /// <remarks>Five payments in a minute at most: <c>high_velocity</c> flags the sixth.</remarks>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(15);

    private const int Usual = 20_000;

    // Ten thousand payments a second keep 150,000 accounts waiting.
    private const int All = 200_000;

    private const int UsualDraws = 5;
    private const int Draws = 60;

    private readonly long[] _paidAt = new long[All];

    public string Next(DateTimeOffset at)
    {
        var earliest = (at - Pause).UtcTicks;
        var number = 0;
        for (var draw = 0; draw < Draws; draw++)
        {
            number = draw < UsualDraws ? (int)(Usual * Math.Pow(random.NextDouble(), 2.2)) : random.Next(All);
            if (_paidAt[number] <= earliest) break;
        }

        _paidAt[number] = at.UtcTicks;
        return string.Create(CultureInfo.InvariantCulture, $"ACC-{number:D6}");
    }
}
