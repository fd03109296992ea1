using Dashboard.Application.Ingest;

namespace Dashboard.IntegrationTests.Common;

/// <summary>Test data, with everything given that a test does not care about.</summary>
internal static class Some
{
    public static NewTransaction New(
        decimal amount = 12.34m, string currency = "EUR", string source = "pos", string account = "ACC-1", string? reference = null,
        DateTimeOffset? createdAt = null) =>
        new(source, reference, account, "Shop", amount, currency, createdAt);
}
