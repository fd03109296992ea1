namespace Dashboard.Api;

/// <summary>The folder in which the program finds <c>appsettings.json</c> and the page.</summary>
internal static class ProgramFolder
{
    private const string Settings = "appsettings.json";

    /// <summary>The framework looks in the current folder alone. A program that is started from another folder would have no log and no
    /// page, so the folder of the program is the second choice. The setting <c>contentRoot</c> wins over both.</summary>
    public static WebApplicationBuilder CreateBuilder(string[] args) =>
        WebApplication.CreateBuilder(new WebApplicationOptions
        {
            Args = args,
            ContentRootPath = IsNamed(args) || File.Exists(Settings) ? null : AppContext.BaseDirectory,
        });

    private static bool IsNamed(string[] args) =>
        new ConfigurationBuilder().AddEnvironmentVariables("ASPNETCORE_").AddEnvironmentVariables("DOTNET_").AddCommandLine(args)
            .Build()[WebHostDefaults.ContentRootKey] is not null;
}
