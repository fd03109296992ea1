using System.Text.RegularExpressions;
using YamlDotNet.RepresentationModel;

namespace Dashboard.UnitTests.Deployment;

/// <summary>What the image and the compose file promise; neither can be run where there is no container engine.</summary>
public sealed partial class ContainerTests
{
    private static readonly string[] Image = Checkout.Read("src", "Api", "Dockerfile").Split('\n');
    private static readonly string Compose = Checkout.Read("docker-compose.yml");

    [Fact]
    public void TheImage_IsChiselledAndRunsAsNobodySpecial()
    {
        Image.Last(l => l.StartsWith("FROM ", StringComparison.Ordinal)).ShouldContain("chiseled");
        Image.ShouldContain("USER $APP_UID");
    }

    [Fact]
    public void TheImage_SaysWhetherItIsHealthyWithoutAShell() =>
        Image.Single(l => l.StartsWith("HEALTHCHECK ", StringComparison.Ordinal)).ShouldEndWith(
            "CMD [\"dotnet\", \"Dashboard.Api.dll\", \"--health\"]");

    [Fact]
    public void TheApi_WaitsForAHealthyServerAndUsesIt()
    {
        var api = Service("api");

        Text(api, "depends_on", "sqlserver", "condition").ShouldBe("service_healthy");
        Text(api, "environment", "Storage__Provider").ShouldBe("SqlServer");
        Text(api, "environment", "ConnectionStrings__Dashboard").ShouldStartWith("Server=sqlserver;");
        Text(api, "build", "dockerfile").ShouldBe("src/Api/Dockerfile");
        Text(api, "read_only").ShouldBe("true");
        Text(Service("sqlserver"), "healthcheck", "test").ShouldContain("SELECT 1");
        ((YamlMappingNode)Node(Root(), "volumes")).Children.ShouldHaveSingleItem();
        Text(Service("sqlserver"), "volumes").ShouldContain("/var/opt/mssql");
    }

    [Fact]
    public void TheApi_IsServedWhereTheReadmeSaysAndToThisMachineAlone()
    {
        Text(Service("api"), "ports").ShouldContain("${DASHBOARD_ADDRESS:-127.0.0.1}:5080:8080");
        Image.ShouldContain(l => l.Contains("ASPNETCORE_HTTP_PORTS=8080", StringComparison.Ordinal));
        Node(Service("sqlserver")).Children.Keys.ShouldNotContain(new YamlScalarNode("ports"));
    }

    [Fact]
    public void ThePassword_ComesFromTheEnvironmentAndNothingStartsWithoutOne()
    {
        Text(Service("sqlserver"), "environment", "MSSQL_SA_PASSWORD").ShouldStartWith("${MSSQL_SA_PASSWORD:?");
        var said = string.Join('\n', Compose.Split('\n').Where(l => !l.TrimStart().StartsWith('#')));
        Secret().Matches(said).Select(m => m.Value).ShouldAllBe(m => m.Contains("${MSSQL_SA_PASSWORD", StringComparison.Ordinal));
        string.Join('\n', Image).ShouldNotContain("PASSWORD", Case.Insensitive);
    }

    private static YamlNode Root()
    {
        var yaml = new YamlStream();
        yaml.Load(new StringReader(Compose));
        return yaml.Documents[0].RootNode;
    }

    private static YamlNode Service(string name) => Node(Root(), "services", name);

    private static YamlMappingNode Node(YamlNode node) => (YamlMappingNode)node;

    private static YamlNode Node(YamlNode node, params string[] path) => path.Aggregate(node, (from, key) => from[key]);

    // A list becomes its items, so that a test can look for one.
    private static string Text(YamlNode node, params string[] path) => Node(node, path) switch
    {
        YamlSequenceNode list => string.Join('\n', list.Select(item => item.ToString())),
        var other => other.ToString(),
    };

    [GeneratedRegex("(?i)password *[=:].*")]
    private static partial Regex Secret();
}
