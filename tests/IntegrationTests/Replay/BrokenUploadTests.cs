using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using Dashboard.Infrastructure.Replay.Runs;
using Dashboard.IntegrationTests.Storage;

namespace Dashboard.IntegrationTests.Replay;

/// <summary>Uploads that do not arrive whole: slow, cancelled, too large for the disk, or cut off by the end of the program.</summary>
public sealed class BrokenUploadTests : IDisposable
{
    private const string Path = "/api/v1/replays";
    private const string Heading = "Transaction Date,Posted Date,Card No.,Description,Category,Debit,Credit\n";
    private const string Row = "2026-01-05,2026-01-06,1234,SHOP,Travel,1.00,\n";

    private readonly TemporaryStore _store = new();

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task An_upload_that_does_not_come_in_time_is_408_and_frees_the_place()
    {
        await using var host = await DashboardHost.StartAsync(_store, new() { ["Replay:UploadTimeout"] = "00:00:01" });
        using var slow = await BeginAsync(host.Client);

        (await slow.ReadStatusAsync()).ShouldBe(408);
        await ShouldReplayAsync(host.Client);
    }

    [Fact]
    public async Task An_upload_can_be_cancelled_while_it_is_received()
    {
        await using var host = await DashboardHost.StartAsync(_store);
        using var upload = await BeginAsync(host.Client);
        var receiving = (await ReceivingAsync(host.Client))!;

        using var deleted = await host.Client.DeleteAsync($"{Path}/{receiving.Id}");

        (await deleted.Content.ReadFromJsonAsync<ReplayDto>(DashboardHost.Json))!.State.ShouldBe(ReplayState.Cancelled);
        (await upload.ReadStatusAsync()).ShouldBe(409);
        await ShouldReplayAsync(host.Client);
    }

    [Fact]
    public async Task An_upload_that_the_disk_has_no_room_for_is_507_and_leaves_nothing()
    {
        var folder = Directory.CreateDirectory(System.IO.Path.Combine(_store.Folder, "tmp")).FullName;
        using var disk = SmallDisk.Mount(folder, megabytes: 1);
        using var program = ChildProgram.WithTemporaryFolder(_store, folder);
        using var client = await program.ConnectAsync();

        using var answer = await client.PostAsync(
            Path + "?mapping=capital-one", Csv(Heading + string.Concat(Enumerable.Repeat(Row, 30_000))));

        answer.StatusCode.ShouldBe(HttpStatusCode.InsufficientStorage);
        Uploads(folder).ShouldBeEmpty();
        await ShouldReplayAsync(client);
    }

    [Fact]
    public async Task What_a_killed_program_had_received_is_removed_by_the_next_start()
    {
        var folder = Directory.CreateDirectory(System.IO.Path.Combine(_store.Folder, "tmp")).FullName;
        using (var killed = ChildProgram.WithTemporaryFolder(_store, folder))
        {
            using var client = await killed.ConnectAsync();
            using var upload = await BeginAsync(client);
            await ReceivingAsync(client);
            await Poll.UntilAsync(() => Uploads(folder).Length == 1);
            killed.Kill();
            await killed.WaitForExitAsync();
        }

        Uploads(folder).ShouldHaveSingleItem();
        using var next = ChildProgram.WithTemporaryFolder(_store, folder);

        await next.WaitForLineAsync("Removed the files of 1 uploads");
        Uploads(folder).ShouldBeEmpty();
    }

    // A heading, and the promise of a megabyte.
    private static async Task<RawConnection> BeginAsync(HttpClient client)
    {
        var connection = await RawConnection.OpenAsync(client.BaseAddress!);
        await connection.SendAsync(
            $"POST {Path}?mapping=capital-one HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/csv\r\n"
            + $"Content-Length: 1000000\r\n\r\n{Heading}");
        return connection;
    }

    private static async Task<ReplayDto?> ReceivingAsync(HttpClient client) => (await Poll.UntilAsync(
        () => client.ReadAsync<ReplayList>(Path), l => l.Items is [{ State: ReplayState.Receiving }])).Items[0];

    private static async Task ShouldReplayAsync(HttpClient client)
    {
        using var answer = await Poll.UntilAsync(
            () => client.PostAsync(Path + "?mapping=capital-one", Csv(Heading + Row)), a => a.StatusCode != HttpStatusCode.TooManyRequests);
        answer.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        await Poll.UntilAsync(() => client.ReadAsync<ReplayList>(Path), l => l.Items is [{ State: ReplayState.Finished, Accepted: 1 }]);
    }

    private static string[] Uploads(string folder) => Directory.GetDirectories(folder, "dashboard-upload-*");

    private static ByteArrayContent Csv(string content) =>
        new(Encoding.UTF8.GetBytes(content)) { Headers = { ContentType = new MediaTypeHeaderValue("text/csv") } };
}
