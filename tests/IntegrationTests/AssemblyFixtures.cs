using Dashboard.IntegrationTests.Storage;

[assembly: AssemblyFixture(typeof(PublishedProgram))]
[assembly: AssemblyFixture(typeof(SqlServers))]
