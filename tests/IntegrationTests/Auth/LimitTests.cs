using System.Net;
using Dashboard.Application.Audit;
using Dashboard.Domain.Auth;

namespace Dashboard.IntegrationTests.Auth;

public sealed class LimitTests : KeyHostTest
{
    private const string Wrong = "dsh_00000000_0000000000000000000000000000000000000000000000000000000000000000";

    private static readonly Uri Session = new("/api/v1/session", UriKind.Relative);

    protected override Dictionary<string, string?> Settings => new()
    {
        ["Auth:Mode"] = "Keys",
        ["Auth:CallsPerSecond"] = "5",
        ["Auth:SignInsPerMinute"] = "2",
        ["Auth:FailuresPerMinute"] = "3",
        ["Processing:Mode"] = "External",
    };

    [Fact]
    public async Task A_key_that_calls_too_often_gets_429_and_another_one_does_not()
    {
        using var busy = await ClientOfAsync(Role.Viewer);
        using var other = await ClientOfAsync(Role.Viewer);

        var answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => busy.GetAsync(Session)));

        var refused = answers.Where(a => a.StatusCode != HttpStatusCode.OK).ToList();
        refused.ShouldNotBeEmpty();
        refused.ShouldAllBe(a => a.StatusCode == HttpStatusCode.TooManyRequests && a.Headers.RetryAfter!.Delta == TimeSpan.FromSeconds(1));
        (await other.GetAsync(Session)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await other.GetStringAsync(new Uri("/metrics", UriKind.Relative)))
            .ShouldContain($"reason=\"too_many_calls\",status=\"429\"}} {refused.Count}");
        foreach (var answer in answers) answer.Dispose();
    }

    [Fact]
    public async Task Above_the_limit_wrong_keys_get_429_and_no_entry_while_a_right_one_still_counts()
    {
        using var guesser = ClientOf(Wrong);
        using var auditor = await ClientOfAsync(Role.Auditor);
        foreach (var status in (HttpStatusCode[])[HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized])
            (await guesser.GetAsync(Session)).StatusCode.ShouldBe(status);

        using var answer = await guesser.GetAsync(Session);

        answer.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        answer.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromMinutes(1));
        var refused = await auditor.ReadAsync<AuditPage>("/api/v1/audit?action=" + AuditActions.NotSignedIn);
        refused.Items.Count.ShouldBe(3);
    }

    [Fact]
    public async Task Sign_ins_have_a_limit_of_their_own()
    {
        using var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = Host.Address };
        var statuses = new List<HttpStatusCode>();
        for (var i = 0; i < 3; i++)
        {
            using var answer = await client.GetAsync(new Uri("/auth/sign-in", UriKind.Relative));
            statuses.Add(answer.StatusCode);
        }

        statuses.ShouldBe([HttpStatusCode.Found, HttpStatusCode.Found, HttpStatusCode.TooManyRequests]);
        using var viewer = await ClientOfAsync(Role.Viewer);
        (await viewer.GetAsync(Session)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }
}

public sealed class FloodTests : KeyHostTest
{
    private const string Wrong = "dsh_00000000_0000000000000000000000000000000000000000000000000000000000000000";
    private const int Calls = 1_000;

    protected override Dictionary<string, string?> Settings => new()
    {
        ["Auth:Mode"] = "Keys",
        ["Auth:FailuresPerMinute"] = "100000",
        ["Processing:Mode"] = "External",
    };

    [Fact]
    public async Task A_flood_of_wrong_keys_hinders_no_feed_and_does_not_fill_the_trail()
    {
        using var guesser = ClientOf(Wrong);
        using var feed = await ClientOfAsync(Role.Feed);
        var (begun, sent) = (TimeProvider.System.GetUtcNow(), 0);
        var flood = Task.WhenAll(Enumerable.Range(0, 8).Select(async _ =>
        {
            while (Interlocked.Increment(ref sent) <= Calls)
            {
                using var answer = await guesser.GetAsync(new Uri("/api/v1/transactions", UriKind.Relative));
                answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
            }
        }));

        for (var i = 0; i == 0 || !flood.IsCompleted; i++)
        {
            using var answer = await feed.PostAsync(
                new Uri("/api/v1/transactions", UriKind.Relative), ApiCalls.JsonBody(TestData.Json("shop", FormattableString.Invariant($"R-{i}"))));
            answer.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        }

        await flood.InTimeAsync();
        using var auditor = await ClientOfAsync(Role.Auditor);
        var refused = await auditor.ReadAsync<AuditPage>($"/api/v1/audit?limit=500&action={AuditActions.NotSignedIn}");
        var minutes = 1 + (int)(TimeProvider.System.GetUtcNow() - begun).TotalMinutes;
        refused.Items.Count.ShouldBeInRange(1, 120 * (minutes + 1));
    }
}
