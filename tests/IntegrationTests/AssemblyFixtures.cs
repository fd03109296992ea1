using Dashboard.IntegrationTests.Clients;
using Dashboard.IntegrationTests.Storage;

[assembly: AssemblyFixture(typeof(NodePackages))]
[assembly: AssemblyFixture(typeof(PostgresServers))]
[assembly: AssemblyFixture(typeof(PublishedProgram))]
[assembly: AssemblyFixture(typeof(SqlServers))]
