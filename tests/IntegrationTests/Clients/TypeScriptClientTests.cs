using System.Text.RegularExpressions;

namespace Dashboard.IntegrationTests.Clients;

/// <summary>A client that is generated in TypeScript from the served description.</summary>
public sealed partial class TypeScriptClientTests(SharedHost shared, NodePackages packages) : IClassFixture<SharedHost>
{
    private readonly DashboardHost _host = shared.Host;

    [Fact]
    public async Task The_documented_examples_type_check_against_a_generated_client_and_run()
    {
        var folder = await packages.NewFolderAsync();
        try
        {
            await GenerateAsync(folder);
            await WriteAsync(folder, "guide.ts", DocumentedExamples.Code("docs/rest.md", "ts", _host.Address));
            await WriteAsync(folder, "curl.ts", CurlAsTypeScript());

            await ExternalProgram.RunAsync(folder.FullName, "node", Tool("typescript", "lib/tsc.js"), "-p", ".");
            var output = await ExternalProgram.RunAsync(folder.FullName, "node", "guide.js");

            output.Split('\n', StringSplitOptions.RemoveEmptyEntries)[1].ShouldBe("1", output);
            (await _host.HistoryAsync("&reference=order-2")).ShouldHaveSingleItem().Amount.ShouldBe(-3);
            await ExternalProgram.RunAsync(folder.FullName, "node", "curl.js");
            (await _host.HistoryAsync("&reference=order-1")).ShouldHaveSingleItem().Amount.ShouldBe(12.50m);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void The_packages_are_pinned_and_name_no_registry()
    {
        var package = Checkout.Read("tests", "IntegrationTests", "Clients", "Scripts", "package.json");

        Version().Count(package).ShouldBeGreaterThan(4);
        package.ShouldNotContain("\"^");
        package.ShouldNotContain("\"~");
        Checkout.Read("tests", "IntegrationTests", "Clients", "Scripts", "package-lock.json").ShouldNotContain("\"resolved\"");
    }

    private async Task GenerateAsync(DirectoryInfo folder)
    {
        await WriteAsync(folder, "api.json", await _host.Client.GetStringAsync("/openapi/v1.json"));
        await WriteAsync(folder, "package.json", """{"type":"module"}""");
        foreach (var file in (string[])["tsconfig.json", "refused.ts"])
            File.Copy(Path.Combine(await packages.FolderAsync(), file), Path.Combine(folder.FullName, file));
        await ExternalProgram.RunAsync(
            folder.FullName, "node", Tool("openapi-typescript", "bin/cli.js"), "api.json", "-o", "api.ts");
    }

    // The body of each curl example as the body of the same call.
    private string CurlAsTypeScript()
    {
        DocumentedExamples.Calls.Count.ShouldBeGreaterThan(2);
        return string.Concat(DocumentedExamples.Calls.Select(call =>
        {
            var parameters = call.Path.Contains("{id}", StringComparison.Ordinal) ? "params: { path: { id: '0000000000000' } }, " : "";
            return $"await client.POST('{call.Path}', {{ {parameters}body: {call.Body} }});\n";
        }).Prepend($$"""
            import createClient from 'openapi-fetch';
            import type { paths } from './api.js';
            const client = createClient<paths>({ baseUrl: '{{_host.Address.OriginalString.TrimEnd('/')}}' });

            """));
    }

    private static string Tool(string package, string file) => Path.Combine("..", "node_modules", package, file);

    private static Task WriteAsync(DirectoryInfo folder, string file, string text) =>
        File.WriteAllTextAsync(Path.Combine(folder.FullName, file), text);

    [GeneratedRegex("\"\\d+\\.\\d+\\.\\d+\"")]
    private static partial Regex Version();
}
