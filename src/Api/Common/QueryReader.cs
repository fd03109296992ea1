using System.Globalization;
using Dashboard.Api.Common.Description;
using Dashboard.Application.Common;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Dashboard.Api.Common;

/// <summary>Reads a query string field by field. The answer names every wrong field, and every unknown one: a mistyped filter must not
/// select everything without a word.</summary>
internal abstract class QueryReader
{
    // As in +01:00.
    private const int OffsetLength = 6;

    private readonly IQueryCollection _query;
    private readonly Dictionary<string, string[]> _errors = [];

    protected QueryReader(IQueryCollection query, IEnumerable<QueryParameter> known)
    {
        _query = query;
        var names = known.Select(p => p.Name).ToList();
        foreach (var name in query.Keys.Where(k => !names.Contains(k, StringComparer.OrdinalIgnoreCase)))
            _errors[name] = ["is not a known parameter; known are " + string.Join(", ", names)];
    }

    /// <summary>The answer to a query with errors; null when there are none. To be asked when every field has been read.</summary>
    public RefusalResult? Refused => _errors.Count > 0 ? Refusals.InvalidFields(_errors) : null;

    /// <summary>Answers a query that was read from this reader: with its result, or with the errors by field.</summary>
    public async Task<Results<Ok<TAnswer>, RefusalResult>> AnswerAsync<TAnswer>(
        IRequest<TAnswer> request, IMediator mediator, CancellationToken cancellationToken) =>
        Refused is { } refused ? refused : TypedResults.Ok(await mediator.Send(request, cancellationToken));

    /// <summary>Adds an error of a field, unless it has one.</summary>
    protected void Refuse(string name, string error) => _errors.TryAdd(name, [error]);

    protected delegate bool TryParse<T>(string text, out T value);

    /// <summary>One or more names, separated by commas or by repeating the field.</summary>
    protected T[]? AnyOf<T>(string name)
        where T : struct, Enum
    {
        var names = _query[name].SelectMany(v => (v ?? "").Split(',')).ToArray();
        if (names.Length == 0) return null;
        var values = new List<T>();
        foreach (var text in names)
        {
            if (Enum.GetNames<T>().FirstOrDefault(n => n.Equals(text, StringComparison.OrdinalIgnoreCase)) is { } known)
                values.Add(Enum.Parse<T>(known));
            else
                _errors[name] = ["must be one or more of " + string.Join(", ", Enum.GetNames<T>())];
        }

        return [.. values.Distinct()];
    }

    protected string? Text(string name, int maxLength)
    {
        if (Single(name) is not { } text) return null;
        if (TextRules.TryRead(text, maxLength, out var read)) return read;
        _errors[name] = [TextRules.Requirement(maxLength)];
        return null;
    }

    protected decimal? Decimal(string name)
    {
        if (Single(name) is not { } text) return null;
        if (AmountReader.TryRead(PlusRestored(text, 0), out var amount, out var error)) return amount;
        _errors[name] = [error];
        return null;
    }

    protected int? Integer(string name) => Value<int>(name, TryInteger, "must be a whole number");

    protected bool? Boolean(string name) => Value<bool>(name, bool.TryParse, "must be true or false");

    protected DateTimeOffset? Time(string name)
    {
        if (Single(name) is not { } text) return null;
        if (TimeReader.TryRead(PlusRestored(text, text.Length - OffsetLength), out var time, out var error)) return time;
        _errors[name] = [error];
        return null;
    }

    /// <summary>The value of one of the names; that of the first one when the field is absent.</summary>
    protected T Choice<T>(string name, IReadOnlyList<(string Name, T Value)> choices)
    {
        var text = Single(name) ?? choices[0].Name;
        foreach (var choice in choices)
            if (choice.Name == text) return choice.Value;
        var names = choices.Select(c => c.Name).ToList();
        _errors[name] = [$"must be {string.Join(", ", names.SkipLast(1))} or {names[^1]}"];
        return choices[0].Value;
    }

    protected TId? Cursor<TId>(TryParse<TId> tryParse)
        where TId : struct => Value("cursor", tryParse, "is not a cursor of this list");

    protected T? Value<T>(string name, TryParse<T> tryParse, string error)
        where T : struct
    {
        if (Single(name) is not { } text) return null;
        if (tryParse(text, out var value)) return value;
        _errors[name] = [error];
        return null;
    }

    private string? Single(string name)
    {
        var values = _query[name];
        if (values.Count > 1) _errors[name] = ["must be given once"];
        return values.Count == 1 ? values[0] ?? "" : null;
    }

    private static bool TryInteger(string text, out int value) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value);

    // An unescaped plus sign arrives as a space.
    private static string PlusRestored(string text, int place) =>
        place >= 0 && place < text.Length && text[place] == ' ' ? $"{text[..place]}+{text[(place + 1)..]}" : text;
}
