using System.Diagnostics;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using Dashboard.Testing.Hosts;
using Dashboard.Testing.Time;

namespace Dashboard.Testing.Provider;

/// <summary>An OpenID Connect provider on loopback: the certified <c>oidc-provider</c>, run by the Node.js of this machine.</summary>
/// <remarks>It listens under another host name than the program, so that the browser takes the two for different sites.</remarks>
public sealed class IdentityProvider : IDisposable
{
    /// <summary>The audience of the tokens of programs.</summary>
    public const string Audience = "https://dashboard.example/api";

    public const string ClientId = "dashboard";

    // Of the tests alone.
    private const string Secret = "a-secret-of-the-tests-with-some-length";

    private static readonly string Folder = Path.Combine(Checkout.Root, "tests", "Testing", "Provider");

    private readonly RSA _key = RSA.Create(2048);
    private readonly int _port = ChildProgram.FreePort();
    private Process? _process;

    private IdentityProvider()
    {
    }

    public Uri Address => new($"http://localhost:{_port}");

    /// <summary>The key that signs the tokens, for tests that forge some.</summary>
    public RSA Key => _key;

    /// <summary>False for a provider without an address to sign out at. Counts from the next start on.</summary>
    public bool EndsSessions { get; set; } = true;

    /// <summary>Groups of the provider → roles, as an administrator would configure them.</summary>
    public Dictionary<string, string?> Settings => new()
    {
        ["Auth:Mode"] = "Oidc",
        ["Auth:Oidc:Authority"] = Address.ToString(),
        ["Auth:Oidc:ClientId"] = ClientId,
        ["Auth:Oidc:ClientSecret"] = Secret,
        ["Auth:Oidc:Audience"] = Audience,
        ["Auth:Oidc:RoleClaim"] = "groups",
        ["Auth:Roles:Viewer:0"] = "payments-readers",
        ["Auth:Roles:Analyst:0"] = "payments-fraud",
        ["Auth:Roles:Operator:0"] = "payments-operations",
        ["Auth:Roles:Admin:0"] = "it-admins",
        ["Auth:Roles:Auditor:0"] = "it-audit",
        ["Auth:Roles:Feed:0"] = "payments-feeds",
    };

    /// <summary>Starts a provider; skips the test where Node.js is not installed.</summary>
    public static async Task<IdentityProvider> StartAsync()
    {
        Assert.SkipUnless(HasNode(), "Node.js is not installed here: the identity provider of the tests needs it.");
        Directory.Exists(Path.Combine(Folder, "node_modules")).ShouldBeTrue($"The provider is not installed: run npm ci in {Folder}.");
        var provider = new IdentityProvider();
        await provider.RestartAsync();
        return provider;
    }

    /// <summary>Starts it again after <see cref="Stop"/>, at the same address and with the same key. Its sessions are lost.</summary>
    public async Task RestartAsync()
    {
        var start = new ProcessStartInfo("node", ["provider.js"])
        {
            WorkingDirectory = Folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["PROVIDER"] = JsonSerializer.Serialize(
            new
            {
                port = _port,
                endsSessions = EndsSessions,
                client = ClientId,
                secret = Secret,
                key = _key.ExportPkcs8PrivateKeyPem(),
                people = Person.All.ToDictionary(p => p.Login, p => new { p.Name, p.Groups }),
                programs = new Dictionary<string, object>
                {
                    ["reporter"] = new { groups = (string[])["payments-readers"] },
                    ["shop"] = new { groups = (string[])["payments-feeds"], sources = (string[])["shop"] },
                },
            },
            JsonSerializerOptions.Web);
        _process = Process.Start(start)!;
        var output = new List<string>();
        _process.ErrorDataReceived += (_, e) => output.Add(e.Data ?? "");
        _process.BeginErrorReadLine();
        while (await _process.StandardOutput.ReadLineAsync(TestTimeout.Token()) is { } line)
            if (line == "ready") return;
        throw new InvalidOperationException("The identity provider did not start: " + string.Join('\n', output));
    }

    public void Stop()
    {
        if (_process is null) return;
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
        _process = null;
    }

    /// <summary>An access token of a program, as the provider gives it.</summary>
    public async Task<string> TokenAsync(string program, string audience = Audience)
    {
        using var client = new HttpClient();
        using var answer = await client.PostAsync(new Uri(Address, "token"), new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials",
            ["client_id"] = program,
            ["client_secret"] = Secret,
            ["resource"] = audience,
        }));
        answer.IsSuccessStatusCode.ShouldBeTrue(await answer.Content.ReadAsStringAsync());
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("access_token").GetString()!;
    }

    public void Dispose()
    {
        Stop();
        _key.Dispose();
    }

    private static bool HasNode() => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Any(folder => File.Exists(Path.Combine(folder, "node")) || File.Exists(Path.Combine(folder, "node.exe")));
}
