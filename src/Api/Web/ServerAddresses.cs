using System.Net;
using System.Text.RegularExpressions;
using Dashboard.Api.Common;
using Microsoft.Extensions.Options;

namespace Dashboard.Api.Web;

/// <summary>The form of names, paths and proxies in the section <c>Server</c>.</summary>
internal static partial class ServerAddresses
{
    private const string AllNamesBelow = "*.";

    /// <summary>Whether a text is a path that the program can put in front of its addresses.</summary>
    /// <remarks>Plain characters only, and no empty segment: a browser reads a path that begins with two slashes as another host.</remarks>
    public static bool IsPathBase(string text) => Plain().IsMatch(text);

    public static bool IsHostName(string text)
    {
        var name = text.StartsWith(AllNamesBelow, StringComparison.Ordinal) ? text[AllNamesBelow.Length..] : text;
        return Uri.CheckHostName(name) == UriHostNameType.Dns;
    }

    /// <summary>Whether a name is this configured name, or below it if the configured name begins with <c>*.</c></summary>
    public static bool Covers(string configured, string name) =>
        configured.StartsWith(AllNamesBelow, StringComparison.Ordinal)
            ? name.EndsWith(configured[1..], StringComparison.OrdinalIgnoreCase) && name.Length > configured.Length - 1
            : name.Equals(configured, StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads an address as the network that consists of this address.</summary>
    public static bool TryNetwork(string text, out IPNetwork network)
    {
        // The framework clears the bits behind the prefix; a network that was written with such bits is more likely a mistake.
        if (IPNetwork.TryParse(text, out network)) return IPAddress.Parse(text[..text.IndexOf('/')]).Equals(network.BaseAddress);
        if (!IPAddress.TryParse(text, out var address)) return false;
        network = new IPNetwork(address, address.GetAddressBytes().Length * 8);
        return true;
    }

    [GeneratedRegex(@"^(/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)+\z")]
    private static partial Regex Plain();
}

internal sealed class ServerAddressesValidator : IValidateOptions<ServerOptions>
{
    public ValidateOptionsResult Validate(string? name, ServerOptions options)
    {
        var wrong = options.AllowedHosts.Where(h => !ServerAddresses.IsHostName(h))
            .Select(h => $"Server:AllowedHosts: '{h}' is not a host name such as dashboard.example.com or *.example.com.")
            .Concat(options.TrustedProxies.Where(p => !ServerAddresses.TryNetwork(p, out _))
                .Select(p => $"Server:TrustedProxies: '{p}' is not an IP address such as 127.0.0.1 or a network such as 10.0.0.0/8."))
            .ToList();
        if (options.PathBase is { Length: > 0 } path && !ServerAddresses.IsPathBase(path))
            wrong.Add($"Server:PathBase: '{path}' is not a path such as /payments.");
        return wrong.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(wrong);
    }
}
