using System.Reflection;
using Dashboard.Api;
using Dashboard.Application;
using Dashboard.Domain.Transactions;
using Dashboard.Infrastructure;
using NetArchTest.Rules;

namespace Dashboard.UnitTests.Architecture;

public sealed class LayerTests
{
    private static readonly Assembly Domain = typeof(Transaction).Assembly;
    private static readonly Assembly Application = typeof(ApplicationRegistration).Assembly;
    private static readonly Assembly Infrastructure = typeof(InfrastructureRegistration).Assembly;

    [Fact]
    public void Domain_DependsOnNothing() => Domain.GetReferencedAssemblies().Select(a => a.Name!)
        .ShouldAllBe(name => name.StartsWith("System", StringComparison.Ordinal));

    [Fact]
    public void Application_KnowsNeitherStoreNorTransport() =>
        ShouldNotDepend(Application, "Dashboard.Infrastructure", "Dashboard.Api", "Microsoft.EntityFrameworkCore", "Microsoft.AspNetCore",
            "Microsoft.Data");

    [Fact]
    public void Infrastructure_DoesNotKnowTheApi() => ShouldNotDepend(Infrastructure, "Dashboard.Api", "Microsoft.AspNetCore.SignalR");

    [Fact]
    public void Storage_NobodyAboveTouchesTheContext() =>
        ShouldNotDepend(typeof(DashboardApplication).Assembly, "Microsoft.EntityFrameworkCore");

    private static void ShouldNotDepend(Assembly assembly, params string[] others)
    {
        var types = Types.InAssembly(assembly);
        types.GetTypes().Count().ShouldBeGreaterThan(5);
        var result = types.ShouldNot().HaveDependencyOnAny(others).GetResult();
        result.IsSuccessful.ShouldBeTrue(string.Join(", ", result.FailingTypeNames ?? []));
    }
}
