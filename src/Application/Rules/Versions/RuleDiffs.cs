using Dashboard.Domain.Rules;

namespace Dashboard.Application.Rules.Versions;

/// <summary>Compares two texts word by word.</summary>
internal static class RuleDiffs
{
    public const string Same = "same";
    public const string Removed = "removed";
    public const string Added = "added";

    public static RuleDiff Of(RuleVersion from, RuleVersion to)
    {
        var fields = new List<string>();
        if (from.Description != to.Description) fields.Add("description");
        if (from.Severity != to.Severity) fields.Add("severity");
        return new RuleDiff(
            from.Rule, from.Number, to.Number, from.Canonical == to.Canonical, Parts(from.Canonical, to.Canonical), fields);
    }

    public static IReadOnlyList<RuleDiffPart> Parts(string from, string to)
    {
        var (before, after) = (from.Split(' '), to.Split(' '));
        // common[i, j]: the longest common run of words of the ends from i and j on. A rule has at most 2,000 characters.
        var common = new int[before.Length + 1, after.Length + 1];
        for (var i = before.Length - 1; i >= 0; i--)
            for (var j = after.Length - 1; j >= 0; j--)
                common[i, j] = before[i] == after[j] ? common[i + 1, j + 1] + 1 : Math.Max(common[i + 1, j], common[i, j + 1]);

        var parts = new List<(string Change, List<string> Words)>();
        for (int i = 0, j = 0; i < before.Length || j < after.Length;)
        {
            if (i < before.Length && j < after.Length && before[i] == after[j])
            {
                Add(Same, before[i++]);
                j++;
            }
            else if (j == after.Length || (i < before.Length && common[i + 1, j] >= common[i, j + 1])) Add(Removed, before[i++]);
            else Add(Added, after[j++]);
        }

        return [.. parts.Select(p => new RuleDiffPart(p.Change, string.Join(' ', p.Words)))];

        void Add(string change, string word)
        {
            if (parts.Count == 0 || parts[^1].Change != change) parts.Add((change, []));
            parts[^1].Words.Add(word);
        }
    }
}
