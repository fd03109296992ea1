namespace Dashboard.Api.Telemetry;

/// <summary>Where traces, metrics and logs are sent, as the standard variables of OpenTelemetry say. Null: nothing of that kind is
/// made or sent.</summary>
/// <remarks>The exporter itself reads the protocol, the headers and the time limits (<c>OTEL_EXPORTER_OTLP_…</c>).</remarks>
internal sealed record OtlpSettings(OtlpTarget? Traces, OtlpTarget? Metrics, OtlpTarget? Logs)
{
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    public bool AreAny => Traces is not null || Metrics is not null || Logs is not null;

    public static OtlpSettings From(IConfiguration settings)
    {
        var isDisabled = string.Equals(settings["OTEL_SDK_DISABLED"], "true", StringComparison.OrdinalIgnoreCase);
        return isDisabled ? new(null, null, null) : new(Target("TRACES"), Target("METRICS"), Target("LOGS"));

        OtlpTarget? Target(string signal)
        {
            if (settings[$"OTEL_{signal}_EXPORTER"] is { Length: > 0 } exporter && exporter != "otlp") return null;
            if (settings[$"OTEL_EXPORTER_OTLP_{signal}_ENDPOINT"] is { Length: > 0 } own) return new(new Uri(own));
            return string.IsNullOrEmpty(settings[Endpoint]) ? null : new OtlpTarget(null);
        }
    }
}

/// <param name="Own">The address of this signal alone; null for the common one, which the exporter reads itself.</param>
internal sealed record OtlpTarget(Uri? Own);
