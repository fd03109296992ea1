using System.Text.Json;
using System.Text.Json.Nodes;
using Json.Schema;

namespace Dashboard.IntegrationTests.Clients;

/// <summary>The served description, as a judge of what the program answers.</summary>
/// <remarks>Clients must take members that they do not know. Here such a member is a fault: the description has forgotten it.</remarks>
internal sealed class DescribedApi
{
    private const string Components = "#/components/schemas/";
    private const string Definitions = "#/$defs/";

    private static readonly EvaluationOptions Strict = new() { OutputFormat = OutputFormat.List, RequireFormatValidation = true };

    private static readonly string[] ToldHeaders = ["Location", "Retry-After", "Content-Disposition", "Accept-Encoding"];

    private readonly JsonNode _document;
    private readonly JsonObject _definitions;

    private DescribedApi(JsonNode document)
    {
        _document = document;
        _definitions = document["components"]!["schemas"]!.DeepClone().AsObject();
        foreach (var (name, schema) in _definitions)
            if (name != "Problem") schema!["additionalProperties"] ??= schema["properties"] is null;
    }

    public static async Task<DescribedApi> ReadAsync(HttpClient client) =>
        new(JsonNode.Parse((await client.GetStringAsync("/openapi/v1.json")).Replace(Components, Definitions, StringComparison.Ordinal))!);

    /// <summary>Every call, with its parameters.</summary>
    public IEnumerable<(string Path, string Method, JsonNode Call)> Calls =>
        from path in _document["paths"]!.AsObject()
        from call in path.Value!.AsObject()
        select (path.Key, call.Key.ToUpperInvariant(), call.Value);

    /// <summary>The schema of a record.</summary>
    public JsonNode this[string record] => _definitions[record]!;

    /// <summary>The schema of a record of another record or of a parameter.</summary>
    public JsonNode Resolve(JsonNode schema) =>
        schema["$ref"]?.GetValue<string>() is { } name ? this[name[Definitions.Length..]] : schema;

    /// <summary>Fails unless the answer has a described status, media type and headers, and its body fits the schema.</summary>
    public async Task JudgeAsync(string path, HttpResponseMessage response)
    {
        var method = response.RequestMessage!.Method.Method;
        var status = (int)response.StatusCode;
        var described = Find(path, method, status).ShouldNotBeNull($"{method} {path} may not answer {status}");
        foreach (var (header, _) in response.Headers.Concat(response.Content.Headers).Where(h => ToldHeaders.Contains(h.Key)))
            (described["headers"]?[header]).ShouldNotBeNull($"{method} {path} {status} has the header {header}");

        var mediaType = response.Content.Headers.ContentType!.MediaType!;
        var content = described["content"]?[mediaType].ShouldNotBeNull($"{method} {path} {status} answers {mediaType}")!;
        var body = await response.Content.ReadAsStringAsync();
        if (content["x-itemSchema"] is not { } line)
        {
            if (content["schema"]!["format"]?.GetValue<string>() != "binary") Judge(content["schema"]!, body);
            return;
        }

        var lines = body.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines.ShouldNotBeEmpty();
        foreach (var text in lines) Judge(line, text);
    }

    private JsonNode? Find(string path, string method, int status)
    {
        var call = Calls.Single(c => c.Path == path && c.Method == method).Call;
        return call["responses"]![status.ToString(System.Globalization.CultureInfo.InvariantCulture)];
    }

    private void Judge(JsonNode schema, string body)
    {
        var whole = new JsonObject { ["$defs"] = _definitions.DeepClone(), ["allOf"] = new JsonArray(schema.DeepClone()) };
        using var instance = JsonDocument.Parse(body);

        var result = JsonSchema.FromText(whole.ToJsonString()).Evaluate(instance.RootElement, Strict);

        var errors = result.Details?.Where(d => d.Errors is not null)
            .SelectMany(d => d.Errors!.Select(e => $"{d.InstanceLocation} {e.Key}: {e.Value}")) ?? [];
        result.IsValid.ShouldBeTrue($"{body}\n{string.Join('\n', errors)}");
    }
}
