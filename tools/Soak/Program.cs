using Dashboard.Bench.Harness;
using Dashboard.Tools.Soak;

#pragma warning disable RS0030 // The main program chooses the clock.
var clock = TimeProvider.System;
#pragma warning restore RS0030
if (Settings.TryParse(args) is not { } settings)
{
    Console.Error.WriteLine(Settings.Usage);
    return 2;
}

var folder = Directory.CreateTempSubdirectory("dashboard-soak-").FullName;
try
{
    Console.WriteLine($"Soak: {settings.Rate} a second, {settings.Minutes} minutes, {settings.Clients} clients; files in {folder}");
    var program = await PublishedProgram.PublishAsync(Path.Combine(folder, "program"), clock);
    var report = new Report();
    await new SoakRun(settings, program, folder, report, clock).RunAsync();
    report.Print();
    return report.Passed ? 0 : 1;
}
finally
{
    if (!settings.Keep) Directory.Delete(folder, recursive: true);
}
