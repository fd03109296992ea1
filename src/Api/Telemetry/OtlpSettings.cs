using Microsoft.Extensions.Options;

namespace Dashboard.Api.Telemetry;

/// <summary>Where traces, metrics and logs are sent, as the standard variables of OpenTelemetry say. Null: nothing of that kind is
/// made or sent.</summary>
/// <remarks>The exporter itself reads the protocol, the headers and the time limits (<c>OTEL_EXPORTER_OTLP_…</c>).</remarks>
internal sealed record OtlpSettings(OtlpTarget? Traces, OtlpTarget? Metrics, OtlpTarget? Logs)
{
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    public bool AreAny => Traces is not null || Metrics is not null || Logs is not null;

    /// <exception cref="OptionsValidationException">An endpoint is not an address.</exception>
    public static OtlpSettings From(IConfiguration settings)
    {
        var isDisabled = string.Equals(settings["OTEL_SDK_DISABLED"], "true", StringComparison.OrdinalIgnoreCase);
        return isDisabled ? new(null, null, null) : new(Target("TRACES"), Target("METRICS"), Target("LOGS"));

        OtlpTarget? Target(string signal)
        {
            if (settings[$"OTEL_{signal}_EXPORTER"] is { Length: > 0 } exporter && exporter != "otlp") return null;
            if (AddressIn(settings, $"OTEL_EXPORTER_OTLP_{signal}_ENDPOINT") is { } own) return new(own);
            return AddressIn(settings, Endpoint) is null ? null : new OtlpTarget(null);
        }
    }

    private static Uri? AddressIn(IConfiguration settings, string variable)
    {
        if (settings[variable] is not { Length: > 0 } text) return null;
        if (Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https") return address;
        throw new OptionsValidationException(
            variable, typeof(OtlpSettings), [$"{variable} must be an address such as http://localhost:4318, not '{text}'."]);
    }
}

/// <param name="Own">The address of this signal alone; null for the common one, which the exporter reads itself.</param>
internal sealed record OtlpTarget(Uri? Own);
