using System.Reflection;
using MediatR;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Application.Pipeline;

/// <summary>Marks a class that hears pipeline events, with its role in <see cref="ListenerOrder"/>.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class PipelineListenerAttribute(ListenerRole role) : Attribute
{
    public ListenerRole Role { get; } = role;
}

internal static class PipelineListeners
{
    /// <summary>Registers the marked classes of an assembly as listeners, in the order of <see cref="ListenerOrder"/>.</summary>
    /// <exception cref="InvalidOperationException">An event lacks the listener of a role, or a listener hears an event that its role is
    /// not listed for.</exception>
    public static IServiceCollection AddPipelineListeners(this IServiceCollection services, Assembly assembly) =>
        services.AddPipelineListeners(assembly.GetTypes().Where(t => t.IsDefined(typeof(PipelineListenerAttribute))));

    internal static IServiceCollection AddPipelineListeners(this IServiceCollection services, IEnumerable<Type> marked)
    {
        var listeners = marked.ToDictionary(t => t.GetCustomAttribute<PipelineListenerAttribute>()!.Role);
        foreach (var (role, listener) in listeners)
        {
            services.AddSingleton(listener);
            foreach (var heard in EventsOf(listener).Where(e => !ListenerOrder.ByEvent.GetValueOrDefault(e, []).Contains(role)))
                throw new InvalidOperationException($"{listener.Name} hears {heard.Name}, for which ListenerOrder does not list {role}.");
        }

        foreach (var (heard, order) in ListenerOrder.ByEvent)
        {
            var contract = typeof(INotificationHandler<>).MakeGenericType(heard);
            foreach (var role in order)
            {
                if (!listeners.TryGetValue(role, out var listener) || !contract.IsAssignableFrom(listener))
                    throw new InvalidOperationException($"{heard.Name} needs a listener with the role {role}.");
                services.AddSingleton(contract, provider => provider.GetRequiredService(listener));
            }
        }

        return services;
    }

    private static IEnumerable<Type> EventsOf(Type listener) =>
        from contract in listener.GetInterfaces()
        where contract.IsGenericType && contract.GetGenericTypeDefinition() == typeof(INotificationHandler<>)
        select contract.GetGenericArguments()[0];
}
