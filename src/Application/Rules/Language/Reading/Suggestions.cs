namespace Dashboard.Application.Rules.Language.Reading;

/// <summary>Finds the known word that an unknown one was probably meant to be.</summary>
internal static class Suggestions
{
    private const int MaxLength = 64;

    /// <summary>Null when no candidate is close.</summary>
    public static string? Closest(string word, IEnumerable<string> candidates)
    {
        if (word.Length is 0 or > MaxLength) return null;
        var allowed = Math.Max(1, Math.Min(3, word.Length / 3));
        return candidates.Select(c => (Candidate: c, Distance: Distance(word.ToLowerInvariant(), c.ToLowerInvariant())))
            .Where(c => c.Distance <= allowed && c.Distance < c.Candidate.Length).OrderBy(c => c.Distance).Select(c => c.Candidate)
            .FirstOrDefault();
    }

    // Letters to insert, remove or change; two that changed places count as one.
    private static int Distance(string from, string to)
    {
        if (Math.Abs(from.Length - to.Length) > 3) return int.MaxValue;
        var costs = new int[from.Length + 1, to.Length + 1];
        for (var i = 0; i <= from.Length; i++) costs[i, 0] = i;
        for (var j = 0; j <= to.Length; j++) costs[0, j] = j;
        for (var i = 1; i <= from.Length; i++)
        {
            for (var j = 1; j <= to.Length; j++)
            {
                var changed = costs[i - 1, j - 1] + (from[i - 1] == to[j - 1] ? 0 : 1);
                costs[i, j] = Math.Min(changed, Math.Min(costs[i - 1, j], costs[i, j - 1]) + 1);
                if (i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1])
                    costs[i, j] = Math.Min(costs[i, j], costs[i - 2, j - 2] + 1);
            }
        }

        return costs[from.Length, to.Length];
    }
}
