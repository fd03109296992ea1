using Dashboard.Application.Common.Cards;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Dashboard.Application.Ingest;

/// <summary>Applies <see cref="CardNumberOptions.CardNumbers"/> to every text that is about to be stored, and counts what it finds. Safe
/// for any number of threads.</summary>
public sealed partial class CardNumberGuard(IOptions<CardNumberOptions> options, ILogger<CardNumberGuard> logger)
{
    private const string Error = "must not have a card number in it";

    private const string ErrorOfIdentity =
        "must not have a card number in it: it identifies the transaction, and two cards may be truncated to one text";

    private readonly CardNumberPolicy _policy = options.Value.CardNumbers;
    private long _allowed, _truncated, _refused;

    /// <summary>Texts with a card number in them since the start, by what happened to them.</summary>
    public IReadOnlyList<(string Action, long Count)> Counts =>
    [
        ("allowed", Interlocked.Read(ref _allowed)), ("truncated", Interlocked.Read(ref _truncated)),
        ("refused", Interlocked.Read(ref _refused)),
    ];

    /// <summary>The payment as it may be stored.</summary>
    /// <param name="idempotencyKey">Of its call; null when there is none.</param>
    /// <param name="errors">Field → what is wrong with it; empty when the payment may be stored.</param>
    internal NewTransaction Guarded(NewTransaction payment, string? idempotencyKey, out IReadOnlyDictionary<string, string> errors)
    {
        Dictionary<string, string>? found = null;
        Identity("source", payment.Source, ref found);
        Identity("reference", payment.Reference, ref found);
        Identity("Idempotency-Key", idempotencyKey, ref found);
        var account = Text("account", payment.Account, ref found);
        var counterparty = Text("counterparty", payment.Counterparty, ref found);
        var failureReason = Text("failureReason", payment.FailureReason, ref found);
        errors = found ?? IngestResult.NoErrors;
        var isUnchanged = ReferenceEquals(account, payment.Account) && ReferenceEquals(counterparty, payment.Counterparty)
            && ReferenceEquals(failureReason, payment.FailureReason);
        return isUnchanged ? payment : payment with { Account = account, Counterparty = counterparty, FailureReason = failureReason };
    }

    /// <summary>The failure reason of a reported outcome as it may be stored.</summary>
    /// <param name="error">What is wrong with it; null when it may be stored.</param>
    internal string? Guarded(string? failureReason, out string? error)
    {
        Dictionary<string, string>? found = null;
        var guarded = Text("failureReason", failureReason, ref found);
        error = found?["failureReason"];
        return guarded;
    }

    private string? Text(string field, string? text, ref Dictionary<string, string>? errors)
    {
        if (!CardNumbers.Contains(text)) return text;
        if (_policy != CardNumberPolicy.Truncate)
        {
            AllowOrRefuse(field, Error, ref errors);
            return text;
        }

        Interlocked.Increment(ref _truncated);
        return CardNumbers.Truncated(text);
    }

    private void Identity(string field, string? text, ref Dictionary<string, string>? errors)
    {
        if (CardNumbers.Contains(text))
            AllowOrRefuse(field, _policy == CardNumberPolicy.Truncate ? ErrorOfIdentity : Error, ref errors);
    }

    private void AllowOrRefuse(string field, string error, ref Dictionary<string, string>? errors)
    {
        if (_policy == CardNumberPolicy.Allow)
        {
            if (Interlocked.Increment(ref _allowed) == 1) LogAllowed(field);
            return;
        }

        Interlocked.Increment(ref _refused);
        (errors ??= [])[field] = error;
    }

    [LoggerMessage(211, LogLevel.Warning,
        "A text that looks like a card number is stored as it is, in the field {Field}. Set Ingest:CardNumbers to Truncate or Refuse when "
        + "card numbers may not be stored. Further ones are counted in dashboard_card_numbers_total and not logged")]
    private partial void LogAllowed(string field);
}
