using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Dashboard.Application.Audit;
using Dashboard.Application.Rules.Transfer;
using Dashboard.Application.Rules.Versions;
using Dashboard.Domain.Rules;

namespace Dashboard.IntegrationTests.Rules;

/// <summary>A rule from its first draft to its end, over REST.</summary>
public sealed class RuleLifeTests : HostTest
{
    private const string Fast = "count per account over 10m > 5";

    [Fact]
    public async Task A_new_store_has_the_rules_of_the_settings()
    {
        var rules = (await Host.GetAsync<RuleList>("/api/v1/rules")).Rules;

        rules.Select(r => (r.Name, r.State, r.Revision)).ShouldBe(
            [("high_velocity", RuleState.Live, 1), ("large_amount", RuleState.Live, 1)]);
        rules[0].Versions.Single().Canonical.ShouldBe("count per account over 1m > 5");
        rules[1].Versions.Single().Expression.ShouldStartWith("abs(amount) >= 1000 CHF or abs(amount) >= 1000 EUR or");
        rules[1].Versions.Single().By.ShouldBe("the program");
    }

    [Fact]
    public async Task A_rule_keeps_each_version_with_author_and_reason()
    {
        using var created = await PostAsync("", new { name = "fast", expression = Fast, reason = "a burst", by = "ada" });
        created.StatusCode.ShouldBe(HttpStatusCode.Created);
        created.Headers.Location!.OriginalString.ShouldBe("/api/v1/rules/fast");
        var tag = created.Headers.ETag!.ToString();
        using var changed = await PutAsync(new { expression = "count per account over 10m > 7", reason = "too many", by = "grace" }, tag);
        changed.StatusCode.ShouldBe(HttpStatusCode.OK);
        using var back = await PostAsync("/fast/rollback", new { version = 1, reason = "too few", by = "ada" });
        back.StatusCode.ShouldBe(HttpStatusCode.OK);

        var versions = (await Host.GetAsync<RuleVersionList>("/api/v1/rules/fast/versions")).Versions;
        versions.Select(v => (v.Version, v.Parent, v.By, v.IsAsserted, v.Reason, v.State)).ShouldBe(
        [
            (3, 1, "ada", true, "too few", RuleState.Draft), (2, 1, "grace", true, "too many", RuleState.Draft),
            (1, (int?)null, "ada", true, "a burst", RuleState.Draft),
        ]);
        versions[0].Canonical.ShouldBe(Fast);
        (await Host.GetAsync<RuleVersionDto>("/api/v1/rules/fast/versions/2")).Sentence!.ShouldEndWith("is more than 7.");
        var diff = await Host.GetAsync<RuleDiff>("/api/v1/rules/fast/versions/1/diff/2");
        diff.Parts.Select(p => (p.Change, p.Text)).ShouldBe(
            [("same", "count per account over 10m >"), ("removed", "5"), ("added", "7")]);
        (await Host.GetAsync<RuleHistory>("/api/v1/rules/fast/history")).Changes.Select(c => (c.Kind, c.Version, c.By)).ShouldBe(
        [
            (RuleChangeKind.RolledBack, 3, "ada"), (RuleChangeKind.Changed, 2, "grace"), (RuleChangeKind.Created, 1, "ada"),
        ]);
        (await Host.GetAsync<RuleDto>("/api/v1/rules/fast")).Revision.ShouldBe(3);
    }

    [Fact]
    public async Task A_change_names_the_revision_that_its_author_has_seen()
    {
        using var created = await PostAsync("", new { name = "fast", expression = Fast, reason = "a burst" });
        var tag = created.Headers.ETag!.ToString();
        var change = new { expression = "count per account over 10m > 7", reason = "too many" };

        using var without = await PutAsync(change, tag: null);
        using var first = await PutAsync(change, tag);
        using var second = await PutAsync(change, tag);
        using var moved = await PostAsync("/fast/state", new { state = "Shadow", reason = "look" }, tag);

        without.StatusCode.ShouldBe((HttpStatusCode)428);
        first.StatusCode.ShouldBe(HttpStatusCode.OK);
        first.Headers.ETag!.ToString().ShouldBe("\"2\"");
        second.StatusCode.ShouldBe(HttpStatusCode.PreconditionFailed);
        moved.StatusCode.ShouldBe(HttpStatusCode.PreconditionFailed);
    }

