using Dashboard.Bench.Load;
using Dashboard.Tools.Soak;

if (args is [var bare, ..] && bare == Bare.Argument)
{
    await Bare.RunAsync(args);
    return 0;
}

if (Settings.TryParse(args) is not { } settings)
{
    Console.Error.WriteLine(Settings.Usage);
    return 2;
}

var folder = Directory.CreateTempSubdirectory("dashboard-load-").FullName;
try
{
    var program = Path.Combine(folder, "program");
    await Server.PublishAsync(program);
    var figures = new Figures();
    var bed = new Bed(program, folder, settings, figures);
    foreach (var part in settings.Parts)
    {
        await Bed.SettleAsync();
        await (part switch
        {
            "ingest" => new Ingest(bed).RunAsync(),
            "single" => new SingleCalls(bed).RunAsync(),
            "live" => new Live(bed).RunAsync(),
            "idle" => new Idle(bed).RunAsync(),
            "history" => new History(bed).RunAsync(),
            _ => new StartUp(bed).RunAsync(),
        });
    }

    if (settings.Output is { } output) await figures.WriteAsync(output);
    if (settings.Guard is not { } guard) return 0;
    var fallen = await figures.FallenAsync(guard);
    foreach (var what in fallen) Console.Error.WriteLine("Fallen by more than a third: " + what);
    return fallen.Count == 0 ? 0 : 1;
}
finally
{
    Directory.Delete(folder, recursive: true);
}
