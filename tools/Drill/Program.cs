using Dashboard.Tools.Drill;
using Dashboard.Tools.Drill.Playing;
using Dashboard.Tools.Drill.Scenes;

#pragma warning disable RS0030 // The main program chooses the clock.
var clock = TimeProvider.System;
#pragma warning restore RS0030
if (Settings.TryParse(args) is not { } settings)
{
    Console.Error.WriteLine(Settings.Usage);
    return 2;
}

var files = settings.Files
    .SelectMany(f => Directory.Exists(f) ? Directory.GetFiles(f, "*.json").Order() : Enumerable.Repeat(f, 1)).ToList();
var scenes = new List<Scene>();
foreach (var file in files)
{
    if (SceneReader.Read(await File.ReadAllTextAsync(file), out var errors) is { } scene) scenes.Add(scene);
    foreach (var error in errors) Console.Error.WriteLine($"{file}: {error}");
}

if (scenes.Count < files.Count || scenes.Count == 0) return 2;
Console.WriteLine(Score.Heading);
var drill = new Drill(clock, score => Console.WriteLine(score.Line));
var scores = settings.Address is { } address
    ? await drill.PlayOnAsync(address, scenes) : await drill.PlayOnOwnProgramsAsync(settings.Port, scenes);
Console.WriteLine($"{scores.Count(s => s.Passed)} of {scores.Count} scenes passed");
return scores.All(s => s.Passed) ? 0 : 1;
