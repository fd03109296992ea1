using Dashboard.Application.Audit;
using Dashboard.Domain.Auth;
using Dashboard.Infrastructure.Audit;
using Dashboard.Infrastructure.Storage.Model.Access;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.IntegrationTests.Audit;

/// <summary>Attacks without the key while the program is stopped, also on everything that the program keeps beside the key.</summary>
public sealed class SealedTrailTests : TrailHostTest
{
    private const string NoSeal = "it has no seal";
    private const string WrongSeal = "its seal is wrong";

    [Fact]
    public async Task An_untouched_trail_passes_before_and_after_its_first_entry()
    {
        await VerifyShouldPassAsync();
        await StoppedAsync();
        await VerifyShouldPassAsync();
    }

    [Theory]
    [InlineData("no", NoSeal)]
    [InlineData("another", WrongSeal)]
    public async Task An_entry_that_was_added_after_the_last_head_is_named(string seal, string fault)
    {
        await StoppedAsync();
        await ForgeAsync("program", withSeal: seal == "another");

        await VerifyShouldSayAsync("chain program, entry 4: " + fault);
        await using var host = await DashboardHost.StartAsync(Store, Settings);
        await ShouldBeDegradedAsync(host);
    }

    [Fact]
    public async Task The_first_entry_of_a_chain_that_has_none_is_named_when_it_was_forged()
    {
        await StoppedAsync();
        await using (var context = Context())
        {
            var entry = (await context.Audit.FirstAsync(r => r.Number == 1)).ToEntry();
            var forged = new AuditEvent(new(entry.Id.Value - 1), entry.At, Actor.Command, AuditActions.KeyCreated, "forged", null, null);
            context.Add(AuditRow.From(AuditChain.Append(AuditChain.Command, (0, AuditChain.Start), forged)));
            await context.SaveChangesAsync();
        }

        await VerifyShouldSayAsync("chain command, entry 1: " + NoSeal);
    }

    [Theory]
    [InlineData("UPDATE Audit SET Subject = 'x' WHERE Number = 2", "entry 2: its content does not have its hash")]
    [InlineData("UPDATE Audit SET Seal = NULL WHERE Number = 2", "entry 2: " + NoSeal)]
    [InlineData("UPDATE Audit SET Seal = (SELECT Seal FROM Audit WHERE Number = 1) WHERE Number = 2", "entry 2: " + WrongSeal)]
    [InlineData("DELETE FROM Audit WHERE Number = 2", "entry 2: it is missing")]
    [InlineData("DELETE FROM Audit WHERE Number = 3", "entry 3: it is missing: entry 3 has a signed head")]
    [InlineData("DELETE FROM Audit", "entry 1: it is missing: entry 3 has a signed head")]
    public async Task A_changed_removed_or_cut_entry_is_named(string change, string fault)
    {
        await StoppedAsync();
        await ChangeAsync(change);

        await VerifyShouldSayAsync("chain program, " + fault);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("DELETE FROM Audit WHERE Number >= 2")]
    [InlineData("UPDATE Audit SET Seal = NULL")]
    public async Task Heads_that_were_removed_from_file_and_store_are_missed(string? change)
    {
        await StoppedAsync();
        await RemoveHeadsAsync();
        if (change is not null) await ChangeAsync(change);

        const string fault = "chain program has entries and no signed head";
        await VerifyShouldSayAsync(fault);

        // The next start does not sign what it finds.
        await using (var host = await DashboardHost.StartAsync(Store, Settings)) await ShouldBeDegradedAsync(host);
        await VerifyShouldSayAsync(fault);
    }

    [Theory]
    [InlineData(false, WrongSeal)]
    [InlineData(true, NoSeal)]
    public async Task A_chain_computed_anew_with_the_heads_of_its_beginning_alone_is_found(bool withoutSeals, string fault)
    {
        await StoppedAsync();
        await ComputeAnewAsync(changed: 1, withoutSeals);
        var begin = (await File.ReadAllLinesAsync(HeadFile)).Where(l => l.Contains("\"number\":0,", StringComparison.Ordinal)).ToList();
        begin.Count.ShouldBe(2, "of the program and of the command line");
        await File.WriteAllLinesAsync(HeadFile, begin);
        await ChangeAsync("DELETE FROM StoreState WHERE Name LIKE 'audit.head.%'");

        await VerifyShouldSayAsync("chain program, entry 1: " + fault);
    }

