using Dashboard.Api.Health;

namespace Dashboard.UnitTests.Auth;

public sealed class ShortReasonTests
{
    [Theory]
    [InlineData("The store cannot be used: /srv/a/d.db was removed", "The store cannot be used: d.db was removed")]
    [InlineData("Cannot open 'C:\\data\\d.db'.", "Cannot open 'd.db'.")]
    [InlineData("http://login.example.com/realms/a/b does not answer", "http://login.example.com/realms/a/b does not answer")]
    public void A_reason_for_every_caller_names_files_without_their_folders(string reason, string shown) =>
        HealthEndpoints.Short(reason).ShouldBe(shown);
}
