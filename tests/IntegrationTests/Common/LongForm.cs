namespace Dashboard.IntegrationTests.Common;

/// <summary>Tests that say how long they take do it in full when DASHBOARD_TEST_LONG is 1.</summary>
internal static class LongForm
{
    public const string HowTo = "takes minutes: DASHBOARD_TEST_LONG=1 runs it";

    public static bool IsOn { get; } = Environment.GetEnvironmentVariable("DASHBOARD_TEST_LONG") == "1";
}
