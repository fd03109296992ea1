using System.Net;
using System.Reflection;
using Dashboard.Api.Auth;
using Dashboard.Api.Live;
using Dashboard.Domain.Auth;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.IntegrationTests.Auth;

/// <summary>Every address has a policy by name, and each role may do what its policies say and nothing else.</summary>
public sealed class PolicyTests : KeyHostTest
{
    private static readonly string[] Known = [Policies.Public, Policies.SignedIn, .. Policies.RolesOf.Keys];

    private IReadOnlyList<RouteEndpoint> Endpoints =>
        [.. Host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()];

    [Fact]
    public void Every_address_names_its_policy()
    {
        Endpoints.Count.ShouldBeGreaterThan(30);

        var without = Endpoints.Where(e => !Known.Contains(PolicyOf(e)) || e.Metadata.GetMetadata<IAllowAnonymous>() is not null)
            .Select(e => e.DisplayName);

        without.ShouldBeEmpty();
    }

    [Fact]
    public void Every_method_of_the_hub_names_its_policy()
    {
        var methods = typeof(DashboardHub).GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            .Where(m => !m.IsVirtual || m.GetBaseDefinition() == m).ToList();
        methods.ShouldNotBeEmpty();

        methods.Where(m => !Known.Contains(m.GetCustomAttribute<AuthorizeAttribute>()?.Policy)).Select(m => m.Name).ShouldBeEmpty();
    }

    [Fact]
    public void Only_health_and_the_sign_in_answer_everybody() =>
        Endpoints.Where(e => PolicyOf(e) == Policies.Public).Select(e => e.RoutePattern.RawText)
            .ShouldBe(["/health/live", "/health/ready", "/auth/sign-in"], ignoreOrder: true);

    [Fact]
    public async Task Without_a_key_every_other_address_answers_401_and_says_what_to_do()
    {
        foreach (var (method, path) in Calls())
        {
            if (path.StartsWith("/health", StringComparison.Ordinal) || path == "/auth/sign-in") continue;
            using var answer = await SendAsync(Host.Client, method, path);

            answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized, $"{method} {path}");
            (await answer.Content.ReadAsStringAsync()).ShouldContain("Authorization: Bearer dsh_");
        }
    }

    [Theory]
    [InlineData(Role.Viewer)]
    [InlineData(Role.Analyst)]
    [InlineData(Role.RuleEditor)]
    [InlineData(Role.Operator)]
    [InlineData(Role.Auditor)]
    [InlineData(Role.Admin)]
    [InlineData(Role.Feed)]
    [InlineData(Role.Metrics)]
    public async Task A_role_may_call_the_addresses_of_its_policies_and_no_others(Role role)
    {
        using var client = await ClientOfAsync(role);
        foreach (var endpoint in Endpoints)
        {
            var policy = PolicyOf(endpoint)!;
            var may = policy is Policies.Public or Policies.SignedIn || Policies.RolesOf[policy].Contains(role);
            foreach (var (method, path) in Calls(endpoint))
            {
                using var answer = await SendAsync(client, method, path);

                (answer.StatusCode != HttpStatusCode.Forbidden).ShouldBe(may, $"{role}: {method} {path} ({policy}): {answer.StatusCode}");
                answer.StatusCode.ShouldNotBe(HttpStatusCode.Unauthorized, $"{role}: {method} {path}");
            }
        }
    }

    [Fact]
    public async Task A_key_of_Prometheus_reads_its_figures_and_no_other_address_of_the_program()
    {
        using var prometheus = await ClientOfAsync(Role.Metrics);
        (await prometheus.GetStringAsync(new Uri("/metrics", UriKind.Relative))).ShouldContain("dashboard_");

        foreach (var path in (string[])["/api/v1/metrics", "/api/v1/transactions", "/api/v1/alerts", "/hubs/dashboard/negotiate"])
        {
            using var answer = path.EndsWith("negotiate", StringComparison.Ordinal)
                ? await prometheus.PostAsync(new Uri(path, UriKind.Relative), null)
                : await prometheus.GetAsync(new Uri(path, UriKind.Relative));
            answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden, path);
        }
    }

    private static string? PolicyOf(RouteEndpoint endpoint) =>
        endpoint.Metadata.GetMetadata<IAuthorizeData>()?.Policy
        // The framework adds it for the files of the page, without a convention: the fallback policy guards it.
        ?? (endpoint.DisplayName == "Fallback {**path:file}" ? Policies.SignedIn : null);

    private IEnumerable<(HttpMethod Method, string Path)> Calls() => Endpoints.SelectMany(Calls).Distinct();

    private static IEnumerable<(HttpMethod Method, string Path)> Calls(RouteEndpoint endpoint)
    {
        var path = "/" + string.Join('/', endpoint.RoutePattern.PathSegments.Select(segment => string.Concat(segment.Parts.Select(part =>
            part is Microsoft.AspNetCore.Routing.Patterns.RoutePatternLiteralPart literal ? literal.Content : "0000000000000"))));
        return (endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET"]).Where(m => m != "HEAD")
            .Select(method => (new HttpMethod(method), path));
    }

    private static async Task<HttpResponseMessage> SendAsync(HttpClient client, HttpMethod method, string path)
    {
        using var call = new HttpRequestMessage(method, path);
        if (method == HttpMethod.Post || method == HttpMethod.Put) call.Content = ApiCalls.JsonBody("{}");
        return await client.SendAsync(call, HttpCompletionOption.ResponseHeadersRead);
    }
}
