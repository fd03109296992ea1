using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Dashboard.Testing.Provider;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.AspNetCore.WebUtilities;

namespace Dashboard.IntegrationTests.Auth;

/// <summary>Programs that bring a token of the provider.</summary>
public sealed class TokenTests : OidcTest
{
    private static readonly Uri Metrics = new("/api/v1/metrics", UriKind.Relative);
    private static readonly Uri Transactions = new("/api/v1/transactions", UriKind.Relative);

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

    private static async Task<HttpStatusCode> GetAsync(HttpClient client)
    {
        using var answer = await client.GetAsync(Metrics);
        return answer.StatusCode;
    }

    private static async Task<HttpStatusCode> PostAsync(HttpClient client, string payment)
    {
        using var answer = await client.PostAsync(Transactions, ApiCalls.JsonBody(payment));
        return answer.StatusCode;
    }
}
