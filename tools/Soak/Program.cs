using Dashboard.Tools.Soak;

if (Settings.TryParse(args) is not { } settings)
{
    Console.Error.WriteLine(Settings.Usage);
    return 2;
}

var folder = Directory.CreateTempSubdirectory("dashboard-soak-").FullName;
try
{
    Console.WriteLine($"Soak: {settings.Rate} a second for {settings.Minutes} minutes, {settings.Clients} clients; files in {folder}");
    var program = Path.Combine(folder, "program");
    await Server.PublishAsync(program);
    var report = new Report();
    await new SoakRun(settings, program, folder, report).RunAsync();
    report.Print();
    return report.Passed ? 0 : 1;
}
finally
{
    if (!settings.Keep) Directory.Delete(folder, recursive: true);
}
