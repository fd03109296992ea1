namespace Dashboard.Infrastructure.Replay.Rows;

/// <summary>Why a row is rejected.</summary>
/// <param name="Reason">Equal for equal causes, so that rejections can be counted by it.</param>
/// <param name="Value">The wrong text, only of an amount or a time; null otherwise.</param>
internal readonly record struct RowProblem(string Reason, string? Value = null)
{
    private const int MaxShown = 40;

    /// <summary>One line for the log, also when the value has line breaks.</summary>
    public override string ToString() => Value is null ? Reason : $"{Reason}: '{Shown(Value)}'";

    private static string Shown(string value)
    {
        var shown = string.Concat(value.Take(MaxShown).Select(c => char.IsControl(c) ? '·' : c));
        return value.Length > MaxShown ? shown + "…" : shown;
    }
}
