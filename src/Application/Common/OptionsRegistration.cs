using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Dashboard.Application.Common;

public static class OptionsRegistration
{
    /// <summary>Binds a section and checks it at start: a value out of range stops the start with its name.</summary>
    public static OptionsBuilder<T> AddOptionsOf<T>(this IServiceCollection services, IConfiguration configuration, string section)
        where T : class =>
        services.AddOptions<T>().Bind(configuration.GetSection(section)).ValidateDataAnnotations().ValidateOnStart();
}
