namespace Dashboard.IntegrationTests.Auth;

public sealed class SafeStartTests : IDisposable
{
    private const string Strict = "--Auth:AllowAnonymous=false";

    private readonly TemporaryStore _store = new();

    public void Dispose() => _store.Dispose();

    [Theory]
    [InlineData("Production", "http://127.0.0.1:0", "the environment is Production")]
    [InlineData("Development", "http://0.0.0.0:0", "http://0.0.0.0:0 can be reached from other machines")]
    [InlineData("Development", "http://*:0", "http://*:0 can be reached from other machines")]
    public async Task Where_nobody_signs_in_the_program_does_not_start(string environment, string address, string reason)
    {
        using var program = new ChildProgram(_store, environment, Strict, "--urls=" + address);

        (await program.WaitForExitAsync()).ShouldBe(1);

        var sentence = await program.WaitForLineAsync("Not started");
        sentence.ShouldContain(reason);
        sentence.ShouldContain("Auth:AllowAnonymous=true");
    }

    [Fact]
    public async Task In_Development_on_this_machine_it_starts()
    {
        using var program = new ChildProgram(_store, "Development", Strict, "--Simulator:Enabled=false");

        using var client = await program.ConnectAsync();

        (await client.GetStringAsync(new Uri("/api/v1/session", UriKind.Relative))).ShouldContain("\"Anonymous\"");
    }

    [Fact]
    public async Task Files_of_the_program_are_for_its_user_alone()
    {
        if (OperatingSystem.IsWindows()) return;
        using var program = new ChildProgram(_store, "Development", Strict, "--Simulator:Enabled=false");
        using var client = await program.ConnectAsync();

        foreach (var file in Directory.GetFiles(_store.Folder))
            File.GetUnixFileMode(file).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite, file);
    }

    [Theory]
    [InlineData("Auth:Unmasked:0", "Analist", "Auth:Unmasked:0 must be one of Viewer")]
    [InlineData("Auth:Roles:Viwer:0", "readers", "Auth:Roles:Viwer names no role")]
    [InlineData("Auth:Mode", "keyz", "Auth:Mode must be one of None, Oidc, Keys, not 'keyz'")]
    public async Task A_misspelt_name_stops_the_start(string key, string value, string reason)
    {
        using var program = new ChildProgram(_store, "Production", "--Auth:AllowAnonymous=true", $"--{key}={value}");

        (await program.WaitForExitAsync()).ShouldBe(1);

        (await program.WaitForLineAsync("Not started")).ShouldContain(reason);
    }

    [Theory]
    [InlineData("Auth:Oidc:ClientId must be set")]
    [InlineData("Auth:Oidc:Authority must begin with https", "--Auth:Oidc:ClientId=d", "--Auth:Oidc:Authority=http://login.example.com")]
    public async Task A_provider_that_cannot_be_used_stops_the_start(string reason, params string[] settings)
    {
        using var program = new ChildProgram(_store, "Production", ["--Auth:Mode=Oidc", .. settings]);

        (await program.WaitForExitAsync()).ShouldBe(1);

        (await program.WaitForLineAsync("Not started")).ShouldContain(reason);
    }
}
