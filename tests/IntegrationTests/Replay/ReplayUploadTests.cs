using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Dashboard.Infrastructure.Replay.Runs;

namespace Dashboard.IntegrationTests.Replay;

/// <summary>A file is sent to a running program and replayed there.</summary>
public sealed class ReplayUploadTests : IDisposable
{
    private const string Path = "/api/v1/replays";
    private const string Heading = "Transaction Date,Posted Date,Card No.,Description,Category,Debit,Credit\n";
    private const string Row = "2026-01-05,2026-01-06,1234,SHOP,Travel,1.00,\n";

    private const string Mapping = """
        { "source": "mine", "account": "{Who}", "currency": "EUR", "amount": "{Much}", "reference": "{#file}:{#line}",
          "createdAt": { "text": "{When}", "format": "yyyy-MM-dd" } }
        """;

    private readonly TemporaryStore _store = new();

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task A_file_is_replayed_and_its_progress_is_told()
    {
        await using var host = await DashboardHost.StartAsync(_store);

        using var answer = await host.Client.PostAsync(
            Path + "?mapping=capital-one&name=card.csv", Csv(Heading + Row + Row + "x,,1,S,T,1,\n"));
        var started = (await answer.Content.ReadFromJsonAsync<ReplayDto>(DashboardHost.Json))!;
        var replay = await EndedAsync(host, started.Id);

        answer.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        answer.Headers.Location!.ToString().ShouldBe($"{Path}/{started.Id}");
        (replay.State, replay.Mapping, replay.Rows, replay.Accepted, replay.Rejected, replay.Failure)
            .ShouldBe((ReplayState.Finished, "capital-one", 3, 2, 1, null));
        replay.BytesRead.ShouldBe(replay.Bytes);
        var rejected = replay.RejectedRows.ShouldHaveSingleItem();
        (rejected.File, rejected.Line).ShouldBe(("card.csv", 4));
        rejected.Reason.ShouldContain("'x'");
        (await host.HistoryAsync("&source=capital-one")).Count.ShouldBe(2);
        (await host.GetAsync<ReplayList>(Path)).Items.ShouldHaveSingleItem().Id.ShouldBe(started.Id);
    }

    [Fact]
    public async Task The_same_file_again_gives_duplicates()
    {
        await using var host = await DashboardHost.StartAsync(_store);
        await ReplayAsync(host, Csv(Heading + Row), "?mapping=capital-one");

        var again = await ReplayAsync(host, Csv(Heading + Row), "?mapping=capital-one&name=other.csv");

        (again.Accepted, again.Duplicates).ShouldBe((0, 1));
    }

    [Fact]
    public async Task A_form_brings_several_files_and_a_mapping_of_its_own()
    {
        await using var host = await DashboardHost.StartAsync(_store);
        using var form = new MultipartFormDataContent
        {
            { new StringContent(Mapping), "ownMapping", "m.json" },
            { Csv("Who,Much,When\nA,2,2026-01-02\n"), "file", "../b;2.csv" },
            { Csv("Who,Much,When\nB,1,2026-01-01\n"), "file", "a.csv" },
        };

        var replay = await ReplayAsync(host, form, "?sort=true");

        (replay.State, replay.Accepted, replay.Mapping).ShouldBe((ReplayState.Finished, 2, ""));
        replay.Files.ShouldBe(["b_2.csv", "a.csv"]);
        (await host.HistoryAsync()).Select(t => t.Reference).ShouldBe(["b_2:2", "a:2"]);
    }

