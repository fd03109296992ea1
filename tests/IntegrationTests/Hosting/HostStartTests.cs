using System.Net;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;

namespace Dashboard.IntegrationTests.Hosting;

/// <summary>Hosts in one process start and stop without disturbing one another, whatever else starts and stops meanwhile.</summary>
public sealed class HostStartTests
{
    private const int AtOnce = 4;

    // In full, two hundred.
    private static readonly int Hosts = LongRunningTests.Enabled ? 200 : 20;

    [Fact]
    public async Task Every_host_answers_at_its_own_address_and_stops()
    {
        var addresses = new List<Uri>();
        for (var started = 0; started < Hosts; started += AtOnce)
            addresses.AddRange(await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => Task.Run(StartAndStopAsync))));

        addresses.Count.ShouldBe(Hosts);
        using var client = new HttpClient();
        await Should.ThrowAsync<HttpRequestException>(() => client.GetAsync(new Uri(addresses[^1], "/health/live")));
    }

    [Fact]
    public async Task A_start_that_fails_says_why_and_leaves_the_store_to_the_next()
    {
        using var store = new TemporaryStore();
        await using (var other = await DashboardHost.StartAsync(store))
        {
            var taken = new Dictionary<string, string?> { ["urls"] = other.Address.GetLeftPart(UriPartial.Authority) };
            using var unused = new TemporaryStore();

            var failure = await Should.ThrowAsync<IOException>(() => DashboardHost.StartAsync(unused, taken));
            failure.Message.ShouldContain("address already in use");

            // What had started by then has stopped: nothing holds the file.
            await using var free = new SqliteConnection(unused.ConnectionString);
            await free.OpenAsync();
            await using var begin = new SqliteCommand("BEGIN EXCLUSIVE", free);
            await begin.ExecuteNonQueryAsync();
        }

        await using var next = await DashboardHost.StartAsync(store);
        (await next.Client.GetAsync("/health/ready")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_setting_that_is_wrong_is_named_although_nothing_checked_it_before_the_start()
    {
        using var store = new TemporaryStore();

        var failure = await Should.ThrowAsync<OptionsValidationException>(
            () => DashboardHost.StartAsync(store, new() { ["Storage:MaxRowsPerRead"] = "1" }));

        failure.Message.ShouldContain("MaxRowsPerRead");
    }

    private static async Task<Uri> StartAndStopAsync()
    {
        using var store = new TemporaryStore();
        await using var host = await DashboardHost.StartAsync(store);
        (await host.Client.GetAsync("/health/ready")).StatusCode.ShouldBe(HttpStatusCode.OK);
        await host.IngestAsync(TestData.Item());
        return host.Address;
    }
}
