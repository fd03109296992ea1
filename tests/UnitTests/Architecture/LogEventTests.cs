using System.Reflection;
using Dashboard.Api;
using Dashboard.Application;
using Dashboard.Infrastructure;
using Microsoft.Extensions.Logging;

namespace Dashboard.UnitTests.Architecture;

/// <summary>An operator who filters the log by an event id must get one kind of event.</summary>
public sealed class LogEventTests
{
    [Fact]
    public void LogMessages_OfTheWholeProgram_HaveEventIdsOfTheirOwn()
    {
        Assembly[] program = [typeof(ApplicationRegistration).Assembly, typeof(InfrastructureRegistration).Assembly,
            typeof(DashboardApplication).Assembly];
        var events = program.SelectMany(assembly => assembly.GetTypes())
            .SelectMany(type => type.GetMethods(
                BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            .Select(method => (Id: method.GetCustomAttribute<LoggerMessageAttribute>()?.EventId,
                Name: $"{method.DeclaringType!.Name}.{method.Name}"))
            .Where(e => e.Id is not null).ToList();

        events.Count.ShouldBeGreaterThan(20);
        events.ShouldAllBe(e => e.Id > 0);
        events.GroupBy(e => e.Id).Where(g => g.Count() > 1).Select(g => $"{g.Key}: {string.Join(", ", g.Select(e => e.Name))}")
            .ShouldBeEmpty();
    }
}
