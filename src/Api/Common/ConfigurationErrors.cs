using Microsoft.Extensions.Options;

namespace Dashboard.Api.Common;

/// <summary>Tells a wrong setting, which the operator has to correct, from an error of the program.</summary>
internal static class ConfigurationErrors
{
    private const string Binder = "Microsoft.Extensions.Configuration.Binder";

    /// <summary>Names the wrong settings and what is wrong with each; null when the exception has another cause.</summary>
    public static string? Describe(Exception exception) => exception switch
    {
        OptionsValidationException invalid => string.Join(" ", invalid.Failures),
        AggregateException several when several.InnerExceptions.All(e => e is OptionsValidationException) =>
            string.Join(" ", several.InnerExceptions.Select(Describe)),
        InvalidOperationException { Source: Binder } unreadable => unreadable.Message,
        _ => null,
    };
}