    [Fact]
    public async Task A_version_goes_step_by_step_and_takes_the_place_of_the_one_before()
    {
        await PostAsync("", new { name = "fast", expression = Fast, reason = "a burst" });

        (await MoveAsync(new { state = "Live", reason = "now" })).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        foreach (var step in new object[]
        {
            new { state = "Shadow", reason = "look" }, new { state = "Rollout", percent = 10, reason = "try" },
            new { state = "Live", reason = "good" },
        })
            (await MoveAsync(step)).StatusCode.ShouldBe(HttpStatusCode.OK, step.ToString());
        await PutAsync(new { expression = "count per account over 10m > 7", reason = "too many" }, "*");
        await MoveAsync(new { state = "Shadow", reason = "look" });
        (await Host.GetAsync<RuleDto>("/api/v1/rules/fast")).Versions.Select(v => (v.Version, v.State)).ShouldBe(
            [(2, RuleState.Shadow), (1, RuleState.Live)]);

        await MoveAsync(new { state = "Live", reason = "better" });

        var rule = await Host.GetAsync<RuleDto>("/api/v1/rules/fast");
        (rule.State, rule.Versions.Single().Version).ShouldBe((RuleState.Live, 2));
        (await Host.GetAsync<RuleHistory>("/api/v1/rules/fast/history")).Changes.Take(2)
            .Select(c => (c.Kind, c.Version, c.From, c.To)).ShouldBe(
            [
                (RuleChangeKind.Replaced, 1, RuleState.Live, RuleState.Retired),
                (RuleChangeKind.Moved, 2, RuleState.Shadow, RuleState.Live),
            ], ignoreOrder: true);
    }

    [Theory]
    [InlineData("""{"name":"Fast","expression":"amount > 5 EUR","reason":"x"}""", "name")]
    [InlineData("""{"name":"export","expression":"amount > 5 EUR","reason":"x"}""", "name")]
    [InlineData("""{"name":"a","reason":"x"}""", "expression")]
    [InlineData("""{"name":"a","expression":"amount > 5","reason":"x"}""", "expression")]
    [InlineData("""{"name":"a","expression":"amount > 5 EUR"}""", "reason")]
    [InlineData("""{"name":"a","expression":"amount > 5 EUR","reason":"x","severity":"Loud"}""", "severity")]
    public async Task A_wrong_field_of_a_new_rule_is_named(string body, string field)
    {
        using var response = await Host.Client.PostAsync("/api/v1/rules", ApiCalls.JsonBody(body));

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await response.ErrorsAsync()).ShouldBe([field]);
    }

    [Fact]
    public async Task What_does_not_exist_or_exists_already_is_said()
    {
        await PostAsync("", new { name = "fast", expression = Fast, reason = "a burst" });

        (await PostAsync("", new { name = "fast", expression = Fast, reason = "again" })).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        foreach (var path in (string[])["slow", "slow/versions", "slow/history", "fast/versions/2", "fast/versions/1/diff/9"])
            (await Host.Client.GetAsync("/api/v1/rules/" + path)).StatusCode.ShouldBe(HttpStatusCode.NotFound, path);
        (await PostAsync("/slow/state", new { state = "Shadow", reason = "x" })).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_rule_that_looks_at_the_status_can_be_tried_and_not_be_used()
    {
        await PostAsync("", new { name = "fast", expression = "count per source over 5m where (status = failed) >= 20", reason = "x" });

        using var refused = await MoveAsync(new { state = "Shadow", reason = "look" });

        refused.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await refused.Content.ReadAsStringAsync()).ShouldContain("not known when a payment is decided on");
    }

    [Fact]
    public async Task A_text_of_all_rules_is_imported_as_drafts_of_what_differs()
    {
        await PostAsync("", new { name = "fast", expression = Fast, reason = "a burst" });
        var text = await Host.Client.GetStringAsync("/api/v1/rules/export");
        text.ShouldContain("rule fast\n# version 1, Draft\nseverity: Warning\ntext:\n  count per account over 10m > 5\n");
        var edited = text.Replace("10m > 5", "10m > 9", StringComparison.Ordinal) + "\nrule large-cash\ntext:\n  amount > 9000 EUR\n";

        var dry = await ImportAsync(new { text = edited, dryRun = true });
        (await Host.GetAsync<RuleDto>("/api/v1/rules/fast")).Revision.ShouldBe(1);
        var done = await ImportAsync(new { text = edited, reason = "review 12", by = "ada" });

        foreach (var report in (RuleImport[])[dry, done])
            report.Rules.Select(r => (r.Name, r.Action, r.Version)).ShouldBe(
            [
                ("fast", "changed", 2), ("high_velocity", "same", 1), ("large_amount", "same", 1), ("large-cash", "created", 1),
            ]);
        (await Host.GetAsync<RuleVersionDto>("/api/v1/rules/fast/versions/2")).Reason.ShouldBe("review 12");
        using var wrong = await PostAsync("/import", new { text = "rule a\ntext:\n  amount > 5\n", reason = "x" });
        wrong.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await wrong.Content.ReadAsStringAsync()).ShouldContain("line 1: a: An amount needs its currency");
    }

    private async Task<RuleImport> ImportAsync(object body)
    {
        using var response = await PostAsync("/import", body);
        if (!response.IsSuccessStatusCode) throw new InvalidOperationException(await response.Content.ReadAsStringAsync());
        return (await response.Content.ReadFromJsonAsync<RuleImport>(DashboardHost.Json))!;
    }

    private Task<HttpResponseMessage> MoveAsync(object body) => PostAsync("/fast/state", body);

    private Task<HttpResponseMessage> PostAsync(string path, object body, string? tag = null) =>
        SendAsync(HttpMethod.Post, path, body, tag);

    private Task<HttpResponseMessage> PutAsync(object body, string? tag) => SendAsync(HttpMethod.Put, "/fast", body, tag);

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, object body, string? tag)
    {
        using var request = new HttpRequestMessage(method, "/api/v1/rules" + path) { Content = JsonContent.Create(body) };
        if (tag is not null) request.Headers.TryAddWithoutValidation("If-Match", tag);
        return await Host.Client.SendAsync(request);
    }
}

