using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Dashboard.Application.Books;
using Dashboard.Application.Simulator;
using Dashboard.IntegrationTests.Rules;
using Dashboard.IntegrationTests.Storage;

namespace Dashboard.IntegrationTests.Cluster;

/// <summary>Several real programs on one PostgreSQL database, some of which die, freeze or stop.</summary>
public sealed class ClusterTests(PostgresServers servers) : IAsyncLifetime
{
    private static readonly int Rounds = LongRunningTests.Enabled ? 25 : 1;
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(20);

    // Three times the lease of these nodes.
    private static readonly TimeSpan ThreeLeases = TimeSpan.FromSeconds(6);

    private ClusterPrograms _cluster = null!;

    public async ValueTask InitializeAsync() => _cluster = new ClusterPrograms((PostgresDatabase)await servers.NewDatabaseAsync());

    public async ValueTask DisposeAsync()
    {
        if (_cluster is not null) await _cluster.DisposeAsync();
    }

    [Fact]
    public async Task Two_of_three_nodes_are_killed_and_the_third_finishes_what_they_left()
    {
        Load[] loads = [new("a"), new("b"), new("c")];
        var kept = await _cluster.StartReadyAsync("c");
        for (var round = 0; round < Rounds; round++)
        {
            var nodes = new[] { await _cluster.StartReadyAsync("a"), await _cluster.StartReadyAsync("b"), kept };
            using var stop = new CancellationTokenSource();
            var sending = nodes.Zip(loads).Select(n => RunAsync(n.Second, n.First, stop.Token)).ToList();
            var before = loads.Select(l => l.Acknowledged.Count).ToList();
            await Poll.UntilAsync(() => loads.Zip(before).All(l => l.First.Acknowledged.Count > l.Second + 40));
            foreach (var node in nodes) await ShouldBalanceAsync(node);
            nodes[0].Program.Kill();
            nodes[1].Program.Kill();

            await Poll.UntilAsync(() => kept.Program.Output.Count(l => l.Contains("was silent for longer than its lease")) >= 2 * (round + 1));

            await stop.CancelAsync();
            await Task.WhenAll(sending);
            await Poll.UntilAsync(async () => await _cluster.UnfinishedAsync() == 0);
            (await kept.Client!.WaitUntilIdleAsync()).TakenIn.ShouldBeGreaterThan(0);
            await ShouldBalanceAsync(kept);
        }

        await ClusterPrograms.StopAsync(kept);
        await _cluster.ShouldBalanceAsync(loads);
    }

    [Fact]
    public async Task A_node_that_was_frozen_for_three_leases_ends_with_its_exit_code_and_the_other_went_on()
    {
        Load[] loads = [new("a"), new("b")];
        var other = await _cluster.StartReadyAsync("b");
        for (var round = 0; round < Rounds; round++)
        {
            var frozen = await _cluster.StartReadyAsync("a");
            using var stop = new CancellationTokenSource();
            var sending = new[] { RunAsync(loads[0], frozen, stop.Token), RunAsync(loads[1], other, stop.Token) };
            var before = loads.Select(l => l.Acknowledged.Count).ToList();
            await Poll.UntilAsync(() => loads.Zip(before).All(l => l.First.Acknowledged.Count > l.Second + 40));
            frozen.Program.Freeze();
            var frozenAt = TimeProvider.System.GetTimestamp();
            var atFreeze = loads[1].Acknowledged.Count;

            await Poll.UntilAsync(() => other.Program.Output.Count(l => l.Contains("was silent for longer than its lease")) > round);
            await Poll.UntilAsync(() => TimeProvider.System.GetElapsedTime(frozenAt) > ThreeLeases);
            await Poll.UntilAsync(() => loads[1].Acknowledged.Count > atFreeze + 40);
            frozen.Program.Thaw();

            (await frozen.Program.WaitForExitAsync()).ShouldBe(8, string.Join('\n', frozen.Program.Output));
            string.Join('\n', frozen.Program.Output).ShouldContain("Another program has taken the place of node a");
            await stop.CancelAsync();
            await Task.WhenAll(sending);
            await Poll.UntilAsync(async () => await _cluster.UnfinishedAsync() == 0);
        }

        await other.Client!.WaitUntilIdleAsync();
        await ClusterPrograms.StopAsync(other);
        await _cluster.ShouldBalanceAsync(loads);
    }

    [Fact]
    public async Task A_clean_stop_hands_over_at_once()
    {
        // No lease runs out in this test.
        var leaving = await _cluster.StartReadyAsync(
            "a", "--Cluster:Lease=00:01:00", "--Processing:MinDelay=00:10:00", "--Processing:MaxDelay=00:10:00",
            "--Processing:DrainTimeout=00:00:00");
        var other = await _cluster.StartReadyAsync("b", "--Cluster:Lease=00:01:00");
        for (var i = 0; i < 30; i++)
            (await leaving.Client!.PostAsync("/api/v1/transactions", ApiCalls.JsonBody(TestData.Json("a", "R-" + i)))).EnsureSuccessStatusCode();

        await ClusterPrograms.StopAsync(leaving);

        await Poll.UntilAsync(async () => (await other.Client!.MetricsAsync()).Flow.TakenIn == 30);
        await other.Client!.WaitUntilIdleAsync();
        (await _cluster.UnfinishedAsync()).ShouldBe(0);
        await ShouldBalanceAsync(other);
        await ClusterPrograms.StopAsync(other);
        await _cluster.ShouldBalanceAsync();
    }

