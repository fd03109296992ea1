namespace Dashboard.Infrastructure.Replay.Rows;

/// <summary>Why a row is rejected.</summary>
/// <param name="Reason">Equal for equal causes, so that rejections can be counted by it.</param>
/// <param name="Value">The wrong text, only of an amount, a time, a status or a sign; null otherwise.</param>
internal readonly record struct RowProblem(string Reason, string? Value = null)
{
    /// <summary>One line for the log, also when the value has line breaks.</summary>
    public override string ToString() => Value is null ? Reason : $"{Reason}: '{LogText.Shown(Value)}'";
}
