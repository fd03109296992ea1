using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace Dashboard.IntegrationTests.Clients;

/// <summary>The bounds of the description are those of the program: at the bound a value is taken, beyond it refused.</summary>
public sealed class DescribedBoundTests(SharedHost shared) : IClassFixture<SharedHost>
{
    private const string Payment =
        """
        {"source":"b","reference":"b","account":"b","counterparty":"b","amount":1,"currency":"EUR","createdAt":"2026-03-14T09:26:53Z",
        "status":"Failed","completedAt":"2026-03-14T09:26:54Z","failureReason":"b"}
        """;

    // A text of names that the system knows.
    private static readonly (string Value, bool IsTaken)[] Zones = [("Europe/Berlin", true), ("UTC", true), ("", false), ("Mars/Base", false)];

    private readonly DashboardHost _host = shared.Host;

    [Fact]
    public async Task Members_of_a_transaction_are_required_and_bounded_as_described()
    {
        var schema = (await DescribedApi.ReadAsync(_host.Client))["NewTransaction"];
        var required = schema["required"]!.AsArray().Select(r => r!.GetValue<string>()).ToList();
        foreach (var name in (string[])["source", "reference", "account", "counterparty", "amount", "currency", "createdAt", "completedAt"])
        {
            var without = NewPayment();
            without.Remove(name);
            (await IsTakenAsync(without)).ShouldBe(!required.Contains(name), name);
            var empty = NewPayment();
            empty[name] = null;
            (await IsTakenAsync(empty)).ShouldBe(!required.Contains(name), name + ": null");
        }

        var bounded = schema["properties"]!.AsObject().Where(p => p.Value!["maxLength"] is not null && p.Key != "currency").ToList();
        bounded.Count.ShouldBe(5);
        foreach (var (name, member) in bounded)
        {
            var max = member!["maxLength"]!.GetValue<int>();
            foreach (var (length, isTaken) in new[] { (0, false), (1, true), (max, true), (max + 1, false) })
            {
                var payment = NewPayment();
                payment[name] = new string('x', length);
                (await IsTakenAsync(payment)).ShouldBe(isTaken, $"{name} of {length}");
            }
        }
    }

    [Fact]
    public async Task Parameters_of_questions_are_bounded_as_described()
    {
        var described = await DescribedApi.ReadAsync(_host.Client);
        var tried = 0;
        foreach (var (path, _, call) in described.Calls.Where(c => c.Method == "GET" && !c.Path.Contains('{')))
        {
            foreach (var parameter in call["parameters"]?.AsArray() ?? [])
            {
                var name = parameter!["name"]!.GetValue<string>();
                foreach (var (value, isTaken) in name == "zone" ? Zones : Tries(described, parameter["schema"]!, name == "currency"))
                {
                    tried++;
                    using var response = await _host.Client.GetAsync($"{path}?{name}={value}{RequiredBeside(path, name)}");
                    response.StatusCode.ShouldBe(isTaken ? HttpStatusCode.OK : HttpStatusCode.BadRequest, $"{path}?{name}={value}");
                }
            }
        }

        tried.ShouldBeGreaterThan(100);
    }

    [Fact]
    public async Task Keys_are_as_long_as_described()
    {
        var described = await DescribedApi.ReadAsync(_host.Client);
        var calls = described.Calls.Select(c => (c.Path, Key: c.Call["parameters"]?.AsArray()
            .SingleOrDefault(p => p!["name"]!.GetValue<string>() == "Idempotency-Key"))).Where(c => c.Key is not null).ToList();
        calls.Count.ShouldBe(3);
        foreach (var (path, key) in calls)
        {
            var max = key!["schema"]!["maxLength"]!.GetValue<int>();
            foreach (var (length, isTaken) in new[] { (max, true), (max + 1, false) })
            {
                var body = path.EndsWith("/batch", StringComparison.Ordinal) ? $"[{NewPayment()}]" : NewPayment().ToJsonString();
                using var request = new HttpRequestMessage(HttpMethod.Post, path);
                request.Content = new StringContent(body, Encoding.UTF8, "application/json");
                request.Headers.Add("Idempotency-Key", new string('k', length));
                using var response = await _host.Client.SendAsync(request);
                response.IsSuccessStatusCode.ShouldBe(isTaken, $"{path} {length}");
            }
        }
    }

    // What a call needs beside the parameter that is tried.
    private static string RequiredBeside(string path, string name) => (path[(path.LastIndexOf('/') + 1)..], name) switch
    {
        ("histogram", not "from") or ("explain", "to") => "&from=2026-01-01T00:00:00Z",
        ("explain", "from") => "&to=2026-03-01T00:00:00Z",
        ("profile", "zone") => "&account=A",
        ("explain", _) => "&from=2026-02-15T00:00:00Z&to=2026-03-01T00:00:00Z",
        _ => "",
    };

    private static IEnumerable<(string Value, bool IsTaken)> Tries(DescribedApi described, JsonNode schema, bool isCurrency)
    {
        if (schema["items"] is { } item) schema = described.Resolve(item);
        if (schema["enum"] is JsonArray names)
        {
            foreach (var name in names) yield return (name!.GetValue<string>(), true);
            yield return ("nothing", false);
        }
        else if (schema["maximum"] is { } maximum)
        {
            var (min, max) = (schema["minimum"]!.GetValue<int>(), maximum.GetValue<int>());
            foreach (var (value, isTaken) in new[] { (min - 1, false), (min, true), (max, true), (max + 1, false) })
                yield return (value.ToString(System.Globalization.CultureInfo.InvariantCulture), isTaken);
        }
        else if (schema["maxLength"]?.GetValue<int>() is { } length)
        {
            // An id, or a cursor that may be longer where the order needs it.
            var shortest = schema["minLength"]!.GetValue<int>();
            yield return (isCurrency ? "EUR" : new string('0', shortest > 1 ? shortest : length), true);
            yield return (new string('0', length + 1), false);
        }
        else
        {
            var isTime = schema["format"]?.GetValue<string>() == "date-time";
            yield return (schema["type"]!.GetValue<string>() switch { "boolean" => "true", "number" => "-1.5", _ => "2026-02-01T00:00:00Z" }, true);
            yield return (isTime ? "2026-02-01" : "nothing", false);
        }
    }

    // With an end of its own and without a reference that is taken.
    private static JsonObject NewPayment()
    {
        var payment = JsonNode.Parse(Payment)!.AsObject();
        payment["reference"] = Guid.NewGuid().ToString("N");
        return payment;
    }

    private async Task<bool> IsTakenAsync(JsonObject payment)
    {
        using var content = new StringContent(payment.ToJsonString(), Encoding.UTF8, "application/json");
        using var response = await _host.Client.PostAsync("/api/v1/transactions", content);
        if (!response.IsSuccessStatusCode) response.StatusCode.ShouldBeOneOf(HttpStatusCode.BadRequest, HttpStatusCode.Conflict);
        return response.StatusCode == HttpStatusCode.Accepted;
    }
}
