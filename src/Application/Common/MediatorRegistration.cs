using System.Reflection;
using FluentValidation;
using MediatR;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Application.Common;

/// <summary>Everything that is particular to MediatR 5.1, in one file (docs/adr/0002). Handlers are written as for 12.5.</summary>
internal static class MediatorRegistration
{
    /// <summary>
    /// Registers the mediator, all request handlers of this assembly, and the validation around them. All are singletons.
    /// </summary>
    public static IServiceCollection AddMediator(this IServiceCollection services)
    {
        services.AddSingleton<ServiceFactory>(provider => provider.GetRequiredService);
        services.AddSingleton<IMediator, Mediator>();
        services.AddSingleton(typeof(IPipelineBehavior<,>), typeof(ValidationBehavior<,>));
        foreach (var (contract, handler) in RequestHandlers()) services.AddSingleton(contract, handler);
        return services;
    }

    private static IEnumerable<(Type Contract, Type Handler)> RequestHandlers() =>
        from type in Assembly.GetExecutingAssembly().GetTypes()
        where type is { IsClass: true, IsAbstract: false, IsGenericTypeDefinition: false }
        from contract in type.GetInterfaces()
        where contract.IsGenericType && contract.GetGenericTypeDefinition() == typeof(IRequestHandler<,>)
        select (contract, type);
}

/// <summary>Runs the validators of a request before its handler; a request without validators passes.</summary>
internal sealed class ValidationBehavior<TRequest, TResponse>(IEnumerable<IValidator<TRequest>> validators)
    : IPipelineBehavior<TRequest, TResponse>
{
    // In 12.x the last two parameters change places: the one line that a newer MediatR needs.
    public async Task<TResponse> Handle(TRequest request, CancellationToken cancellationToken, RequestHandlerDelegate<TResponse> next)
    {
        foreach (var validator in validators)
        {
            var result = await validator.ValidateAsync(request, cancellationToken);
            if (!result.IsValid) throw new ValidationException(result.Errors);
        }

        return await next();
    }
}
