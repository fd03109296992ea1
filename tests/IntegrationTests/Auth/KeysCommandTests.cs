using System.Net;
using Dashboard.Application.Auth;
using Dashboard.Domain.Auth;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.IntegrationTests.Auth;

public sealed class KeysCommandTests : KeyHostTest
{
    [Fact]
    public async Task The_first_key_of_a_fresh_store_is_made_at_the_command_line()
    {
        using var fresh = new TemporaryStore();
        var (code, output) = await RunAsync(fresh, "add", "--name", "first", "--role", "Admin,analyst", "--expires=2099-01-01T00:00:00Z");

        code.ShouldBe(0, string.Join('\n', output));
        var secret = output.Single(l => l.StartsWith("dsh_", StringComparison.Ordinal));
        KeySecret.TryParse(secret, out _).ShouldBeTrue();

        await using var host = await DashboardHost.StartAsync(fresh, Settings);
        (await StatusAsync(host.Address, "/api/v1/keys", secret)).ShouldBe(HttpStatusCode.OK);
        (_, output) = await RunAsync(fresh, "list");
        var prefix = secret[..12];
        output.ShouldContain(l => l.Contains(prefix + "  Analyst,Admin  usable until 2099-01-01 00:00:00Z", StringComparison.Ordinal) && l.EndsWith(": first"));
        output.ShouldNotContain(l => l.Contains(secret, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_running_program_takes_a_new_key_and_refuses_a_revoked_one_without_a_restart()
    {
        var (code, output) = await RunAsync(Store, "add", "--name=shop", "--role=Feed", "--source=shop,web");
        code.ShouldBe(0, string.Join('\n', output));
        var secret = output.Single(l => l.StartsWith("dsh_", StringComparison.Ordinal));

        await Poll.UntilAsync(async () => await StatusAsync(Host.Address, "/api/v1/session", secret) == HttpStatusCode.OK);
        var id = output.Single(l => l.StartsWith("Key ", StringComparison.Ordinal)).Split(' ')[1].TrimEnd(',');
        (await RunAsync(Store, "revoke", id)).Code.ShouldBe(0);

        await Poll.UntilAsync(async () => await StatusAsync(Host.Address, "/api/v1/session", secret) == HttpStatusCode.Unauthorized);
        SignIns.Interval.ShouldBeLessThan(TimeSpan.FromSeconds(5));
        using var verify = new ChildProgram(Store, "Production", "--verify");
        (await verify.WaitForExitAsync()).ShouldBe(0);
        await verify.WaitForLineAsync("audit trail, chain command: 2 entries");
    }

    [Theory]
    [InlineData(0, "--help")]
    [InlineData(1)]
    public async Task Without_a_command_or_with_a_question_the_commands_are_listed(int expected, params string[] words)
    {
        var (code, output) = await RunAsync(Store, words);

        code.ShouldBe(expected, string.Join('\n', output));
        output[0].ShouldStartWith("keys add --name NAME");
    }

    [Theory]
    [InlineData("there is no such command", "make")]
    [InlineData("King is not one of Viewer, Analyst", "add", "--name=x", "--role=King")]
    [InlineData("7 is not one of Viewer, Analyst", "add", "--name=x", "--role=7")]
    [InlineData("--roles: is required", "add", "--name=x")]
    [InlineData("--name:", "add", "--role=Admin")]
    [InlineData("--sources: are for a key with the role Feed alone", "add", "--name=x", "--role=Viewer", "--source=shop")]
    [InlineData("--expiresAt: must be in the future", "add", "--name=x", "--role=Viewer", "--expires=2001-01-01T00:00:00Z")]
    [InlineData("--expires: must be a time of RFC 3339", "add", "--name=x", "--role=Viewer", "--expires=soon")]
    [InlineData("--expires: must be a time of RFC 3339", "add", "--name=x", "--role=Viewer", "--expires=2099-01-01")]
    [InlineData("--expire is not an option of keys add", "add", "--name=x", "--role=Viewer", "--expire=2099-01-01")]
    [InlineData("--role is given twice", "add", "--name=x", "--role=Viewer", "--role=Admin")]
    [InlineData("--role needs a value", "add", "--name=x", "--role")]
    [InlineData("There is no key with this id", "revoke", "0000000000000")]
    public async Task What_cannot_be_done_changes_nothing_and_ends_with_one(string reason, params string[] words)
    {
        var (code, output) = await RunAsync(Store, words);

        code.ShouldBe(1, string.Join('\n', output));
        string.Join('\n', output).ShouldContain(reason);
        (await Host.Services.GetRequiredService<IApiKeyStore>().AllAsync(CancellationToken.None)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("list")]
    [InlineData("revoke", "0000000000000")]
    public async Task Only_adding_a_key_makes_a_store(params string[] words)
    {
        using var missing = new TemporaryStore();
        var (code, output) = await RunAsync(missing, words);

        code.ShouldBe(2, string.Join('\n', output));
        string.Join('\n', output).ShouldContain(missing.File);
        File.Exists(missing.File).ShouldBeFalse();
    }

    [Fact]
    public async Task Settings_may_stand_before_the_words()
    {
        using var command = ChildProgram.OfWords(Store, "--Serilog:MinimumLevel:Default=Warning", "keys", "list");

        (await command.WaitForExitAsync()).ShouldBe(0, string.Join('\n', command.Output));
    }

    [Fact]
    public async Task A_store_that_cannot_be_opened_ends_with_two()
    {
        using var store = new TemporaryStore();
        await File.WriteAllTextAsync(store.File, "this is no database");
        using var command = ChildProgram.OfWords(store, "keys", "list");

        (await command.WaitForExitAsync()).ShouldBe(2, string.Join('\n', command.Output));
    }

    private static async Task<(int Code, IReadOnlyList<string> Output)> RunAsync(TemporaryStore store, params string[] words)
    {
        using var command = ChildProgram.OfWords(store, ["keys", .. words]);
        var code = await command.WaitForExitAsync();
        return (code, command.Output);
    }

    private static async Task<HttpStatusCode> StatusAsync(Uri server, string path, string secret)
    {
        using var client = new HttpClient { BaseAddress = server };
        client.DefaultRequestHeaders.Add("X-Api-Key", secret);
        using var answer = await client.GetAsync(new Uri(path, UriKind.Relative));
        return answer.StatusCode;
    }
}
