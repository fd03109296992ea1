using Dashboard.Api.Auth;
using Dashboard.Domain.Auth;
using Microsoft.Extensions.Configuration;

namespace Dashboard.UnitTests.Auth;

public sealed class MasksTests
{
    [Theory]
    [InlineData(Role.Analyst, true)]
    [InlineData(Role.Feed, false)]
    [InlineData(Role.Viewer, false)]
    [InlineData(Role.Admin, false)]
    public void SeesAll_WithoutAList_IsForAnalysts(Role role, bool sees) => SeesAll(role).ShouldBe(sees);

    [Theory]
    [InlineData(Role.Analyst, false)]
    [InlineData(Role.Auditor, true)]
    public void SeesAll_WithAList_IsForItsRolesAlone(Role role, bool sees) => SeesAll(role, "Auditor").ShouldBe(sees);

    private static bool SeesAll(Role role, params string[] unmasked)
    {
        var settings = unmasked.Select((name, i) => KeyValuePair.Create($"Auth:Unmasked:{i}", (string?)name));
        var options = new AuthOptions { Mode = AuthMode.Keys };
        new ConfigurationBuilder().AddInMemoryCollection(settings).Build().GetSection("Auth").Bind(options);
        return Masks.SeesAll(Callers.New("Key", ActorKind.Key, "00000000", "a key", [role], []), options);
    }
}
