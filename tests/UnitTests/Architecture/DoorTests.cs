using System.Reflection;
using Dashboard.Application.Ingest;
using Dashboard.Application.Pipeline;
using Dashboard.Infrastructure;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Dashboard.UnitTests.Architecture;

/// <summary>Received items are counted in one place: a feed sends <see cref="IngestTransactions"/>, and needs to know no
/// counters.</summary>
public sealed class DoorTests
{
    private static readonly string[] Counting = ["Received", "Observed", "Refused"];

    private static readonly Assembly[] Assemblies =
        [typeof(FlowCounters).Assembly, typeof(InfrastructureRegistration).Assembly, typeof(Program).Assembly];

    [Fact]
    public void FlowCounters_OnlyTheDoorCountsWhatIsReceived()
    {
        Counting.ShouldAllBe(m => typeof(FlowCounters).GetMethod(m, BindingFlags.Instance | BindingFlags.NonPublic) != null, "internal methods");

        Callers().Distinct().ShouldBe([typeof(IngestTransactionsHandler).FullName!], "a feed sends IngestTransactions instead");
    }

    private static IEnumerable<string> Callers()
    {
        foreach (var assembly in Assemblies)
        {
            using var read = AssemblyDefinition.ReadAssembly(assembly.Location);
            var types = read.MainModule.GetTypes().ToList();
            types.Count.ShouldBeGreaterThan(10);
            foreach (var type in types.Where(t => t.FullName != typeof(FlowCounters).FullName))
                if (type.Methods.Where(m => m.HasBody).SelectMany(m => m.Body.Instructions).Any(IsCounting)) yield return Outermost(type).FullName;
        }
    }

    private static bool IsCounting(Instruction instruction) =>
        instruction.Operand is MethodReference method && method.DeclaringType.FullName == typeof(FlowCounters).FullName
        && Counting.Contains(method.Name);

    // Async methods and lambdas are compiled into types of their own.
    private static TypeDefinition Outermost(TypeDefinition type) => type.DeclaringType is { } outer ? Outermost(outer) : type;
}
