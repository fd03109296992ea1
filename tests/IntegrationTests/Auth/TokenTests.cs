using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Dashboard.Application.History;
using Dashboard.Testing.Provider;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.AspNetCore.WebUtilities;

namespace Dashboard.IntegrationTests.Auth;

/// <summary>Programs that bring a token of the provider.</summary>
public sealed class TokenTests : OidcTest
{
    private static readonly Uri Metrics = new("/api/v1/metrics", UriKind.Relative);
    private static readonly Uri Transactions = new("/api/v1/transactions", UriKind.Relative);

    private const string Account = "DE89370400440532013000";
    private const string Shop = """{"source":"shop","account":"ACC-1","amount":5,"currency":"EUR"}""";

    public enum Forgery { OtherAudience, OtherIssuer, OtherKey, NoSignature, PublicKeyAsSecret, Expired, NotYetValid, Changed }

    [Fact]
    public async Task A_program_calls_with_the_roles_of_its_token()
    {
        using var reporter = ClientOf(await Provider.TokenAsync("reporter"));
        using var shop = ClientOf(await Provider.TokenAsync("shop"));
        const string Payment = """{"source":"shop","account":"ACC-1","amount":5,"currency":"EUR"}""";

        (await GetAsync(reporter)).ShouldBe(HttpStatusCode.OK);
        (await PostAsync(reporter, Payment)).ShouldBe(HttpStatusCode.Forbidden);
        (await GetAsync(shop)).ShouldBe(HttpStatusCode.Forbidden);
        (await PostAsync(shop, Payment)).ShouldBe(HttpStatusCode.Accepted);
        (await PostAsync(shop, Payment.Replace("shop", "bank", StringComparison.Ordinal))).ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task A_token_connects_to_the_hub_as_well()
    {
        var token = await Provider.TokenAsync("reporter");
        await using var connection = new HubConnectionBuilder()
            .WithUrl(new Uri(Host.Address, "/hubs/dashboard"), o => o.AccessTokenProvider = () => Task.FromResult<string?>(token)).Build();

        await connection.StartAsync();

        connection.State.ShouldBe(HubConnectionState.Connected);
    }

    [Fact]
    public async Task A_token_that_a_test_signs_with_the_key_of_the_provider_counts()
    {
        using var client = ClientOf(Forged(null));

        (await GetAsync(client)).ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData(Forgery.OtherAudience)]
    [InlineData(Forgery.OtherIssuer)]
    [InlineData(Forgery.OtherKey)]
    [InlineData(Forgery.NoSignature)]
    [InlineData(Forgery.PublicKeyAsSecret)]
    [InlineData(Forgery.Expired)]
    [InlineData(Forgery.NotYetValid)]
    [InlineData(Forgery.Changed)]
    public async Task A_forged_token_is_refused(Forgery forgery)
    {
        using var client = ClientOf(Forged(forgery));

        (await GetAsync(client)).ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_token_that_the_provider_gave_for_another_program_is_refused()
    {
        using var client = ClientOf(await Provider.TokenAsync("reporter", "https://other.example/api"));

        (await GetAsync(client)).ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_feed_whose_token_lists_no_source_has_none()
    {
        using var client = ClientOf(Signed(With(("groups", (string[])["payments-feeds"]), ("sources", Array.Empty<string>()))));

        (await PostAsync(client, Shop)).ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Roles_together_see_what_each_of_them_sees()
    {
        using var both = ClientOf(Signed(With(
            ("groups", (string[])["payments-feeds", "payments-readers"]), ("sources", (string[])["shop"]))));
        await Host.IngestAsync(TestData.Item(account: Account) with { Source = "bank" });
        await Host.IngestAsync(TestData.Item(account: Account) with { Source = "shop" });

        var listed = (await Poll.UntilAsync(() => both.ReadAsync<TransactionPage>("/api/v1/transactions"), p => p.Items.Count == 2)).Items;

        listed.ShouldAllBe(t => t.Account == "****3000");
        foreach (var row in listed)
        {
            var one = await both.ReadAsync<JsonElement>("/api/v1/transactions/" + row.Id);
            one.GetProperty("transaction").GetProperty("account").GetString().ShouldBe(row.Source == "shop" ? Account : "****3000");
        }
    }

    [Fact]
    public async Task A_stream_ends_with_the_token()
    {
        var token = Signed(With(("groups", (string[])["payments-feeds"]), ("sources", (string[])["shop"])));
        using var call = await StreamCall.OpenAsync(Host.Address, bearer: token);
        await call.SendAsync(Shop + "\n");
        (await call.AnswerAsync()).ShouldNotBeNull();

        Clock.Advance(TimeSpan.FromHours(2));

        await Should.ThrowAsync<IOException>(call.LineAsync);
    }

    [Fact]
    public async Task A_token_in_the_query_counts_for_the_hub_alone()
    {
        var token = Signed(With());
        using var socket = new System.Net.WebSockets.ClientWebSocket();

        await socket.ConnectAsync(
            new Uri($"ws://{Host.Address.Authority}/hubs/dashboard?access_token={token}"), TestTimeout.Token());

        socket.State.ShouldBe(System.Net.WebSockets.WebSocketState.Open);
        (await GetAsync(Host.Client, "?access_token=" + token)).ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_name_of_the_provider_has_no_character_that_a_key_may_not_have()
    {
        using var client = ClientOf(Signed(With(("name", "Vera\r\nroot\u202e"))));

        (await client.ReadAsync<JsonElement>("/api/v1/session")).GetProperty("name").GetString().ShouldBe("Vera\ufffd\ufffdroot\ufffd");
    }

    private Dictionary<string, object> With(params (string Name, object Value)[] claims)
    {
        var all = Claims(null, TimeProvider.System.GetUtcNow(), "payments-readers");
        foreach (var (name, value) in claims) all[name] = value;
        return all;
    }

    private string Signed(Dictionary<string, object> claims)
    {
        var signed = $"{Part(new { alg = "RS256", typ = "at+jwt", kid = "test" })}.{Part(claims)}";
        return $"{signed}.{WebEncoders.Base64UrlEncode(Sign(Provider.Key, signed))}";
    }

    private string Forged(Forgery? forgery)
    {
        var now = TimeProvider.System.GetUtcNow();
        var algorithm = forgery switch { Forgery.NoSignature => "none", Forgery.PublicKeyAsSecret => "HS256", _ => "RS256" };
        var head = Part(new { alg = algorithm, typ = "at+jwt", kid = "test" });
        var body = Part(Claims(forgery, now, "payments-readers"));
        var signed = $"{head}.{body}";
        using var other = RSA.Create(2048);
        var signature = forgery switch
        {
            Forgery.NoSignature => [],
            Forgery.PublicKeyAsSecret =>
                HMACSHA256.HashData(Encoding.ASCII.GetBytes(Provider.Key.ExportSubjectPublicKeyInfoPem()), Encoding.ASCII.GetBytes(signed)),
            Forgery.OtherKey => Sign(other, signed),
            _ => Sign(Provider.Key, signed),
        };
        if (forgery == Forgery.Changed) signed = $"{head}.{Part(Claims(null, now, "it-admins"))}";
        return $"{signed}.{WebEncoders.Base64UrlEncode(signature)}";
    }

    private Dictionary<string, object> Claims(Forgery? forgery, DateTimeOffset now, string group)
    {
        var begin = forgery switch
        {
            Forgery.Expired => now.AddHours(-2),
            Forgery.NotYetValid => now.AddHours(1),
            _ => now.AddMinutes(-1),
        };
        return new()
        {
            ["iss"] = forgery == Forgery.OtherIssuer ? "http://localhost:1" : Provider.Address.ToString().TrimEnd('/'),
            ["aud"] = forgery == Forgery.OtherAudience ? "https://other.example/api" : IdentityProvider.Audience,
            ["sub"] = "reporter",
            ["groups"] = (string[])[group],
            ["nbf"] = begin.ToUnixTimeSeconds(),
            ["exp"] = begin.AddHours(1).ToUnixTimeSeconds(),
        };
    }

    private static byte[] Sign(RSA key, string text) =>
        key.SignData(Encoding.ASCII.GetBytes(text), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);

    private static string Part(object value) => WebEncoders.Base64UrlEncode(JsonSerializer.SerializeToUtf8Bytes(value));

    private HttpClient ClientOf(string token)
    {
        var client = new HttpClient { BaseAddress = Host.Address, Timeout = TestTimeout.Limit };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    private static async Task<HttpStatusCode> GetAsync(HttpClient client, string query = "")
    {
        using var answer = await client.GetAsync(new Uri(Metrics + query, UriKind.Relative));
        return answer.StatusCode;
    }

    private static async Task<HttpStatusCode> PostAsync(HttpClient client, string payment)
    {
        using var answer = await client.PostAsync(Transactions, ApiCalls.JsonBody(payment));
        return answer.StatusCode;
    }
}
