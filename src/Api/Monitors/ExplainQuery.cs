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
        new("baselineFrom", FieldShape.Time, "The first second of the span to compare with; an hour before its end when absent"),
        new("baselineTo", FieldShape.Time, "The end of the span to compare with; from when absent"),
    ];

    public ExplainChange Read()
    {
        var from = Required("from");
        var to = Required("to");
        var baselineTo = Time("baselineTo") ?? from;
        return new ExplainChange(Choice("measure", Measures), from, to, Time("baselineFrom") ?? Before(baselineTo), baselineTo);
    }

    private static DateTimeOffset Before(DateTimeOffset end) =>
        end - DateTimeOffset.MinValue > ExplainChange.DefaultBaseline ? end - ExplainChange.DefaultBaseline : DateTimeOffset.MinValue;

    private DateTimeOffset Required(string name)
    {
        if (Time(name) is { } time) return time;
        Refuse(name, "is required: a time such as 2026-01-31T08:30:00Z");
        return default;
    }
}
