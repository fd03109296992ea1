using Dashboard.Api.Common;
using Dashboard.Api.Common.Description;
using Dashboard.Application.Monitors;

namespace Dashboard.Api.Monitors;

internal sealed class ExplainQuery(IQueryCollection query) : QueryReader(query, Parameters)
{
    private static readonly (string Name, Measure Value)[] Measures =
        [("failureRate", Measure.FailureRate), ("flaggedShare", Measure.FlaggedShare), ("slowShare", Measure.SlowShare)];

    public static readonly QueryParameter[] Parameters =
    [
        new("measure", FieldShape.OneOf(Measures), "What is counted"),
        new("from", FieldShape.Time, "Payments that ended in this second or later") { IsRequired = true },
        new("to", FieldShape.Time, "Payments that ended before this second") { IsRequired = true },
        new("baselineFrom", FieldShape.Time, "The first second of the span to compare with; an hour before from when absent"),
        new("baselineTo", FieldShape.Time, "The end of the span to compare with; from when absent"),
    ];

    public ExplainChange Read()
    {
        var from = Required("from");
        var to = Required("to");
        return new ExplainChange(
            Choice("measure", Measures), from, to, Time("baselineFrom") ?? Before(from), Time("baselineTo") ?? from);
    }

    private static DateTimeOffset Before(DateTimeOffset from) =>
        from - DateTimeOffset.MinValue > ExplainChange.DefaultBaseline ? from - ExplainChange.DefaultBaseline : DateTimeOffset.MinValue;

    private DateTimeOffset Required(string name)
    {
        if (Time(name) is { } time) return time;
        Refuse(name, "is required: a time such as 2026-01-31T08:30:00Z");
        return default;
    }
}
