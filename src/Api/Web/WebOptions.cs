using Microsoft.Extensions.Options;

namespace Dashboard.Api.Web;

/// <summary>Section <c>Api</c>: which pages may call this program from a browser.</summary>
internal sealed class WebOptions
{
    /// <summary>Other origins whose pages may call the API and the hub. The page that this program serves may always call them.</summary>
    /// <value>Origins without a path, such as <c>https://ops.example.com</c>.</value>
    /// <remarks>A call from the page of any other origin is refused with 403.</remarks>
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
