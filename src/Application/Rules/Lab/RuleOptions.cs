using System.ComponentModel.DataAnnotations;
using Dashboard.Domain.Transactions;

namespace Dashboard.Application.Rules.Lab;

/// <summary>Section <c>Rules</c>: how far rules look back, and what a try of a rule over stored transactions may cost.</summary>
public sealed class RuleOptions : IValidatableObject
{
    private const int MaxListEntries = 100_000;

    /// <summary>
    /// Transactions that the windows of rules hold: those of the rules in use, and those before the range of a try. A million take some
    /// 100 MB.
    /// </summary>
    /// <remarks>At the limit the newest ones fill the windows. A rule whose window needs more at the current rate cannot be used.</remarks>
    [Range(10_000, 50_000_000)]
    public int HotTransactions { get; set; } = 200_000;

    /// <summary>The most transactions that one try judges.</summary>
    /// <remarks>At the limit the try ends, and its answer says up to when it came.</remarks>
    [Range(1_000, 100_000_000)]
    public int MaxTried { get; set; } = 5_000_000;

    /// <summary>How long a try or an explanation may take.</summary>
    /// <remarks>After that it is cut off, and the call gets 503 with <c>Retry-After</c>.</remarks>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan TryTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Tries and explanations that may run at once.</summary>
    /// <remarks>When all are taken, a further call gets 429 with <c>Retry-After</c>.</remarks>
    [Range(1, 16)]
    public int ConcurrentTries { get; set; } = 2;

    /// <summary>
    /// Accounts that stand for no account, such as the fallback of a replay mapping. To a rule, the account of such a transaction is
    /// missing.
    /// </summary>
    /// <value>Account names, exactly as stored. Without the setting: <c>unknown</c>.</value>
    /// <remarks>The store does not keep whether a mapping filled in an account, so rules over stored transactions need the names.</remarks>
    public string[]? PlaceholderAccounts { get; set; }

    /// <summary>Named lists of texts that rules can use, as in <c>source in list "watched"</c>.</summary>
    /// <value>The name of a list, and its entries as <c>Rules:Lists:watched:0</c>, <c>Rules:Lists:watched:1</c> and so on.</value>
    /// <remarks>A rule that names another list is refused.</remarks>
    public Dictionary<string, string[]> Lists { get; } = [];

    /// <summary>A version flags payments only after a second person has approved it.</summary>
    /// <remarks>The author of a version cannot approve it. Without a sign-in the names are those that callers give.</remarks>
    public bool SecondPerson { get; set; }

    /// <summary>Versions of rules that may decide on payments at once, those in Shadow included.</summary>
    /// <remarks>At the limit no further version can leave Draft.</remarks>
    [Range(1, 1_000)]
    public int MaxLiveRules { get; set; } = 200;

    /// <summary>The program takes a version back to Shadow that matches far more payments than was expected, or that costs too
    /// much.</summary>
    /// <remarks>It raises one critical alert. One call takes the version back to Live.</remarks>
    public bool Breaker { get; set; } = true;

    /// <summary>Payments of the last minute that a version must have matched before its share counts.</summary>
    /// <remarks>Below it, the version is left alone, whatever its share.</remarks>
    [Range(1, 1_000_000)]
    public int BreakerMinimumHits { get; set; } = 50;

    /// <summary>How many times the share that its try had flagged a version may match (<c>expectedShare</c> of the step to
    /// Live).</summary>
    /// <remarks>Above it, the version is taken back to Shadow.</remarks>
    [Range(1.5, 1_000)]
    public double BreakerFactor { get; set; } = 10;

    /// <summary>The share of the payments of the last minute that a version may match where nobody said what to expect.</summary>
    /// <remarks>Above it, the version is taken back to Shadow. A version that a person has restored is not taken back for its
    /// share.</remarks>
    [Range(0.01, 1)]
    public double BreakerMaxShare { get; set; } = 0.5;

    /// <summary>What a version may cost for each payment, measured on one of 64. Windows are shared, and are not part of it.</summary>
    /// <remarks>Above it, the version is taken back to Shadow.</remarks>
    [Range(typeof(TimeSpan), "00:00:00.000001", "00:00:00.010")]
    public TimeSpan BreakerMaxMeanCost { get; set; } = TimeSpan.FromMicroseconds(50);

    internal IReadOnlyList<string> Placeholders => PlaceholderAccounts ?? ["unknown"];

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (var (name, entries) in Lists)
        {
            if (entries.Length > MaxListEntries)
                yield return new ValidationResult($"Rules:Lists:{name} has {entries.Length} entries; at most {MaxListEntries} are possible.");
            if (entries.Any(e => e.Length > Transaction.MaxCounterpartyLength))
                yield return new ValidationResult($"Rules:Lists:{name} has an entry above {Transaction.MaxCounterpartyLength} characters.");
        }
    }
}
