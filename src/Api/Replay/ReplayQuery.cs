using Dashboard.Api.Common;
using Dashboard.Api.Common.Description;
using Dashboard.Infrastructure.Replay;

namespace Dashboard.Api.Replay;

/// <summary>The query of a call that sends files.</summary>
internal sealed class ReplayQuery : QueryReader
{
    private const int DefaultRows = 20;
    private const int MaxRows = 1_000;
    private const int MaxNameLength = 200;
    private const int MaxSpeedLength = 32;

    private static readonly QueryParameter MappingParameter = new(
        "mapping", FieldShape.Text(MaxNameLength),
        "name of a mapping that comes with the program; a part 'ownMapping' of the body replaces it");

    private static readonly QueryParameter NameParameter = new(
        "name", FieldShape.Text(MaxNameLength), "name of the file, when the body is the file itself");

    public static readonly QueryParameter[] StartParameters =
    [
        MappingParameter, NameParameter,
        new("sort", FieldShape.Boolean, "true puts the rows in by their time"),
        new("speed", FieldShape.Text(MaxSpeedLength),
            "1 keeps the pace of the file, 10 is ten times as fast, max does not wait (the default)"),
    ];

    public static readonly QueryParameter[] PreviewParameters =
    [
        MappingParameter, NameParameter,
        new("rows", FieldShape.Integer(1, MaxRows, DefaultRows), "rows to show of each file"),
    ];

    public ReplayQuery(IQueryCollection query, IEnumerable<QueryParameter> known) : base(query, known)
    {
        Mapping = Text("mapping", MaxNameLength);
        FileName = Text("name", MaxNameLength);
        Sort = Boolean("sort") ?? false;
        Speed = Value<Factor>("speed", TryFactor, "must be a number above 0, or max")?.Value;
        Rows = Value<int>("rows", TryRows, $"must be a number from 1 to {MaxRows}") ?? DefaultRows;
    }

    public string? Mapping { get; }

    public string? FileName { get; }

    public bool Sort { get; }

    /// <summary>Null does not wait.</summary>
    public double? Speed { get; }

    public int Rows { get; }

    private static bool TryRows(string text, out int rows) => int.TryParse(text, out rows) && rows is >= 1 and <= MaxRows;

    private static bool TryFactor(string text, out Factor factor)
    {
        var isRead = ReplayOptions.TryFactor(text, out var value);
        factor = new Factor(value);
        return isRead;
    }

    private readonly record struct Factor(double? Value);
}
