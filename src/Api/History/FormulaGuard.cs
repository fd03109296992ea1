using System.Text.RegularExpressions;

namespace Dashboard.Api.History;

/// <summary>Keeps a spreadsheet from reading a text cell as a formula.</summary>
/// <remarks>
/// The apostrophe in front of a formula makes it a text. A spreadsheet in a country with another separator cuts a cell at a semicolon,
/// comma or tab within it, so a formula after one of these gets an apostrophe, too. East Asian input methods write the signs in full
/// width, and spreadsheets read them as the plain ones.
/// </remarks>
internal static partial class FormulaGuard
{
    public static string Guard(string text) => Formula().IsMatch(text) ? "'" + LaterFormula().Replace(text, "'") : text;

    // At the start of the text or after a separator; blanks and quotes in front of the sign are no protection.
    [GeneratedRegex("""^[\t\r\n]|(?:^|[;,\t\r\n])[\s"]*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]""")]
    private static partial Regex Formula();

    // The place between a separator and what follows it.
    [GeneratedRegex("""(?<=[;,\t\r\n])(?=[^\S\t\r\n]*"?[^\S\t\r\n]*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20])""")]
    private static partial Regex LaterFormula();
}
