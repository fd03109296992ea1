using System.Globalization;

namespace Dashboard.Tools.Drill.Scenes;

/// <summary>A payment that its sender observed, as the program takes it over REST.</summary>
internal sealed record ScenePayment(
    string Source, string Reference, string Account, string? Counterparty, decimal Amount, string Currency, DateTimeOffset CreatedAt,
    DateTimeOffset CompletedAt, string Status, string? FailureReason);

/// <summary>The payments of a scene, piece of time by piece of time; determined by the scene and the start.</summary>
/// <param name="start">Second 0.</param>
/// <param name="run">Goes into references and accounts, so that a scene can be played again.</param>
internal sealed class ScenePayments(Scene scene, DateTimeOffset start, string run)
{
    // Each account pays every third minute at a hundred payments a second, which no rule finds suspicious.
    private const int Accounts = 20_000;
    private const int Stride = 7_919;

    private static readonly string[] Counterparties =
        ["City Market", "Blue Rail", "Harbour Fuel", "Nord Energy", "Green Grocer", "Star Cinema", "Metro Transit", "Swift Parcel"];

    private static readonly string[] Reasons =
        ["insufficient_funds", "insufficient_funds", "do_not_honor", "expired_card", "issuer_timeout"];

    private readonly Random _random = new(scene.Seed);
    private double _due;
    private double[] _extraDue = new double[scene.Extra.Count];
    private long _made;

    /// <summary>The payments that end in a piece of time.</summary>
    /// <param name="from">Seconds after second 0; negative before it.</param>
    /// <param name="to">Not included.</param>
    public List<ScenePayment> Between(double from, double to)
    {
        var made = new List<ScenePayment>();
        _due += scene.Rate * FactorAt(from) * (to - from);
        var count = (int)_due;
        _due -= count;
        for (var i = 0; i < count; i++) AddCalm(made, from + (to - from) * i / count);
        for (var i = 0; i < scene.Extra.Count; i++)
        {
            var extra = scene.Extra[i];
            if (from < extra.From || from >= (extra.To ?? double.MaxValue)) continue;
            _extraDue[i] += extra.PerSecond * (to - from);
            for (; _extraDue[i] >= 1; _extraDue[i]--) AddExtra(made, extra, from + (to - from) * _random.NextDouble());
        }

        return made;
    }

    private double FactorAt(double second)
    {
        var points = scene.Rhythm;
        if (points.Count == 0) return 1;
        if (second <= points[0].Second) return points[0].Factor;
        for (var i = 1; i < points.Count; i++)
        {
            var (left, right) = (points[i - 1], points[i]);
            if (second > right.Second) continue;
            return left.Factor + (right.Factor - left.Factor) * (second - left.Second) / (right.Second - left.Second);
        }

        return points[^1].Factor;
    }

    private void AddCalm(List<ScenePayment> made, double second)
    {
        var payment = Payment(
            second, Pick(scene.Sources), Pick(scene.Currencies), Counterparties[_random.Next(Counterparties.Length)], account: null,
            amount: null, _random.NextDouble() < scene.FailureRate ? Reasons[_random.Next(Reasons.Length)] : null);
        var copies = 0;
        foreach (var change in scene.Changes)
        {
            // Always drawn, so that a change does not shift the payments after it.
            var chance = _random.NextDouble();
            if (second < change.From || second >= (change.To ?? double.MaxValue) || chance >= change.Share) continue;
            if (!change.When.All(w => ValueOf(payment, w.Key) == w.Value)) continue;
            if (change.Silent) return;
            if (change.FailureReason is { } reason) payment = payment with { Status = "Failed", FailureReason = reason };
            payment = payment with { CreatedAt = payment.CompletedAt - change.Slower * (payment.CompletedAt - payment.CreatedAt) };
            copies += change.Copies;
        }

        made.Add(payment);
        for (var i = 1; i <= copies; i++) made.Add(payment with { Reference = $"{payment.Reference}-{i}" });
    }

    private void AddExtra(List<ScenePayment> made, ExtraPayments extra, double second) => made.Add(Payment(
        second, extra.Source, extra.Currency ?? Pick(scene.Currencies), extra.Counterparty, extra.Account, extra.Amount,
        _random.NextDouble() < extra.FailureRate ? extra.FailureReason : null));

    private ScenePayment Payment(
        double second, string source, string currency, string? counterparty, string? account, decimal? amount, string? reason)
    {
        var completedAt = start + TimeSpan.FromMilliseconds(Math.Floor(1_000 * second));
        var usual = Math.Min(800, Math.Round((decimal)(8 * Math.Exp(4 * _random.NextDouble())), 2));
        var took = TimeSpan.FromMilliseconds(_random.Next(100, 2_000));
        var number = _made++;
        return new ScenePayment(
            source, string.Create(CultureInfo.InvariantCulture, $"{scene.Name}-{run}-{number}"),
            account ?? string.Create(CultureInfo.InvariantCulture, $"ACC-{number * Stride % Accounts:D6}"), counterparty, amount ?? usual,
            currency, completedAt - took, completedAt, reason is null ? "Completed" : "Failed", reason);
    }

    private static string? ValueOf(ScenePayment payment, string field) => field switch
    {
        "source" => payment.Source,
        "currency" => payment.Currency,
        _ => payment.Counterparty,
    };

    private string Pick(IReadOnlyDictionary<string, double> weights)
    {
        var left = _random.NextDouble() * weights.Values.Sum();
        foreach (var (name, weight) in weights)
        {
            left -= weight;
            if (left < 0) return name;
        }

        return weights.Keys.Last();
    }
}
