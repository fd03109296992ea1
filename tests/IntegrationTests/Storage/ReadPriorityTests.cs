using Dashboard.Infrastructure.Storage.Reading;

namespace Dashboard.IntegrationTests.Storage;

public sealed class ReadPriorityTests
{
    [Fact]
    public async Task Reads_yield_the_processor_to_the_rest_of_the_program()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux has priorities of threads that a program may lower.");
        await using var database = new SqliteDatabase();

        // The fields after the name of the thread begin with its state; the seventeenth is its nice value.
        var facts = await database.Reads().RunAsync(
            _ => Task.FromResult(File.ReadAllText("/proc/thread-self/stat")), CancellationToken.None);

        facts[(facts.LastIndexOf(')') + 2)..].Split(' ')[16].ShouldBe($"{ReadPriority.Nice}");
    }
}
