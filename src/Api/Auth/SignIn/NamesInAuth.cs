using Dashboard.Domain.Auth;
using Microsoft.Extensions.Options;

namespace Dashboard.Api.Auth.SignIn;

/// <summary>Refuses misspelt modes and roles in the section <c>Auth</c>: the binder would leave them out in silence.</summary>
internal static class NamesInAuth
{
    /// <exception cref="OptionsValidationException">Names the key, its value and the values that there are.</exception>
    public static void Check(IConfiguration configuration)
    {
        var auth = configuration.GetSection("Auth");
        List<string> wrong = [];
        Look<AuthMode>("Auth:Mode", auth["Mode"], wrong);
        foreach (var listed in auth.GetSection("Unmasked").GetChildren()) Look<Role>(listed.Path, listed.Value, wrong);
        foreach (var role in auth.GetSection("Roles").GetChildren())
            if (!Is<Role>(role.Key)) wrong.Add($"{role.Path} names no role: {role.Key} is not one of {Names<Role>()}.");
        if (wrong.Count > 0) throw new OptionsValidationException("Auth", typeof(AuthOptions), wrong);
    }

    private static void Look<T>(string key, string? value, List<string> wrong)
        where T : struct, Enum
    {
        if (!string.IsNullOrEmpty(value) && !Is<T>(value)) wrong.Add($"{key} must be one of {Names<T>()}, not '{value}'.");
    }

    private static bool Is<T>(string name)
        where T : struct, Enum => Enum.GetNames<T>().Contains(name, StringComparer.OrdinalIgnoreCase);

    private static string Names<T>()
        where T : struct, Enum => string.Join(", ", Enum.GetNames<T>());
}
