using System.Net;
using System.Text.Json;
using Dashboard.Application.Audit;
using Dashboard.Domain.Auth;
using Dashboard.Domain.Common;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Dashboard.IntegrationTests.Audit;

public sealed class TamperedTrailTests : TrailHostTest
{
    private readonly HeadReceiver _receiver = new();

    protected override Dictionary<string, string?> Settings => new()
    {
        ["Auth:Mode"] = "Keys",
        ["Processing:Mode"] = "External",
        ["Audit:HeadInterval"] = "00:00:01",
        ["Audit:HeadUrl"] = _receiver.Address,
    };

    [Fact]
    public async Task A_chain_that_was_computed_anew_does_not_have_its_seals()
    {
        await SignedAsync();
        await ComputeAnewAsync(changed: 2);

        await VerifyShouldSayAsync("chain program, entry 2: its seal is wrong");
        using var viewer = await ClientOfAsync(Role.Viewer);
        (await viewer.GetStringAsync(new Uri("/api/v1/reconciliation", UriKind.Relative)))
            .ShouldContain("\"brokenAt\":2,\"fault\":\"its seal is wrong");
    }

    [Fact]
    public async Task A_head_that_was_changed_does_not_have_its_signature()
    {
        await SignedAsync();
        await File.WriteAllTextAsync(
            HeadFile, (await File.ReadAllTextAsync(HeadFile)).Replace("\"number\":3", "\"number\":2", StringComparison.Ordinal));

        await VerifyShouldSayAsync("the signature in line");
    }

    [Fact]
    public async Task Without_the_key_heads_cannot_be_checked_and_that_is_said()
    {
        await SignedAsync();
        File.Delete(KeyFile);

        await VerifyShouldSayAsync("the key of the signed heads is missing");
    }

    [Fact]
    public async Task Each_head_is_sent_to_the_address_outside()
    {
        await SignedAsync();

        await Poll.UntilAsync(() => _receiver.Heads.Any(h => h.Contains("\"chain\":\"program\",\"number\":3", StringComparison.Ordinal)));
        var kept = await File.ReadAllLinesAsync(HeadFile);
        _receiver.Heads.ShouldAllBe(h => kept.Contains(h));
    }

    [Fact]
    public async Task The_chain_of_the_command_line_has_signed_heads_as_well()
    {
        using var command = ChildProgram.OfWords(Store, "keys", "add", "--name=x", "--role=Viewer");
        (await command.WaitForExitAsync()).ShouldBe(0);

        await Poll.UntilAsync(() => File.Exists(HeadFile)
            && File.ReadAllText(HeadFile).Contains("\"chain\":\"command\",\"number\":1", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_exported_trail_can_be_checked_by_others()
    {
        await SignedAsync();
        using var auditor = await ClientOfAsync(Role.Auditor);

        using var answer = await auditor.GetAsync(new Uri("/api/v1/audit/export?format=ndjson", UriKind.Relative));

        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/x-ndjson");
        var lines = (await answer.Content.ReadAsStringAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var hash = AuditChain.Start;
        foreach (var entry in lines.Reverse().Select(l => JsonSerializer.Deserialize<AuditEntryDto>(l, DashboardHost.Json)!))
        {
            OrderedId.TryParse(entry.Id, out var id).ShouldBeTrue();
            hash = AuditChain.HashOf(new AuditEntry(
                id, entry.Chain, entry.Number, entry.At, new Actor(entry.Kind, entry.ActorId, entry.Actor, entry.Address), entry.Action,
                entry.Subject, entry.Before, entry.After, hash, []));
            Convert.ToHexStringLower(hash).ShouldBe(entry.Hash);
        }

        // Three keys, the auditor's, and the export itself.
        lines.Length.ShouldBe(5);
        lines[0].ShouldContain("\"action\":\"audit.exported\"");
    }

    [Fact]
    public async Task An_export_as_CSV_has_a_heading_and_no_formula()
    {
        using var auditor = ClientOf((await Host.Services.GetRequiredService<MediatR.IMediator>().Send(
            new Dashboard.Application.Auth.CreateKey("=1+1", [Role.Auditor], null, null, Actor.Command))).Secret);

        using var answer = await auditor.GetAsync(new Uri("/api/v1/audit/export?action=audit&separator=semicolon", UriKind.Relative));

        answer.Content.Headers.ContentDisposition!.FileName.ShouldBe("audit.csv");
        var lines = (await answer.Content.ReadAsStringAsync()).TrimStart('\uFEFF').Split("\r\n");
        lines[0].ShouldBe("id;at;chain;number;kind;actorId;actor;address;action;subject;before;after;hash");
        lines[1].ShouldContain(";'=1+1;127.0.0.1;audit.exported;audit;");
        using var wrong = await auditor.GetAsync(new Uri("/api/v1/audit/export?formt=csv", UriKind.Relative));
        wrong.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    /// <summary>Keeps the heads that are sent to it.</summary>
    private sealed class HeadReceiver : IAsyncDisposable
    {
        private readonly List<string> _heads = [];
        private readonly WebApplication _app;

        public HeadReceiver()
        {
            var builder = WebApplication.CreateSlimBuilder();
            builder.Logging.ClearProviders();
            builder.WebHost.UseUrls("http://127.0.0.1:0");
            _app = builder.Build();
            _app.MapPost("/heads", async (HttpRequest request) =>
            {
                var head = await new StreamReader(request.Body).ReadToEndAsync();
                lock (_heads) _heads.Add(head);
            });
            _app.StartAsync().GetAwaiter().GetResult();
        }

        public string Address => _app.Urls.Single() + "/heads";

        public IReadOnlyList<string> Heads
        {
            get { lock (_heads) return [.. _heads]; }
        }

        public ValueTask DisposeAsync() => _app.DisposeAsync();
    }
}
