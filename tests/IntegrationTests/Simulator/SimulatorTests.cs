using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace Dashboard.IntegrationTests.Simulator;

public sealed class SimulatorTests(SharedHost shared) : IClassFixture<SharedHost>
{
    private readonly HttpClient _client = shared.Host.Client;

    [Fact]
    public async Task A_setting_takes_effect_and_is_given_back()
    {
        using var store = new TemporaryStore();
        await using var host = await DashboardHost.StartAsync(store);

        await host.SetSimulatorAsync(enabled: true, transactionsPerSecond: 50);

        await host.WaitForAsync(m => m.Flow.Accepted > 0);
        var status = await host.GetAsync<JsonElement>("/api/v1/simulator");
        status.GetProperty("enabled").GetBoolean().ShouldBeTrue();
        status.GetProperty("transactionsPerSecond").GetInt32().ShouldBe(50);
        (await host.Client.PutAsJsonAsync("/api/v1/simulator", status)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("{}", "enabled")]
    [InlineData("{\"enabled\":true}", "transactionsPerSecond")]
    [InlineData("{\"enabled\":true,\"transactionsPerSecond\":-1}", "transactionsPerSecond")]
    [InlineData("{\"enabled\":true,\"transactionsPerSecond\":10001}", "transactionsPerSecond")]
    [InlineData("{\"enabled\":\"yes\",\"transactionsPerSecond\":1}", "enabled")]
    [InlineData("{\"enabled\":true,\"transactionsPerSecond\":1.5}", "transactionsPerSecond")]
    [InlineData("{\"enabled\":true,\"transactionsPerSecond\":1,\"speed\":3}", "speed")]
    [InlineData("{\"enabled\":true,", "body")]
    [InlineData("[]", "body")]
    [InlineData("null", "body")]
    [InlineData("", "body")]
    public async Task A_bad_setting_is_a_400_that_names_the_field_and_changes_nothing(string body, string field)
    {
        var before = await _client.GetStringAsync("/api/v1/simulator");

        var response = await _client.PutAsync("/api/v1/simulator", ApiCalls.JsonBody(body));

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        (await response.ErrorsAsync()).ShouldContain(field);
        (await _client.GetStringAsync("/api/v1/simulator")).ShouldBe(before);
    }

    [Fact]
    public async Task A_body_of_another_media_type_is_a_415_problem()
    {
        var response = await _client.PutAsync("/api/v1/simulator", new StringContent("enabled=true", Encoding.UTF8, "text/plain"));

        response.StatusCode.ShouldBe(HttpStatusCode.UnsupportedMediaType);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
    }
}
