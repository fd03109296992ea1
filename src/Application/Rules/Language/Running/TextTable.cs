using System.Runtime.InteropServices;

namespace Dashboard.Application.Rules.Language.Running;

/// <summary>Gives each text a small number, so that rules and windows compare numbers. Not thread-safe.</summary>
internal sealed class TextTable
{
    /// <summary>The number of a missing text.</summary>
    public const int Missing = 0;

    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly List<string> _texts = [""];

    public int Count => _texts.Count;

    public int NumberOf(string? text)
    {
        if (text is null) return Missing;
        ref var number = ref CollectionsMarshal.GetValueRefOrAddDefault(_numbers, text, out var isKnown);
        if (isKnown) return number;
        number = _texts.Count;
        _texts.Add(text);
        return number;
    }

    public string? TextOf(int number) => number == Missing ? null : _texts[number];
}
