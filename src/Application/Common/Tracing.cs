using System.Diagnostics;
using Dashboard.Domain.Transactions;

namespace Dashboard.Application.Common;

/// <summary>The spans of the program, for distributed tracing. Without a listener no span is made.</summary>
/// <remarks>A span has ids, counts, states and names of rules. It has no text of a sender: no account, counterparty, source, reference or
/// failure reason.</remarks>
public static class Tracing
{
    public const string SourceName = "Dashboard";

    public const string TransactionId = "dashboard.transaction.id";
    public const string TransactionStatus = "dashboard.transaction.status";
    public const string Rules = "dashboard.rules";

    public static readonly ActivitySource Source = new(SourceName);

    /// <summary>The span as the origin of transactions; null when it is not recorded.</summary>
    public static TransactionTrace? OriginOf(Activity? span) =>
        span is { Recorded: true } ? new(span.TraceId.ToHexString(), span.SpanId.ToHexString()) : null;

    public static ActivityContext ContextOf(TransactionTrace trace)
    {
        ArgumentNullException.ThrowIfNull(trace);
        return new(
            ActivityTraceId.CreateFromString(trace.TraceId), ActivitySpanId.CreateFromString(trace.SpanId), ActivityTraceFlags.Recorded);
    }
}
