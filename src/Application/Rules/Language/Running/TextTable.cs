using System.Runtime.InteropServices;

namespace Dashboard.Application.Rules.Language.Running;

/// <summary>Gives each text a small number, so that rules and windows compare numbers. Not thread-safe.</summary>
/// <remarks>A text that is held and then released as often gives its number free. A text that was never held keeps its number.</remarks>
internal sealed class TextTable
{
    /// <summary>The number of a missing text.</summary>
    public const int Missing = 0;

    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly List<string> _texts = [""];
    private readonly List<int> _holds = [0];
    private readonly Stack<int> _free = [];

    public int Count => _texts.Count - _free.Count;

    public int NumberOf(string? text)
    {
        if (text is null) return Missing;
        ref var number = ref CollectionsMarshal.GetValueRefOrAddDefault(_numbers, text, out var isKnown);
        if (isKnown) return number;
        if (_free.TryPop(out number))
        {
            _texts[number] = text;
            return number;
        }

        number = _texts.Count;
        _texts.Add(text);
        _holds.Add(0);
        return number;
    }

    /// <summary>The number of a text that a rule names. It is never given free.</summary>
    public int ConstantOf(string text)
    {
        var number = NumberOf(text);
        Hold(number);
        return number;
    }

    public string? TextOf(int number) => number == Missing ? null : _texts[number];

    public void Hold(int number) => _holds[number]++;

    public void Release(int number)
    {
        if (number == Missing || --_holds[number] > 0) return;
        _numbers.Remove(_texts[number]);
        _texts[number] = "";
        _free.Push(number);
    }
}
