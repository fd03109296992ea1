namespace Dashboard.Testing.Time;

/// <summary>The switch of the tests that have a long form: they run it when DASHBOARD_TEST_LONG is 1.</summary>
public static class LongRunningTests
{
    public const string HowTo = "It takes minutes. DASHBOARD_TEST_LONG=1 runs it.";

    public static bool Enabled { get; } = Environment.GetEnvironmentVariable("DASHBOARD_TEST_LONG") == "1";
}
