using System.Net;
using System.Net.Http.Json;
using Dashboard.Application.Auth;
using Dashboard.Domain.Auth;
using Microsoft.AspNetCore.SignalR.Client;

namespace Dashboard.IntegrationTests.Auth;

public sealed class KeyTests : KeyHostTest
{
    private const string Payment = """{"source":"shop","reference":"R-1","account":"A-1","amount":12,"currency":"EUR"}""";

    [Fact]
    public async Task A_key_is_made_shown_once_listed_and_revoked_over_REST()
    {
        using var admin = await ClientOfAsync(Role.Admin);

        using var answer = await admin.PostAsync(
            new Uri("/api/v1/keys", UriKind.Relative), ApiCalls.JsonBody("""{"name":"shop","roles":["Feed"],"sources":["shop"]}"""));

        answer.StatusCode.ShouldBe(HttpStatusCode.Created, await answer.Content.ReadAsStringAsync());
        var created = (await answer.Content.ReadFromJsonAsync<CreatedKey>(DashboardHost.Json))!;
        created.Secret.ShouldStartWith(created.Key.Prefix);
        var list = await admin.GetStringAsync(new Uri("/api/v1/keys", UriKind.Relative));
        list.ShouldContain(created.Key.Prefix);
        list.ShouldNotContain(created.Secret[13..]);

        using var feed = ClientOf(created.Secret);
        (await PostAsync(feed, Payment)).ShouldBe(HttpStatusCode.Accepted);
        (await admin.DeleteAsync(new Uri($"/api/v1/keys/{created.Key.Id}", UriKind.Relative))).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await PostAsync(feed, Payment)).ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData("""{"roles":["Viewer"]}""", "name")]
    [InlineData("""{"name":"x","roles":[]}""", "roles")]
    [InlineData("""{"name":"x","roles":["King"]}""", "roles")]
    [InlineData("""{"name":"x","roles":["Viewer"],"sources":["shop"]}""", "sources")]
    [InlineData("""{"name":"x","roles":["Viewer"],"expiresAt":"2001-01-01T00:00:00Z"}""", "expiresAt")]
    public async Task A_bad_key_is_refused_with_the_field(string body, string field)
    {
        using var admin = await ClientOfAsync(Role.Admin);

        using var answer = await admin.PostAsync(new Uri("/api/v1/keys", UriKind.Relative), ApiCalls.JsonBody(body));

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await answer.Content.ReadAsStringAsync()).ShouldContain($"\"{field}");
    }

    [Fact]
    public async Task A_key_counts_in_either_header_and_a_wrong_one_is_refused()
    {
        var secret = (await NewKeyAsync(Role.Viewer)).Secret;

        (await GetAsync("Authorization", "Bearer " + secret)).ShouldBe(HttpStatusCode.OK);
        (await GetAsync("X-Api-Key", secret)).ShouldBe(HttpStatusCode.OK);
        (await GetAsync("X-Api-Key", secret[..^1] + (secret[^1] == '0' ? '1' : '0'))).ShouldBe(HttpStatusCode.Unauthorized);
        (await GetAsync("X-Api-Key", secret.ToUpperInvariant())).ShouldBe(HttpStatusCode.Unauthorized);
        (await GetAsync("X-Api-Key", "")).ShouldBe(HttpStatusCode.Unauthorized);
        (await GetAsync("Authorization", "Bearer nonsense")).ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_feed_brings_in_and_reads_its_own_sources_alone()
    {
        using var shop = await ClientOfAsync(Role.Feed, "shop");
        using var other = await ClientOfAsync(Role.Feed, "other");
        using var answer = await shop.PostAsync(Transactions, ApiCalls.JsonBody(Payment));
        answer.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        var address = answer.Headers.Location!;

        (await shop.GetAsync(address)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await other.GetAsync(address)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await OutcomeAsync(other, address)).ShouldBe(HttpStatusCode.NotFound);
        (await OutcomeAsync(shop, address)).ShouldBe(HttpStatusCode.OK);

        using var foreign = await other.PostAsync(Transactions, ApiCalls.JsonBody(Payment.Replace("R-1", "R-2", StringComparison.Ordinal)));
        foreign.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await foreign.Content.ReadAsStringAsync()).ShouldContain("is not one of the sources");
        using var batch = await other.PostAsync(
            new Uri(Transactions + "/batch", UriKind.Relative), ApiCalls.JsonBody($"[{Payment.Replace("R-1", "R-3", StringComparison.Ordinal)}]"));
        (await batch.Content.ReadAsStringAsync()).ShouldContain("\"rejected\":1");
        using var stream = await other.PostAsync(
            new Uri(Transactions + "/stream", UriKind.Relative),
            new StringContent(Payment.Replace("R-1", "R-4", StringComparison.Ordinal) + "\n", System.Text.Encoding.UTF8, "application/x-ndjson"));
        (await stream.Content.ReadAsStringAsync()).ShouldContain("is not one of the sources");
        using var viewer = await ClientOfAsync(Role.Viewer);
        (await Poll.UntilAsync(viewer.MetricsAsync, m => m.Flow.Received == 4)).Flow.Accepted.ShouldBe(1);
    }

    [Fact]
    public async Task A_connection_of_the_hub_ends_with_its_key()
    {
        var key = await NewKeyAsync(Role.Viewer);
        await using var connection = new HubConnectionBuilder()
            .WithUrl(new Uri(Host.Address, "/hubs/dashboard"), o => o.AccessTokenProvider = () => Task.FromResult<string?>(key.Secret)).Build();
        var closed = new TaskCompletionSource();
        connection.Closed += _ => Task.FromResult(closed.TrySetResult());
        await connection.StartAsync();
        using var admin = await ClientOfAsync(Role.Admin);

        await admin.DeleteAsync(new Uri($"/api/v1/keys/{key.Key.Id}", UriKind.Relative));

        await closed.Task.InTimeAsync();
    }

    [Fact]
    public async Task A_key_in_the_query_counts_for_the_hub_alone()
    {
        var secret = (await NewKeyAsync(Role.Viewer)).Secret;
        using var socket = new System.Net.WebSockets.ClientWebSocket();

        await socket.ConnectAsync(
            new Uri($"ws://{Host.Address.Authority}/hubs/dashboard?access_token={secret}"), TestTimeout.Token());

        socket.State.ShouldBe(System.Net.WebSockets.WebSocketState.Open);
        (await Host.Client.GetAsync(new Uri("/api/v1/metrics?access_token=" + secret, UriKind.Relative))).StatusCode
            .ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Without_a_key_or_with_that_of_a_feed_nobody_connects_to_the_hub()
    {
        foreach (var secret in (string?[])[null, (await NewKeyAsync(Role.Feed)).Secret])
        {
            await using var connection = new HubConnectionBuilder()
                .WithUrl(new Uri(Host.Address, "/hubs/dashboard"), o => o.AccessTokenProvider = () => Task.FromResult(secret)).Build();
            await Should.ThrowAsync<HttpRequestException>(() => connection.StartAsync());
        }
    }

    private static readonly Uri Transactions = new("/api/v1/transactions", UriKind.Relative);

    private static async Task<HttpStatusCode> PostAsync(HttpClient client, string payment)
    {
        using var answer = await client.PostAsync(Transactions, ApiCalls.JsonBody(payment));
        return answer.StatusCode;
    }

    private static async Task<HttpStatusCode> OutcomeAsync(HttpClient client, Uri transaction)
    {
        using var answer = await client.PostAsync(
            new Uri(transaction + "/outcome", UriKind.Relative), ApiCalls.JsonBody("""{"status":"Completed"}"""));
        return answer.StatusCode;
    }

    private async Task<HttpStatusCode> GetAsync(string header, string value)
    {
        using var call = new HttpRequestMessage(HttpMethod.Get, "/api/v1/metrics");
        call.Headers.TryAddWithoutValidation(header, value);
        using var answer = await Host.Client.SendAsync(call);
        return answer.StatusCode;
    }
}
