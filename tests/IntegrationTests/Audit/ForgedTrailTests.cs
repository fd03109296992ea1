using Dashboard.Application.Audit;
using Dashboard.Domain.Auth;
using Dashboard.Infrastructure.Storage.Model.Access;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.IntegrationTests.Audit;

/// <summary>Attacks on the trail and its head file together, and entries that an attacker adds.</summary>
public sealed class ForgedTrailTests : TrailHostTest
{
    [Theory]
    [InlineData("remove", "is missing with the whole head file")]
    [InlineData("empty", "the head file does not have")]
    [InlineData("cut", "the head file does not have")]
    [InlineData("spoil", "line 1 of the head file cannot be read")]
    public async Task A_chain_computed_anew_is_found_when_its_heads_are_gone(string attack, string fault)
    {
        await StoppedAsync();
        await ComputeAnewAsync(changed: 1);
        var lines = await File.ReadAllLinesAsync(HeadFile);
        if (attack == "remove") File.Delete(HeadFile);
        else await File.WriteAllLinesAsync(HeadFile, attack switch
        {
            "empty" => [],
            "cut" => lines[..^1],
            _ => [.. lines.Select(l => l.Replace('{', '#')), lines[^1]],
        });

        await VerifyShouldSayAsync(fault);
    }

    [Fact]
    public async Task A_trail_that_was_emptied_with_its_head_file_is_missed_by_the_store()
    {
        await StoppedAsync();
        await ChangeAsync("DELETE FROM Audit");
        File.Delete(HeadFile);

        await VerifyShouldSayAsync("--Audit:HeadFile=FILE");
    }

    [Fact]
    public async Task Heads_at_another_place_are_found_when_it_is_named()
    {
        await StoppedAsync();
        var moved = Path.Combine(Store.Folder, "moved.jsonl");
        File.Move(HeadFile, moved);

        await VerifyShouldSayAsync("is missing with the whole head file");
        await VerifyShouldPassAsync("--Audit:HeadFile=" + moved);
    }

    [Fact]
    public async Task A_line_that_a_killed_program_left_unfinished_is_no_fault_also_after_the_next_head()
    {
        await StoppedAsync();
        await File.AppendAllTextAsync(HeadFile, "{\"chain\":\"prog");
        await VerifyShouldPassAsync();

        await using (var host = await DashboardHost.StartAsync(Store, Settings))
        {
            await Poll.UntilAsync(() => File.ReadAllText(HeadFile).EndsWith("}\n", StringComparison.Ordinal));
        }

        await VerifyShouldPassAsync();
    }

    [Fact]
    public async Task Without_its_table_the_trail_is_broken_and_nothing_aborts()
    {
        await StoppedAsync();
        await ChangeAsync("DROP TABLE Audit");

        await VerifyShouldSayAsync("the table of the trail is missing or was changed");
    }

    [Theory]
    [InlineData("Chain, -5", "chain program, entry -5: it stands before the first entry")]
    [InlineData("Chain, 0", "chain program, entry 0: it stands before the first entry")]
    [InlineData("'program2', 1", "chain program2, entry 1: no part of the program writes this chain")]
    public async Task An_entry_outside_the_chains_of_the_program_is_named(string place, string fault)
    {
        await StoppedAsync();
        await ChangeAsync(
            "INSERT INTO Audit (Id, Chain, Number, At, Kind, ActorId, Actor, Action, Subject, Previous, Hash) "
            + $"SELECT 1, {place}, At, Kind, ActorId, 'forged', Action, Subject, Previous, Hash FROM Audit "
            + "WHERE Chain = 'program' AND Number = 1");

        await VerifyShouldSayAsync(fault);
    }

    [Fact]
    public async Task The_reconciliation_says_that_heads_cannot_be_trusted_and_names_no_path()
    {
        await SignedAsync();
        await File.WriteAllTextAsync(
            HeadFile, (await File.ReadAllTextAsync(HeadFile)).Replace("\"number\":3", "\"number\":2", StringComparison.Ordinal));

        using var viewer = await ClientOfAsync(Role.Viewer);
        var books = await viewer.GetStringAsync(new Uri("/api/v1/reconciliation", UriKind.Relative));

        books.ShouldContain("\"isIntact\":false");
        books.ShouldContain("of the head file is wrong\"");
        books.ShouldNotContain(Store.Folder);
    }

    [Fact]
    public async Task A_program_that_starts_over_a_broken_trail_says_so_and_signs_nothing()
    {
        await StoppedAsync();
        await ChangeAsync("UPDATE Audit SET Actor = 'another one' WHERE Chain = 'program' AND Number = 2");
        var heads = await File.ReadAllTextAsync(HeadFile);

        await using (var host = await DashboardHost.StartAsync(Store, Settings))
        {
            await ShouldBeDegradedAsync(host);
            (await host.Client.GetStringAsync(new Uri("/health/ready", UriKind.Relative))).ShouldNotContain(Store.Folder);
        }

        (await File.ReadAllTextAsync(HeadFile)).ShouldBe(heads);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_newest_entry_that_the_running_program_did_not_write_is_noticed(bool isRemoved)
    {
        await SignedAsync();
        await using (var context = Context())
        {
            var newest = await context.Audit.Where(r => r.Chain == "program").OrderByDescending(r => r.Number).FirstAsync();
            if (isRemoved)
            {
                context.Remove(newest);
            }
            else
            {
                var entry = newest.ToEntry();
                var forged = new AuditEvent(new(newest.Id + 1), entry.At, entry.By, entry.Action, "forged", null, null);
                context.Add(AuditRow.From(AuditChain.Append("program", (entry.Number, entry.Hash), forged)));
            }

            await context.SaveChangesAsync();
        }

        // The decision is not held up.
        await NewKeyAsync(Role.Viewer);

        await ShouldBeDegradedAsync(Host);
    }
}
