using Microsoft.Extensions.Options;

namespace Dashboard.Api.Web;

/// <summary>Section <c>Api</c>: the web pages that may use this program from a browser.</summary>
internal sealed class WebOptions
{
    /// <summary>Origins of pages on other addresses that may call the API and the hub.</summary>
    /// <value>Origins such as <c>https://ops.example.com</c>, without a path; default none: only the page that this program serves.</value>
    public string[] AllowedOrigins { get; set; } = [];
}

internal sealed class WebOptionsValidator : IValidateOptions<WebOptions>
{
    public ValidateOptionsResult Validate(string? name, WebOptions options)
    {
        var wrong = options.AllowedOrigins.Where(o => !IsOrigin(o)).ToList();
        return wrong.Count == 0
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(wrong.Select(o => $"Api:AllowedOrigins: '{o}' is not an origin such as https://ops.example.com."));
    }

    private static bool IsOrigin(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
        && uri.GetLeftPart(UriPartial.Authority) == text;
}
