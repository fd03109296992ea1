using System.ComponentModel.DataAnnotations;
using Dashboard.Domain.Transactions;

namespace Dashboard.Application.Rules.Lab;

/// <summary>Section <c>Rules</c>: how far rules look back, and what a try of a rule over stored transactions may cost.</summary>
public sealed class RuleOptions : IValidatableObject
{
    private const int MaxListEntries = 100_000;

    /// <summary>Transactions before the tried range that fill the windows of the rule. A million take some 100 MB during the try.</summary>
    /// <remarks>At the limit the newest ones fill the windows, and the answer says from when on.</remarks>
    [Range(10_000, 50_000_000)]
    public int HotTransactions { get; set; } = 2_000_000;

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
