using Microsoft.AspNetCore.OpenApi;

namespace Dashboard.Api.Common;

internal static class OpenApiInfo
{
    public static void Configure(OpenApiOptions options) => options.AddDocumentTransformer((document, _, _) =>
    {
        document.Info.Title = "Dashboard";
        document.Info.Version = "v1";
        document.Info.Description =
            "Live and past transactions. Live data comes over the SignalR hub at /hubs/dashboard.";
        return Task.CompletedTask;
    });
}