    [Fact]
    public async Task One_reference_at_all_nodes_at_once_is_accepted_once_and_one_node_alone_makes_transactions()
    {
        var nodes = new[] { await _cluster.StartReadyAsync("a"), await _cluster.StartReadyAsync("b") };

        for (var i = 0; i < 50; i++)
        {
            var answers = await Task.WhenAll(nodes.Select(
                n => n.Client!.PostAsync("/api/v1/transactions", ApiCalls.JsonBody(TestData.Json("both", "R-" + i)))));
            answers.ShouldAllBe(a => a.StatusCode == HttpStatusCode.Accepted);
            (await Task.WhenAll(answers.Select(IdOf))).Distinct().Count().ShouldBe(1);
        }

        var flows = (await Task.WhenAll(nodes.Select(n => n.Client!.WaitUntilIdleAsync()))).ToList();
        (flows.Sum(f => f.Accepted), flows.Sum(f => f.Duplicates)).ShouldBe((50, 50));
        (await nodes[1].Client!.PutAsJsonAsync("/api/v1/simulator", new { enabled = true, transactionsPerSecond = 50 }))
            .EnsureSuccessStatusCode();
        var made = await Poll.UntilAsync(
            () => Task.WhenAll(nodes.Select(n => n.Client!.ReadAsync<SimulatorStatus>("/api/v1/simulator"))), m => m.Any(s => s.Generated > 50));
        made.Count(s => s.Generated > 0).ShouldBe(1);
        made.ShouldAllBe(s => s.Enabled && s.TransactionsPerSecond == 50);

        foreach (var node in nodes) await ClusterPrograms.StopAsync(node);
        await _cluster.ShouldBalanceAsync();
    }

    [Fact]
    public async Task An_outcome_that_is_reported_at_another_node_ends_the_transaction_and_both_count_it()
    {
        var owner = await _cluster.StartReadyAsync("a", "--Processing:Mode=External");
        var other = await _cluster.StartReadyAsync("b", "--Processing:Mode=External");
        using var taken = await owner.Client!.PostAsync("/api/v1/transactions", ApiCalls.JsonBody(TestData.Json("a", "R-1")));
        var id = await IdOf(taken);
        await Poll.UntilAsync(async () => (await owner.Client!.MetricsAsync()).Flow.InFlight == 1);

        await Poll.UntilAsync(async () =>
        {
            using var reported = await other.Client!.PostAsync(
                $"/api/v1/transactions/{id}/outcome", ApiCalls.JsonBody("""{"status":"Completed"}"""));
            return reported.IsSuccessStatusCode;
        });

        var at = await Poll.UntilAsync(async () => (await owner.Client!.MetricsAsync()).Flow, f => f.HandedOver == 1);
        (at.InFlight, at.Completed).ShouldBe((0, 0));
        var there = (await other.Client!.MetricsAsync()).Flow;
        (there.TakenIn, there.Completed).ShouldBe((1, 1));
        await ShouldBalanceAsync(owner);
        await ShouldBalanceAsync(other);
        await ClusterPrograms.StopAsync(owner);
        await ClusterPrograms.StopAsync(other);
        await _cluster.ShouldBalanceAsync();
    }

    [Fact]
    public async Task A_rule_that_goes_live_at_one_node_flags_at_the_other_and_so_does_its_end()
    {
        var (writer, other) = (await _cluster.StartReadyAsync("a"), await _cluster.StartReadyAsync("b"));
        var number = 0;

        await writer.Client!.PublishAsync("everything", "amount >= 0 EUR");

        await Poll.UntilAsync(() => FlagsAsync(other, number++), flags => flags.SequenceEqual(["everything"]));
        (await writer.Client!.PostAsJsonAsync("/api/v1/rules/everything/state", new { state = "Retired", reason = "test" }))
            .EnsureSuccessStatusCode();
        await Poll.UntilAsync(() => FlagsAsync(other, number++), flags => flags.Count == 0);
    }

    [Fact]
    public async Task A_cluster_over_SQLite_is_refused_with_a_sentence()
    {
        using var store = new TemporaryStore();
        using var program = new ChildProgram(store, "Production", "--Cluster:Enabled=true");

        (await program.WaitForExitAsync()).ShouldBe(1);
        string.Join('\n', program.Output).ShouldContain("Cluster:Enabled needs a store that several programs may use");
    }

    [Fact]
    public async Task A_program_outside_the_cluster_is_refused_while_a_node_is_live()
    {
        await _cluster.StartReadyAsync("a", "--Cluster:Lease=00:01:00");

        var single = _cluster.Start("single", "--Cluster:Enabled=false");

        (await single.Program.WaitForExitAsync()).ShouldBe(2);
        string.Join('\n', single.Program.Output).ShouldContain("Node a of a cluster uses the store.");
    }

    private static async Task<List<string?>> FlagsAsync(ClusterPrograms.Node node, int number)
    {
        using var taken = await node.Client!.PostAsync("/api/v1/transactions", ApiCalls.JsonBody(TestData.Json("flags", $"F-{number}")));
        var answer = await taken.Content.ReadFromJsonAsync<JsonElement>();
        return [.. answer.GetProperty("flags").EnumerateArray().Select(f => f.GetString())];
    }

    private static async Task<string> IdOf(HttpResponseMessage response) =>
        (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()!;

    private static Task RunAsync(Load load, ClusterPrograms.Node node, CancellationToken stop) =>
        load.RunAsync(node.Client!.BaseAddress!, Pace, singles: 2, batches: 1, streams: 0, stop);

    private static async Task ShouldBalanceAsync(ClusterPrograms.Node node)
    {
        var books = await node.Client!.ReadAsync<Reconciliation>("/api/v1/reconciliation");
        books.Balanced.ShouldBeTrue(node + " " + JsonSerializer.Serialize(books, DashboardHost.Json));
        books.Nodes.Select(n => n.Name).ShouldContain(node.Name);
    }
}
