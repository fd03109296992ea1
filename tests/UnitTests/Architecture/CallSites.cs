using System.Reflection;
using Dashboard.Api;
using Dashboard.Application;
using Dashboard.Infrastructure;
using Mono.Cecil;

namespace Dashboard.UnitTests.Architecture;

/// <summary>Finds out, in the compiled program, which types call a method.</summary>
internal static class CallSites
{
    private static readonly Assembly[] Assemblies =
        [typeof(ApplicationRegistration).Assembly, typeof(InfrastructureRegistration).Assembly, typeof(DashboardApplication).Assembly];

    /// <summary>Full names of the types, other than the method's own, that call a method or a constructor, each once.</summary>
    public static IReadOnlyList<string> Of(Type declaring, params string[] methods)
    {
        var callers = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var assembly in Assemblies)
        {
            using var read = AssemblyDefinition.ReadAssembly(assembly.Location);
            var types = read.MainModule.GetTypes().ToList();
            types.Count.ShouldBeGreaterThan(10);
            foreach (var type in types.Where(t => t.FullName != declaring.FullName))
            {
                var called = type.Methods.Where(m => m.HasBody).SelectMany(m => m.Body.Instructions)
                    .Select(i => i.Operand).OfType<MethodReference>();
                if (called.Any(m => m.DeclaringType.FullName == declaring.FullName && methods.Contains(m.Name)))
                    callers.Add(Outermost(type).FullName);
            }
        }

        return [.. callers];
    }

    // Async methods and lambdas are compiled into types of their own.
    private static TypeDefinition Outermost(TypeDefinition type) => type.DeclaringType is { } outer ? Outermost(outer) : type;
}