/// <summary>With a second person, and with sign-in.</summary>
public sealed class RulePeopleTests : Auth.KeyHostTest
{
    protected override Dictionary<string, string?> Settings => new() { ["Auth:Mode"] = "Keys", ["Rules:SecondPerson"] = "true" };

    [Fact]
    public async Task A_second_person_approves_and_both_are_in_the_trail()
    {
        using var ada = await ClientOfAsync(Domain.Auth.Role.RuleEditor);
        using var grace = await ClientOfAsync(Domain.Auth.Role.RuleEditor);
        using var viewer = await ClientOfAsync(Domain.Auth.Role.Viewer);
        var rule = new { name = "fast", expression = "amount > 5 EUR", reason = "a burst" };

        (await PostAsync(viewer, "", rule)).ShouldBe(HttpStatusCode.Forbidden);
        (await PostAsync(ada, "", rule)).ShouldBe(HttpStatusCode.Created);
        (await PostAsync(ada, "/fast/state", new { state = "Shadow", reason = "look" })).ShouldBe(HttpStatusCode.OK);
        (await PostAsync(ada, "/fast/state", new { state = "Live", reason = "now" })).ShouldBe(HttpStatusCode.Conflict);
        (await PostAsync(ada, "/fast/approve", new { reason = "I say so" })).ShouldBe(HttpStatusCode.Conflict);
        (await PostAsync(grace, "/fast/approve", new { reason = "looked at it" })).ShouldBe(HttpStatusCode.OK);
        (await PostAsync(ada, "/fast/state", new { state = "Live", reason = "now" })).ShouldBe(HttpStatusCode.OK);

        var shown = await viewer.ReadAsync<RuleDto>("/api/v1/rules/fast");
        (shown.State, shown.Versions[0].ApprovedBy, shown.Versions[0].IsAsserted).ShouldBe((RuleState.Live, "a RuleEditor", false));
        using var auditor = await ClientOfAsync(Domain.Auth.Role.Auditor);
        var entries = (await auditor.ReadAsync<JsonElement>("/api/v1/audit?subject=fast")).GetProperty("items").EnumerateArray()
            .Select(e => e.GetProperty("action").GetString()).ToList();
        entries.ShouldBe(
            [AuditActions.RuleMoved, AuditActions.RuleApproved, AuditActions.RuleMoved, AuditActions.RuleCreated]);
    }

    private static async Task<HttpStatusCode> PostAsync(HttpClient client, string path, object body)
    {
        using var response = await client.PostAsJsonAsync("/api/v1/rules" + path, body);
        return response.StatusCode;
    }
}
