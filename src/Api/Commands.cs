using Dashboard.Api.Auth;
using Dashboard.Api.Books;
using Dashboard.Api.Health;

namespace Dashboard.Api;

/// <summary>The commands of the program. A new one is a line here.</summary>
internal static class Commands
{
    // When several are asked for, the first one in this order runs.
    public static readonly IReadOnlyList<Command> All =
    [
        new("--health", null, "Asks the program that runs on this machine whether it is ready.", HealthAsync),
        new("--verify", null, "Checks the books of the store.", VerifyAsync),
        new("--backup", "FILE", "Writes a copy of a SQLite store, and checks it.", BackupAsync),
        new("keys", "add …", "Makes, lists and revokes API keys: keys add, keys list, keys revoke.", KeysAsync) { TakesWords = true },
        new("--help", null, "Lists the commands.", HelpAsync),
    ];

    /// <summary>Runs the command that the command line asks for; null when it asks for none.</summary>
    public static Task<int>? Run(string[] args)
    {
        foreach (var command in All)
            if (command.CallOf(args) is { } call) return command.RunAsync(call);
        return null;
    }

    private static Task<int> HealthAsync(CommandCall call) =>
        HealthCommand.RunAsync(ProgramFolder.CreateBuilder(call.Settings).Configuration, call.Output);

    private static Task<int> VerifyAsync(CommandCall call) =>
        call.OnServicesAsync(services => VerifyCommand.RunAsync(services, call.Output));

    private static Task<int> BackupAsync(CommandCall call) =>
        call.OnServicesAsync(services => BackupCommand.RunAsync(services, call.Value, call.Settings, call.Output));

    // The output is for scripts as well: it has the secret, or the list, and no line of the log.
    private static Task<int> KeysAsync(CommandCall call) =>
        (call with { Settings = ["--Serilog:MinimumLevel:Default=Warning", .. call.Settings] }).OnServicesAsync(
            services => KeysCommand.RunAsync(services, call.Words, call.Output), KeysCommand.Register);

    private static async Task<int> HelpAsync(CommandCall call)
    {
        await call.Output.WriteLineAsync("Without a command the program runs. Settings are given as --Section:Name=value.");
        foreach (var command in All) await call.Output.WriteLineAsync($"  {$"{command.Switch} {command.Value}",-16}{command.Help}");
        return 0;
    }
}
