using System.ComponentModel;
using System.Diagnostics;

namespace Dashboard.UnitTests.Deployment;

/// <summary>The planted faults of <c>tests/Faults</c> fit the code as it is now, so that the script that plants them can run.</summary>
public sealed class PlantedFaultTests
{
    public static TheoryData<string> Patches =>
        [.. Directory.GetFiles(Path.Combine(Checkout.Root, "tests", "Faults"), "*.patch").Select(p => Path.GetFileName(p)!)];

    [Theory]
    [MemberData(nameof(Patches))]
    public async Task Patch_OfAPlantedFault_StillApplies(string patch)
    {
        var start = new ProcessStartInfo("git", ["apply", "--check", Path.Combine("tests", "Faults", patch)])
        {
            WorkingDirectory = Checkout.Root,
            RedirectStandardError = true,
        };
        using var git = Start(start);
        var errors = await git.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await git.WaitForExitAsync(TestContext.Current.CancellationToken);

        git.ExitCode.ShouldBe(0, errors);
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception)
        {
            Assert.Skip("git is not installed.");
            throw;
        }
    }
}
