using Microsoft.Extensions.Options;

namespace Dashboard.Api.Common;

/// <summary>Tells a setting that somebody has to mend from an error of the program.</summary>
internal static class ConfigurationErrors
{
    private const string Binder = "Microsoft.Extensions.Configuration.Binder";

    /// <summary>What is wrong with which setting; null when the exception is about something else.</summary>
    public static string? Describe(Exception exception) => exception switch
    {
        OptionsValidationException invalid => string.Join(" ", invalid.Failures),
        AggregateException several when several.InnerExceptions.All(e => e is OptionsValidationException) =>
            string.Join(" ", several.InnerExceptions.Select(Describe)),
        InvalidOperationException { Source: Binder } unreadable => unreadable.Message,
        _ => null,
    };
}
