using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using Dashboard.Application.Common;
using Dashboard.Application.History;
using Dashboard.Application.Ingest;
using Dashboard.Domain.Transactions;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Dashboard.IntegrationTests.Telemetry;

/// <summary>What a collector gets from the running program, and what the program does without one. The program runs in a process of its
/// own: listeners of spans belong to a process.</summary>
public sealed class TelemetryTests : IDisposable
{
    private const string Path = "/api/v1/transactions";

    private readonly TemporaryStore _store = new();

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task One_trace_goes_from_the_call_through_commit_and_gateway_to_the_timeline()
    {
        const string Caller = "0af7651916cd43dd8448eb211c80319c";
        await using var receiver = await OtlpReceiver.StartAsync();
        using var program = new ChildProgram(_store, "Production", [.. receiver.Settings, "--Processing:MaxDelay=00:00:00.100"]);
        using var client = await program.ConnectAsync();
        using var call = new HttpRequestMessage(HttpMethod.Post, Path)
        {
            Content = JsonContent.Create(TestData.Item(amount: 5_000)),
            Headers = { { "traceparent", $"00-{Caller}-b7ad6b7169203331-01" } },
        };

        var answer = await client.SendAsync(call);
        var path = answer.Headers.Location!.ToString();
        await receiver.WaitForAsync(r => r.Spans.Any(s => s.Name == "gateway") && r.Spans.Any(s => s.Name == "tick"));
        var detail = await Poll.UntilAsync(
            () => client.ReadAsync<TransactionWithTimeline>(path), d => d.Transaction.CompletedAt is not null);

        detail.TraceId.ShouldBe(Caller);
        var trace = receiver.Spans.Where(s => s.TraceId == Caller).ToDictionary(s => s.Name);
        var (ingest, gateway) = (trace["ingest"], trace["gateway"]);
        trace.Keys.ShouldBe([$"POST {Path}/", "ingest", "store", "commit", "gateway"], ignoreOrder: true);
        trace[$"POST {Path}/"].ParentId.ShouldBe("b7ad6b7169203331");
        ingest.ParentId.ShouldBe(trace[$"POST {Path}/"].SpanId);
        trace["store"].ParentId.ShouldBe(ingest.SpanId);
        trace["commit"].ParentId.ShouldBe(trace["store"].SpanId);
        gateway.ParentId.ShouldBe(ingest.SpanId);
        gateway.Attributes[Tracing.TransactionId].ShouldBe(detail.Transaction.Id);
        gateway.Attributes[Tracing.TransactionStatus].ShouldBe(detail.Transaction.Status.ToString());
        ingest.Events.ShouldBe(["flagged"]);
    }

    [Fact]
    public async Task A_restart_continues_the_trace_of_an_unfinished_transaction()
    {
        await using var receiver = await OtlpReceiver.StartAsync();
        string id;
        using (var program = new ChildProgram(
            _store, "Production", [.. receiver.Settings, "--Processing:MinDelay=00:10:00", "--Processing:MaxDelay=00:10:00"]))
        {
            using var client = await program.ConnectAsync();
            var answer = await client.PostAsync(Path, JsonContent.Create(TestData.Item()));
            id = (await answer.Content.ReadFromJsonAsync<Taken>(DashboardHost.Json))!.Id;
            await receiver.WaitForAsync(r => r.Spans.Any(s => s.Name == "ingest"));
            program.Kill();
        }

        using var again = new ChildProgram(
            _store, "Production", [.. receiver.Settings, "--Processing:MinDelay=00:00:00", "--Processing:MaxDelay=00:00:00"]);
        using var reader = await again.ConnectAsync();
        await receiver.WaitForAsync(r => r.Spans.Any(s => s.Name == "gateway"));

        var (ingest, gateway) = (receiver.Spans.Single(s => s.Name == "ingest"), receiver.Spans.Single(s => s.Name == "gateway"));
        (gateway.TraceId, gateway.ParentId).ShouldBe((ingest.TraceId, ingest.SpanId));
        (await reader.ReadAsync<TransactionWithTimeline>($"{Path}/{id}")).TraceId.ShouldBe(ingest.TraceId);
    }

    [Fact]
    public async Task Metrics_and_logs_arrive_under_the_name_of_the_service()
    {
        await using var receiver = await OtlpReceiver.StartAsync();
        using var program = new ChildProgram(_store, "Production", [.. receiver.Settings, "--OTEL_SERVICE_NAME=payments-eu"]);
        using var client = await program.ConnectAsync();
        await client.PostAsync(Path, JsonContent.Create(TestData.Item()));

        await receiver.WaitForAsync(r => r.Metrics.Contains("http.server.request.duration"));
        await receiver.WaitForAsync(r => r.Logs.Any(l => l.Body.StartsWith("Application started", StringComparison.Ordinal)));
        program.SendInterrupt();
        (await program.WaitForExitAsync()).ShouldBe(0);

        string[] own = ["dashboard.transactions", "dashboard.queued_transactions", "dashboard.window_processing", "dashboard.alerts"];
        own.ShouldBeSubsetOf(receiver.Metrics);
        receiver.Metrics.ShouldContain(m => m.StartsWith("dotnet.gc", StringComparison.Ordinal));
        receiver.Services.ShouldBe(["payments-eu"]);
        program.Output.Count(l => l.Contains("Application started")).ShouldBe(1, "the console has each entry once");
    }

