using System.Net;
using Microsoft.Extensions.Options;

namespace Dashboard.Api.Auth.SignIn;

/// <summary>Refuses to start a program that would show every payment to everybody, unless that is meant.</summary>
internal static class SafeStart
{
    /// <exception cref="OptionsValidationException">Nobody would have to sign in, and others may reach the program.</exception>
    public static void ThrowIfOpen(WebApplication app)
    {
        var options = app.Services.GetRequiredService<IOptions<AuthOptions>>().Value;
        if (options.Mode == AuthMode.None && !options.AllowAnonymous && WhyOpen(app.Configuration, app.Environment) is { } reason)
        {
            throw new OptionsValidationException("Auth", typeof(AuthOptions), [
                $"nobody would have to sign in (Auth:Mode=None), and {reason}. "
                + "Set Auth:Mode to Oidc or Keys, or Auth:AllowAnonymous=true if that is meant."]);
        }
    }

    private static string? WhyOpen(IConfiguration configuration, IHostEnvironment environment)
    {
        if (!environment.IsDevelopment()) return $"the environment is {environment.EnvironmentName} and not Development";
        var open = Addresses(configuration).Where(a => !IsLoopback(a)).ToList();
        return open.Count == 0 ? null : $"{string.Join(", ", open)} can be reached from other machines";
    }

    private static IEnumerable<string> Addresses(IConfiguration configuration)
    {
        char[] separators = [';', ','];
        const StringSplitOptions Clean = StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries;
        foreach (var address in (configuration["urls"] ?? "").Split(separators, Clean)) yield return address;
        foreach (var setting in (string[])["http_ports", "https_ports"])
        {
            foreach (var port in (configuration[setting] ?? "").Split(separators, Clean))
                yield return $"http://*:{port}";
        }

        foreach (var endpoint in configuration.GetSection("Kestrel:Endpoints").GetChildren())
            if (endpoint["Url"] is { } url) yield return url;
    }

    private static bool IsLoopback(string address)
    {
        // Uri cannot read the wildcards of the server.
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri)) return false;
        return uri.Scheme is "unix" || uri.Host == "localhost"
            || (IPAddress.TryParse(uri.Host.Trim('[', ']'), out var ip) && IPAddress.IsLoopback(ip));
    }
}
