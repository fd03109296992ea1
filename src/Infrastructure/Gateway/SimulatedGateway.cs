using Dashboard.Application.Pipeline;
using Dashboard.Domain.Transactions;
using Microsoft.Extensions.Options;

namespace Dashboard.Infrastructure.Gateway;

/// <summary>
/// Takes a random time and decides the outcome at random. Both are computed from the transaction's id, so the same transaction always
/// gets the same answer.
/// </summary>
internal sealed class SimulatedGateway(IOptions<ProcessingOptions> options, TimeProvider clock) : IPaymentGateway
{
    // Decline reasons of card issuers, with their shares in percent.
    private static readonly (string Reason, int Share)[] Failures =
    [
        ("insufficient_funds", 46), ("do_not_honor", 22), ("expired_card", 11),
        ("limit_exceeded", 9), ("invalid_account", 7), ("issuer_timeout", 5),
    ];

    public async Task<GatewayOutcome?> ProcessAsync(Transaction transaction, CancellationToken cancellationToken)
    {
        var random = Mix((ulong)transaction.Id.Value);
        var settings = options.Value;
        var delay = settings.MinDelay + (settings.MaxDelay - settings.MinDelay) * Fraction(random);
        if (delay > TimeSpan.Zero) await Task.Delay(delay, clock, cancellationToken);

        random = Mix(random);
        return new GatewayOutcome(Fraction(random) < settings.FailureRate ? ReasonFor((int)(Mix(random) % 100)) : null);
    }

    private static string ReasonFor(int percent)
    {
        foreach (var (reason, share) in Failures)
        {
            percent -= share;
            if (percent < 0) return reason;
        }

        throw new InvalidOperationException("The shares do not add up to 100.");
    }

    private static double Fraction(ulong bits) => (bits >> 11) * (1.0 / (1UL << 53));

    // SplitMix64 (Steele, Lea, Flood 2014): ids next to each other give unrelated numbers.
    private static ulong Mix(ulong value)
    {
        value += 0x9E3779B97F4A7C15;
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