    [Fact]
    public async Task No_text_of_a_sender_is_in_anything_that_is_sent()
    {
        const string Secret = "Secret";
        await using var receiver = await OtlpReceiver.StartAsync();
        using var program = new ChildProgram(
            _store, "Production",
            [.. receiver.Settings, "--Serilog:MinimumLevel:Default=Verbose", "--Serilog:MinimumLevel:Override:Dashboard=Verbose",
                "--Processing:Mode=External"]);
        using var client = await program.ConnectAsync();
        client.DefaultRequestHeaders.UserAgent.ParseAdd("SecretAgent/1.0");
        var item = new NewTransaction("SecretSource", "SecretReference", "SecretAccount", "SecretParty", 5_000, "EUR", null);
        var failed = item with { Reference = "SecretOther", Status = TransactionStatus.Failed, FailureReason = "SecretReason" };

        var answer = await client.PostAsync(Path, JsonContent.Create(item, options: DashboardHost.Json));
        var id = (await answer.Content.ReadFromJsonAsync<Taken>(DashboardHost.Json))!.Id;
        await client.PostAsync(Path, JsonContent.Create(item with { Amount = 1 }, options: DashboardHost.Json));
        await client.PostAsync(Path, ApiCalls.JsonBody("""{"source":"SecretSource","account":"SecretAccount","amount":"SecretAmount"}"""));
        await client.PostAsync(Path + "/batch", JsonContent.Create(Enumerable.Repeat(failed, 3), options: DashboardHost.Json));
        await Poll.UntilAsync(
            () => client.PostAsync($"{Path}/{id}/outcome", ApiCalls.JsonBody("""{"status":"Failed","failureReason":"SecretReason"}""")),
            a => a.StatusCode == HttpStatusCode.OK);
        await client.GetAsync(Path + "?account=SecretAccount&counterparty=SecretParty&reason=SecretReason");
        await client.GetAsync(Path + "?account=SecretAccount&nonsense=SecretAccount");
        await client.GetAsync("/api/v1/alerts?subject=SecretAccount");
        await client.GetAsync(Path + "/export?account=SecretAccount");
        await receiver.WaitForAsync(r => r.Spans.Any(s => s.Name == $"GET {Path}/export"));
        program.SendInterrupt();
        await program.WaitForExitAsync();

        receiver.Spans.Count(s => s.Name == "ingest").ShouldBeGreaterThanOrEqualTo(3);
        receiver.Logs.Count.ShouldBeGreaterThan(5);
        receiver.Bytes.ShouldNotContain(Secret);
        string.Join('\n', program.Output).ShouldNotContain(Secret);
    }

    [Fact]
    public async Task Without_the_variables_nothing_listens_and_no_trace_is_stored()
    {
        await using var host = await DashboardHost.StartAsync(_store);
        var id = (await host.IngestAsync(TestData.Item()))[0].Id!.Value;

        Tracing.Source.HasListeners().ShouldBeFalse();
        Activity.Current.ShouldBeNull();
        host.Services.GetService<TracerProvider>().ShouldBeNull();
        host.Services.GetService<MeterProvider>().ShouldBeNull();
        (await host.GetAsync<TransactionWithTimeline>($"{Path}/{id}")).TraceId.ShouldBeNull();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_collector_that_is_away_or_never_answers_holds_up_nothing(bool isListening)
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        if (isListening) silent.Start();
        var port = isListening ? ((IPEndPoint)silent.LocalEndpoint).Port : ChildProgram.FreePort();
        using var program = new ChildProgram(
            _store, "Production", $"--OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:{port}", "--OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf",
            "--OTEL_BSP_SCHEDULE_DELAY=50", "--OTEL_BSP_MAX_QUEUE_SIZE=64", "--OTEL_BSP_MAX_EXPORT_BATCH_SIZE=64",
            "--Processing:MaxDelay=00:00:00.100");
        using var client = await program.ConnectAsync();

        for (var i = 0; i < 300; i++)
        {
            using var answer = await client.PostAsync(Path, JsonContent.Create(TestData.Item(reference: "R" + i)));
            answer.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        }

        (await client.WaitUntilIdleAsync()).Accepted.ShouldBe(300);
        program.SendInterrupt();
        (await program.WaitForExitAsync()).ShouldBe(0);
    }

    private sealed record Taken(string Id);
}
