using System.Text.RegularExpressions;

namespace Dashboard.IntegrationTests.Clients;

/// <summary>The examples that the documents show.</summary>
internal static partial class DocumentedExamples
{
    public const string Address = "http://localhost:5080";

    /// <summary>The calls with a body that README and the guide of the REST interface show for curl.</summary>
    public static IReadOnlyList<(string Path, string Body)> Calls { get; } =
    [
        .. ((string[])["README.md", "docs/rest.md"]).SelectMany(file => Curl().Matches(Checkout.Read(file)))
            .Select(m => (m.Groups["path"].Value, m.Groups["body"].Value)),
    ];

    /// <summary>The one code block of a document in a language, which talks to a program at another address.</summary>
    public static string Code(string document, string language, Uri server)
    {
        var blocks = Block().Matches(Checkout.Read(document)).Where(m => m.Groups["language"].Value == language).ToList();
        return blocks.ShouldHaveSingleItem().Groups["code"].Value.Replace(Address, server.OriginalString.TrimEnd('/'), StringComparison.Ordinal);
    }

    [GeneratedRegex("""curl -i http://localhost:5080(?<path>\S+) -H 'Content-Type: application/json'[ \\\n]+-d '(?<body>\{[^']*\})'""")]
    private static partial Regex Curl();

    [GeneratedRegex("^```(?<language>\\w+)\n(?<code>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();
}