    [Fact]
    public async Task A_preview_shows_the_rows_and_stores_nothing()
    {
        await using var host = await DashboardHost.StartAsync(_store);

        using var answer = await host.Client.PostAsync(Path + "/preview?mapping=capital-one&rows=1", Csv(Heading + Row + Row));
        var preview = (await answer.Content.ReadFromJsonAsync<ReplayPreviewDto>(DashboardHost.Json))!;

        preview.Lines.ShouldContain(l => l.Contains("line 2: 2026-01-05T05:00:00Z · -1.00 USD"));
        preview.Lines.ShouldNotContain(l => l.Contains("line 3"));
        (preview.IsReadable, preview.HasRejectedRows).ShouldBe((true, false));
        (await host.HistoryAsync()).ShouldBeEmpty();
        (await host.GetAsync<ReplayList>(Path)).Items.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_replay_that_fails_says_so_in_its_answer_and_in_health()
    {
        await using var host = await DashboardHost.StartAsync(_store);

        var replay = await ReplayAsync(host, Csv("a,b\n1,2\n"), "?mapping=capital-one");

        (replay.State, replay.Rows).ShouldBe((ReplayState.Failed, 0));
        replay.Failure!.ShouldContain("'Card No.'");
        var health = await host.GetAsync<JsonElement>("/health/ready");
        health.GetProperty("checks").GetProperty("replay").GetProperty("reason").GetString()!.ShouldContain("'Card No.'");
        (await ReplayAsync(host, Csv(Heading + Row), "?mapping=capital-one")).State.ShouldBe(ReplayState.Finished);
        (await host.GetAsync<JsonElement>("/health/ready")).GetProperty("status").GetString().ShouldBe("Healthy");
    }

    [Fact]
    public async Task A_replay_can_be_cancelled_and_frees_its_place()
    {
        await using var host = await DashboardHost.StartAsync(_store);
        // A file at its own pace, whose second row is due in years.
        var content = Heading + Row + "2029-01-05,2026-01-06,1234,SHOP,Travel,1.00,\n";
        using var answer = await host.Client.PostAsync(Path + "?mapping=capital-one&speed=1", Csv(content));
        var started = (await answer.Content.ReadFromJsonAsync<ReplayDto>(DashboardHost.Json))!;
        await Poll.UntilAsync(() => GetAsync(host, started.Id), r => r.Accepted == 1);

        using var second = await host.Client.PostAsync(Path + "?mapping=capital-one", Csv(Heading + Row));
        using var deleted = await host.Client.DeleteAsync($"{Path}/{started.Id}");
        var cancelled = (await deleted.Content.ReadFromJsonAsync<ReplayDto>(DashboardHost.Json))!;

        second.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        second.Headers.RetryAfter.ShouldNotBeNull();
        (cancelled.State, cancelled.Accepted).ShouldBe((ReplayState.Cancelled, 1));
        (await ReplayAsync(host, Csv(Heading + Row), "?mapping=capital-one")).State.ShouldBe(ReplayState.Finished);
        using var late = await host.Client.DeleteAsync($"{Path}/{started.Id}");
        (await late.Content.ReadFromJsonAsync<ReplayDto>(DashboardHost.Json))!.State.ShouldBe(ReplayState.Cancelled);
    }

    [Fact]
    public async Task A_stop_of_the_program_ends_a_replay()
    {
        var runs = default(ReplayRuns);
        await using (var host = await DashboardHost.StartAsync(_store))
        {
            runs = (ReplayRuns)host.Services.GetService(typeof(ReplayRuns))!;
            var content = Heading + Row + "2029-01-05,2026-01-06,1234,SHOP,Travel,1.00,\n";
            using var answer = await host.Client.PostAsync(Path + "?mapping=capital-one&speed=1", Csv(content));
            await Poll.UntilAsync(() => Task.FromResult(runs.Newest.Items[0].Accepted == 1));
        }

        var replay = runs.Newest.Items.ShouldHaveSingleItem();
        (replay.State, replay.Accepted, replay.Rows).ShouldBe((ReplayState.Stopped, 1, 2));
    }

    [Fact]
    public async Task The_replay_of_the_start_is_in_the_list_too()
    {
        var file = System.IO.Path.Combine(System.IO.Path.GetDirectoryName(_store.File)!, "in.csv");
        await File.WriteAllTextAsync(file, Heading + Row);
        await using var host = await DashboardHost.StartAsync(_store, new() { ["Replay:File"] = file, ["Replay:Mapping"] = "capital-one" });

        var replay = (await Poll.UntilAsync(() => host.GetAsync<ReplayList>(Path), l => l.Items is [{ EndedAt: not null }])).Items[0];

        (replay.IsStartUp, replay.State, replay.Accepted, replay.Files[0]).ShouldBe((true, ReplayState.Finished, 1, "in.csv"));
    }

    [Theory]
    [InlineData("", "mapping")]
    [InlineData("?mapping=no-such-bank", "mapping")]
    [InlineData("?mapping=../appsettings", "mapping")]
    [InlineData("?mapping=capital-one&speed=0", "speed")]
    [InlineData("?mapping=capital-one&sort=perhaps", "sort")]
    [InlineData("?mapping=capital-one&mode=x", "mode")]
    public async Task A_query_that_is_not_right_is_refused_field_by_field(string query, string field)
    {
        await using var host = await DashboardHost.StartAsync(_store);

        using var answer = await host.Client.PostAsync(Path + query, Csv(Heading + Row));

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("errors").EnumerateObject().Single().Name.ShouldBe(field);
        (await host.GetAsync<ReplayList>(Path)).Items.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_mapping_that_is_not_valid_is_refused_with_its_key()
    {
        await using var host = await DashboardHost.StartAsync(_store);
        using var form = new MultipartFormDataContent
        {
            { Csv("a\n1\n"), "file", "a.csv" }, { new StringContent(Mapping.Replace("\"amount\"", "\"amuont\"")), "ownMapping" },
        };

        using var answer = await host.Client.PostAsync(Path, form);

        (await answer.Content.ReadAsStringAsync()).ShouldContain("amuont");
    }

    [Fact]
    public async Task A_file_beyond_the_bound_is_refused_and_leaves_nothing()
    {
        await using var host = await DashboardHost.StartAsync(_store, new() { ["Replay:MaxUploadMegabytes"] = "1" });

        using var answer = await host.Client.PostAsync(
            Path + "?mapping=capital-one", Csv(Heading + string.Concat(Enumerable.Repeat(Row, 30_000))));

        answer.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        (await host.GetAsync<ReplayList>(Path)).Items.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_form_without_a_file_or_with_an_unknown_part_is_refused_and_frees_the_place()
    {
        await using var host = await DashboardHost.StartAsync(_store);
        using var empty = new MultipartFormDataContent { { new StringContent(Mapping), "ownMapping" } };
        using var unknown = new MultipartFormDataContent { { new StringContent("x"), "files" } };

        (await host.Client.PostAsync(Path, empty)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await host.Client.PostAsync(Path + "?mapping=capital-one", unknown)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await ReplayAsync(host, Csv(Heading + Row), "?mapping=capital-one")).State.ShouldBe(ReplayState.Finished);
    }

    [Fact]
    public async Task An_unknown_replay_is_not_found()
    {
        await using var host = await DashboardHost.StartAsync(_store);

        (await host.Client.GetAsync(Path + "/none")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await host.Client.DeleteAsync(Path + "/none")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await host.GetAsync<List<ReplayMappingDto>>(Path + "/mappings")).ShouldContain(m => m.Name == "sparkasse");
    }

    private static ByteArrayContent Csv(string content) =>
        new(Encoding.UTF8.GetBytes(content)) { Headers = { ContentType = new MediaTypeHeaderValue("text/csv") } };

    private static Task<ReplayDto> GetAsync(DashboardHost host, string id) => host.GetAsync<ReplayDto>($"{Path}/{id}");

    private static Task<ReplayDto> EndedAsync(DashboardHost host, string id) =>
        Poll.UntilAsync(() => GetAsync(host, id), r => r.EndedAt is not null);

    private static async Task<ReplayDto> ReplayAsync(DashboardHost host, HttpContent content, string query)
    {
        using var answer = await host.Client.PostAsync(Path + query, content);
        answer.StatusCode.ShouldBe(HttpStatusCode.Accepted, await answer.Content.ReadAsStringAsync());
        return await EndedAsync(host, (await answer.Content.ReadFromJsonAsync<ReplayDto>(DashboardHost.Json))!.Id);
    }
}
