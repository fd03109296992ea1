using Dashboard.Api.Telemetry;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Dashboard.UnitTests.Telemetry;

public sealed class OtlpSettingsTests
{
    [Fact]
    public void From_NoVariable_SendsNothing() => From().AreAny.ShouldBeFalse();

    [Fact]
    public void From_CommonEndpoint_SendsEverythingThere() =>
        From(("OTEL_EXPORTER_OTLP_ENDPOINT", "http://collector:4317"))
            .ShouldBe(new OtlpSettings(new OtlpTarget(null), new OtlpTarget(null), new OtlpTarget(null)));

    [Fact]
    public void From_EndpointOfOneSignal_SendsOnlyThat() =>
        From(("OTEL_EXPORTER_OTLP_LOGS_ENDPOINT", "http://collector/v1/logs"))
            .ShouldBe(new OtlpSettings(null, null, new OtlpTarget(new Uri("http://collector/v1/logs"))));

    [Theory]
    [InlineData("none")]
    [InlineData("console")]
    public void From_OtherExporterForASignal_LeavesItOut(string exporter) =>
        From(("OTEL_EXPORTER_OTLP_ENDPOINT", "http://collector:4317"), ("OTEL_METRICS_EXPORTER", exporter)).Metrics.ShouldBeNull();

    [Fact]
    public void From_SdkDisabled_SendsNothing() =>
        From(("OTEL_EXPORTER_OTLP_ENDPOINT", "http://collector:4317"), ("OTEL_SDK_DISABLED", "true")).AreAny.ShouldBeFalse();

    [Theory]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", "collector:4317")]
    [InlineData("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "/v1/traces")]
    public void From_WhatIsNoAddress_StopsTheStartWithTheVariable(string variable, string value) =>
        Should.Throw<OptionsValidationException>(() => From((variable, value))).Message.ShouldContain(variable);

    private static OtlpSettings From(params (string Key, string Value)[] variables) => OtlpSettings.From(
        new ConfigurationBuilder().AddInMemoryCollection(variables.Select(v => KeyValuePair.Create(v.Key, (string?)v.Value))).Build());
}
