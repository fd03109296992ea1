using Dashboard.Domain.Transactions;

namespace Dashboard.Infrastructure.Replay.Rows.Fields;

/// <summary>Says how a row ended, as far as its file says so. A row of a file that says nothing is observed as completed at its own
/// time.</summary>
internal sealed class OutcomeField(ReplayMapping mapping, ValueTables values)
{
    public const string Statuses = "Completed, Failed, Pending or Ignore";

    /// <summary>The reason of a failure that the file does not explain.</summary>
    public const string NoReason = "not_stated";

    private const string Ignore = nameof(Ignore);

    private readonly Template? _status = mapping.Status is { } text ? Template.Parse(text) : null;
    private readonly Template? _reason = mapping.FailureReason is { } text ? Template.Parse(text) : null;

    public static bool IsStatus(string text) => text is "Completed" or "Failed" or "Pending" or Ignore;

    /// <summary>True for a row that is no transaction, or not yet.</summary>
    /// <param name="isComplete">False for a row that ends before the last column of the mapping, such as a line between two parts of a
    /// statement. It is left out when its status is empty and the table names the empty status, or when its status is in the table.</param>
    public bool Ignores(ReplayRow row, bool isComplete) => _status is not null
        && StatusText(row) == Ignore && (isComplete || values.Names("status", _status.Fill(row)));

    /// <param name="status">Null for a row that is to be processed.</param>
    public bool TryRead(ReplayRow row, out TransactionStatus? status, out string? failureReason, out RowProblem problem)
    {
        (status, failureReason, problem) = (null, null, default);
        if (mapping.Process) return true;
        var text = _status is null ? "Completed" : StatusText(row);
        status = text switch
        {
            "Completed" => TransactionStatus.Completed,
            "Failed" => TransactionStatus.Failed,
            _ => null,
        };
        if (status is null && text != "Pending")
        {
            problem = text is null
                ? new RowProblem($"the status of {mapping.Status} is empty")
                : new RowProblem($"the status of {mapping.Status} is none of {Statuses}", text);
            return false;
        }

        if (status == TransactionStatus.Failed) failureReason = ReasonOf(row);
        return true;
    }

    private string? StatusText(ReplayRow row) => values.Translate("status", _status!.Fill(row));

    private string ReasonOf(ReplayRow row)
    {
        var text = Texts.Folded(values.Translate("failureReason", _reason?.Fill(row)))?.TrimEnd(',', ';', ' ');
        if (string.IsNullOrEmpty(text)) return NoReason;
        return mapping.Shorten ? Texts.Shortened(text, Transaction.MaxFailureReasonLength) : text;
    }
}
