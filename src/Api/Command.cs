using Microsoft.Extensions.Options;

namespace Dashboard.Api;

/// <summary>A thing that the program does instead of running, when its switch is on the command line.</summary>
/// <param name="Switch">Such as <c>--verify</c>.</param>
/// <param name="Value">What follows the switch, for the help; null when nothing does.</param>
/// <param name="Help">One sentence.</param>
/// <param name="RunAsync">Gives the exit code.</param>
internal sealed record Command(string Switch, string? Value, string Help, Func<CommandCall, Task<int>> RunAsync)
{
    /// <summary>True for a word that only settings stand before, and that further words follow.</summary>
    public bool TakesWords { get; init; }

    /// <summary>The call of this command on a command line; null when it is not asked for.</summary>
    public CommandCall? CallOf(string[] args)
    {
        if (TakesWords)
        {
            // Settings may come first.
            if (args.FirstOrDefault(a => !IsSetting(a)) != Switch) return null;
            var word = Array.IndexOf(args, Switch);
            var words = args.Where((_, i) => i != word).ToLookup(IsSetting);
            return new CommandCall("", [.. words[true]], Console.Out) { Words = [.. words[false]] };
        }

        var place = Array.FindIndex(args, a => a == Switch || (Value is not null && a.StartsWith(Switch + '=', StringComparison.Ordinal)));
        if (place < 0) return null;
        var isOneWord = args[place].Length > Switch.Length;
        var value = isOneWord ? args[place][(Switch.Length + 1)..] : Value is null ? null : args.ElementAtOrDefault(place + 1);
        var taken = isOneWord || Value is null ? 1 : 2;
        return new CommandCall(value ?? "", [.. args[..place], .. args.Skip(place + taken)], Console.Out);
    }

    // A setting of the program between the words: --Section:Name=value.
    private static bool IsSetting(string word) =>
        word.StartsWith("--", StringComparison.Ordinal) && word.Split('=') is [var name, _, ..]
        && name.Contains(':', StringComparison.Ordinal);
}

/// <param name="Value">Empty when none was given.</param>
/// <param name="Settings">The command line without the switch and its value.</param>
/// <param name="Output">For the result.</param>
internal sealed record CommandCall(string Value, string[] Settings, TextWriter Output)
{
    /// <summary>What follows the word of a command that takes words.</summary>
    public string[] Words { get; init; } = [];

    /// <summary>Runs on the services of the program, with valid settings. Nothing is started.</summary>
    public async Task<int> OnServicesAsync(
        Func<IServiceProvider, Task<int>> runAsync, Action<WebApplicationBuilder>? customize = null)
    {
        var app = DashboardApplication.Build(Settings, customize);
        try
        {
            app.Services.GetRequiredService<IStartupValidator>().Validate();
            return await runAsync(app.Services);
        }
        finally
        {
            await DashboardApplication.CloseAsync(app);
        }
    }
}
