
namespace Dashboard.UnitTests.Architecture;

public sealed class FeatureArrowTests
{
    private static readonly IReadOnlyList<(string Path, string[] Lines)> Files = [.. SourceTree.Files()];
    private static readonly IReadOnlyList<Use> Uses = [.. Files.SelectMany(f => SourceTree.UsesIn(f.Path, f.Lines))];

    // The domain's features are its language: everybody may use them.
    private static bool IsFree(Use use) =>
        use.To.StartsWith("Domain/", StringComparison.Ordinal) && !use.From.StartsWith("Domain/", StringComparison.Ordinal);

    [Fact]
    public void Source_EveryUseOfAnotherFeature_IsAnAllowedArrow()
    {
        Files.Count.ShouldBeGreaterThan(150);
        Uses.Select(u => u.From).Distinct().Count().ShouldBeGreaterThan(20);

        Broken(Uses).ShouldBeEmpty();
    }

    [Fact]
    public void Allowed_EveryArrow_IsUsed() =>
        FeatureArrows.Allowed.Where(a => !Uses.Any(u => u.From == a.From && u.To == a.To)).ShouldBeEmpty("remove arrows that nothing uses");

    [Fact]
    public void Allowed_ArrowsOfApplication_GoDownOneFloorOrMore()
    {
        var arrows = FeatureArrows.Allowed.Where(a => a.From.StartsWith("Application/", StringComparison.Ordinal)).ToList();

        arrows.Count.ShouldBeGreaterThan(10);
        arrows.Where(a => FeatureArrows.Floors[a.To] >= FeatureArrows.Floors[a.From]).ShouldBeEmpty();
    }

    [Fact]
    public void Floors_EveryFeatureOfApplication_HasOne() =>
        Directory.EnumerateDirectories(Path.Combine(Checkout.Root, "src", "Application")).Select(Path.GetFileName)
            .Where(name => name is not ("bin" or "obj")).ShouldBe(
                FeatureArrows.Floors.Keys.Select(k => k["Application/".Length..]), ignoreOrder: true);

    [Fact]
    public void Allowed_Arrows_FormNoCircle()
    {
        var left = FeatureArrows.Allowed.Where(a => !IsParent(a.From, a.To) && !IsParent(a.To, a.From)).Select(a => (a.From, a.To))
            .ToHashSet();
        while (left.Where(a => !left.Any(b => b.From == a.To)).ToList() is { Count: > 0 } ends) left.ExceptWith(ends);

        left.ShouldBeEmpty();
    }

    [Fact]
    public void Broken_UpwardArrow_NamesFileLineAndReason()
    {
        var uses = SourceTree.UsesIn("src/Application/Metrics/Windows/Example.cs",
            ["using System;", "using Dashboard.Application.Live;", "// Dashboard.Application.Alerts"]);

        Broken(uses).ShouldHaveSingleItem().ShouldBe(
            "src/Application/Metrics/Windows/Example.cs:2: Application/Metrics may not use Application/Live: "
            + "Live shows what the other features made; nothing below may depend on viewers. Allowed arrows stand in FeatureArrows.cs.");
    }

    // A root holds what its rooms share, and registers them.
    private static bool IsParent(string parent, string child) => child.StartsWith(parent + "/", StringComparison.Ordinal);

    private static List<string> Broken(IEnumerable<Use> uses) =>
    [
        .. from use in uses
        where !IsFree(use) && !FeatureArrows.Allowed.Any(a => a.From == use.From && a.To == use.To)
        let reason = FeatureArrows.Purpose.GetValueOrDefault(use.To) ?? "features of one project do not lean on each other"
        select $"{use.File}:{use.Line}: {use.From} may not use {use.To}: {reason}. Allowed arrows stand in FeatureArrows.cs.",
    ];
}