    [Fact]
    public async Task A_trail_that_a_version_without_seals_wrote_holds_and_is_sealed_from_then_on()
    {
        await StoppedAsync();
        await WrittenWithoutSealsAsync();
        await VerifyShouldPassAsync();

        await using (var host = await DashboardHost.StartAsync(Store, Settings))
        {
            using var command = ChildProgram.OfWords(Store, "keys", "add", "--name=x", "--role=Viewer");
            (await command.WaitForExitAsync()).ShouldBe(0);
            await Poll.UntilAsync(() => File.ReadAllText(HeadFile).Contains("\"sealed\":true", StringComparison.Ordinal));
        }

        await VerifyShouldPassAsync();
        await ForgeAsync("program", withSeal: false);
        await VerifyShouldSayAsync("chain program, entry 4: " + NoSeal);
    }

    [Fact]
    public async Task A_command_with_another_key_changes_nothing_and_names_the_setting()
    {
        await StoppedAsync();

        using var command = ChildProgram.OfWords(
            Store, "keys", "add", "--name=x", "--role=Viewer", "--Audit:KeyFile=" + Path.Combine(Store.Folder, "another.pem"));

        (await command.WaitForExitAsync()).ShouldBe(2);
        command.Output.ShouldContain(l => l.Contains("--Audit:KeyFile=FILE", StringComparison.Ordinal));
        await using var context = Context();
        (await context.ApiKeys.CountAsync(), await context.Audit.CountAsync()).ShouldBe((3, 3));
    }

    [Fact]
    public async Task A_command_seals_its_entry_and_signs_it_also_while_the_program_does_not_run()
    {
        await StoppedAsync();
        using var command = ChildProgram.OfWords(Store, "keys", "add", "--name=x", "--role=Viewer");
        (await command.WaitForExitAsync()).ShouldBe(0);
        await VerifyShouldPassAsync();

        await ChangeAsync("DELETE FROM Audit WHERE Chain = 'command'");

        await VerifyShouldSayAsync("chain command, entry 1: it is missing: entry 1 has a signed head");
    }

    [Fact]
    public async Task A_missing_key_is_not_made_anew_for_a_sealed_trail()
    {
        await StoppedAsync();
        File.Delete(KeyFile);

        await using (var host = await DashboardHost.StartAsync(Store, Settings)) await ShouldBeDegradedAsync(host);

        File.Exists(KeyFile).ShouldBeFalse();
        await VerifyShouldSayAsync("the key of the signed heads is missing");
    }

    [Fact]
    public async Task An_operator_who_lost_the_key_begins_anew_with_another_one()
    {
        await StoppedAsync();
        File.Delete(KeyFile);
        File.Delete(HeadFile);
        // As docs/operations.md says.
        await ChangeAsync("DELETE FROM StoreState WHERE Name LIKE 'audit.%'");

        await using (var host = await DashboardHost.StartAsync(Store, Settings)) await host.Client.GetAsync(new Uri("/", UriKind.Relative));

        await VerifyShouldPassAsync();
        await ForgeAsync("program", withSeal: true);
        await VerifyShouldSayAsync("chain program, entry 4: " + WrongSeal);
    }

    private async Task RemoveHeadsAsync()
    {
        File.Delete(HeadFile);
        await ChangeAsync("DELETE FROM StoreState WHERE Name LIKE 'audit.%'");
    }

    // With a right hash, as everybody can compute it.
    private async Task ForgeAsync(string chain, bool withSeal)
    {
        await using var context = Context();
        var newest = await context.Audit.Where(r => r.Chain == chain).OrderByDescending(r => r.Number).FirstAsync();
        var entry = newest.ToEntry();
        var forged = new AuditEvent(new(newest.Id + 1), entry.At, entry.By, entry.Action, "forged", null, null);
        var row = AuditRow.From(AuditChain.Append(chain, (entry.Number, entry.Hash), forged));
        if (withSeal) row.Seal = newest.Seal;
        context.Add(row);
        await context.SaveChangesAsync();
    }

    // The same key and heads in their earlier form.
    private async Task WrittenWithoutSealsAsync()
    {
        await ChangeAsync("UPDATE Audit SET Seal = NULL");
        await ChangeAsync("DELETE FROM StoreState WHERE Name IN ('audit.key', 'audit.head.command')");
        using var signer = HeadSigner.Read(KeyFile);
        var heads = (await File.ReadAllLinesAsync(HeadFile)).Select(l => SignedHead.Read(l).ToHead()).Where(h => h.Number > 0)
            .Select(h => signer.Sign(h with { IsSealed = false }).ToLine().Replace(",\"sealed\":false", "", StringComparison.Ordinal));
        await File.WriteAllLinesAsync(HeadFile, heads);
    }
}
