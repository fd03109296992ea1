namespace Dashboard.Domain.Transactions;

/// <summary>The span that brought a transaction in, for distributed tracing (W3C Trace Context).</summary>
/// <param name="TraceId">32 hexadecimal digits, lower case.</param>
/// <param name="SpanId">16 hexadecimal digits, lower case.</param>
public sealed record TransactionTrace(string TraceId, string SpanId);
