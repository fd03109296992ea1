using Dashboard.Bench.Harness;
using Dashboard.Bench.Load;
using Dashboard.Bench.Load.Baselines;
using Dashboard.Bench.Load.Figures;
using Dashboard.Bench.Load.Parts;
using Dashboard.Bench.Load.Parts.Rules;

#pragma warning disable RS0030 // The main program chooses the clock.
var clock = TimeProvider.System;
#pragma warning restore RS0030
if (args is [BareServer.Argument, ..])
{
    await BareServer.RunAsync(args, clock);
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
    var program = settings.Program is { } published
        ? new PublishedProgram(published, clock)
        : await PublishedProgram.PublishAsync(Path.Combine(folder, "program"), clock);
    var figures = new FigureTable();
    var run = new RunContext(program, folder, settings, figures, clock);
    foreach (var part in settings.Parts)
    {
        await RunContext.FlushDiskAsync();
        await (part switch
        {
            "ingest" => new IngestPart(run).RunAsync(),
            "single" => new SingleCallsPart(run).RunAsync(),
            "keys" => new KeyedCallsPart(run).RunAsync(),
            "live" => new LivePart(run).RunAsync(),
            "rules" => new RulesPart(run).RunAsync(),
            "idle" => new IdlePart(run).RunAsync(),
            "history" => new HistoryPart(run).RunAsync(),
            _ => new StartUpPart(run).RunAsync(),
        });
    }

    if (settings.Output is { } output) await RunFile.WriteAsync(output, figures.All, clock);
    return settings.Guard is not { } guard || PerformanceGuard.Report((await RunFile.ReadAsync(guard)).Figures, figures.All) ? 0 : 1;
}
finally
{
    Directory.Delete(folder, recursive: true);
}
