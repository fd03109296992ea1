using System.Diagnostics;
using System.Text;

namespace Dashboard.IntegrationTests.Clients;

/// <summary>A program of the machine, such as a client in another language, that runs to its end.</summary>
internal static class ExternalProgram
{
    /// <summary>Skips a test visibly where the program is missing.</summary>
    public static void SkipUnlessInstalled(string program) =>
        Assert.SkipUnless(IsInstalled(program), $"{program} is not installed.");

    /// <summary>Runs a program; gives its exit code and what it writes, errors included.</summary>
    public static async Task<(int ExitCode, string Output)> TryRunAsync(string folder, string program, params string[] arguments)
    {
        using var process = Start(folder, program, arguments);
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        try
        {
            await process.WaitForExitAsync(TestTimeout.Token());
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }

        return (process.ExitCode, await output + await errors);
    }

    /// <summary>Runs a program that has to succeed; gives what it writes.</summary>
    public static async Task<string> RunAsync(string folder, string program, params string[] arguments)
    {
        var (exitCode, output) = await TryRunAsync(folder, program, arguments);
        exitCode.ShouldBe(0, output);
        return output;
    }

    /// <summary>Starts a program without an end of its own, and gives the first line that satisfies the condition.</summary>
    public static async Task<string> FirstLineAsync(Func<string, bool> condition, string folder, string program, params string[] arguments)
    {
        using var process = Start(folder, program, arguments);
        try
        {
            var seen = new StringBuilder();
            while (await process.StandardOutput.ReadLineAsync(TestTimeout.Token()) is { } line)
            {
                if (condition(line)) return line;
                seen.AppendLine(line);
            }

            throw new InvalidOperationException($"{seen}{await process.StandardError.ReadToEndAsync()}");
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }
    }

    private static bool IsInstalled(string program)
    {
        try
        {
            using var process = Start(AppContext.BaseDirectory, program, "--version");
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    private static Process Start(string folder, string program, params string[] arguments) =>
        Process.Start(new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
        })!;
}
