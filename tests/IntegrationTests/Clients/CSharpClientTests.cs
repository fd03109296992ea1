using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using NJsonSchema.CodeGeneration.CSharp;
using NSwag;
using NSwag.CodeGeneration.CSharp;

namespace Dashboard.IntegrationTests.Clients;

/// <summary>Clients in C#: one that is generated from the served description, and the one of the guide.</summary>
public sealed class CSharpClientTests(SharedHost shared) : IClassFixture<SharedHost>
{
    // What a new console project has.
    private const string ImplicitUsings =
        """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    // No binary fraction for money; names, times and refusals have types; what is optional may be left out.
    private const string ExpectedTypes =
        """
        using Payments;

        internal static class Expected
        {
            static decimal Amount => new TransactionDto().Amount;
            static DateTimeOffset? Ended => new TransactionDto().CompletedAt;
            static string? Reference => new NewTransaction { Source = "s", Account = "a", Amount = 1m, Currency = "EUR" }.Reference;
            static OutcomeBodyStatus End => new OutcomeBody().Status;
            static ICollection<decimal?> Volumes => new VolumeSeriesDto().Amounts;
            static IDictionary<string, ICollection<string>>? Errors => new Problem().Errors;
            static Task<FileResponse> Export(DashboardClient client) => client.ExportTransactionsAsync(format: Format.Ndjson);
            static Task<FileResponse> Send(DashboardClient client, Stream lines) => client.PostTransactionStreamAsync(lines, Answers.Summary);
        }
        """;

    private static readonly CSharpParseOptions Language = new(LanguageVersion.Latest, DocumentationMode.None);

    private readonly DashboardHost _host = shared.Host;

    [Fact]
    public async Task The_documented_example_compiles_with_a_generated_client_and_runs()
    {
        var example = DocumentedExamples.Code("docs/rest.md", "csharp", _host.Address);

        var program = Compile(await GenerateAsync(), example, ExpectedTypes);
        var entry = Assembly.Load(program).EntryPoint!;
        await Task.Run(() => entry.Invoke(null, [Array.Empty<string>()]));

        var sent = (await _host.HistoryAsync("&reference=order-3")).ShouldHaveSingleItem();
        (sent.Source, sent.Account, sent.Amount, sent.Currency).ShouldBe(("shop", "A-17", 12.50m, "EUR"));
    }

    [Fact]
    public void The_client_of_the_guide_compiles() => Compile(DocumentedExamples.Code("docs/clients.md", "csharp", _host.Address));

    private async Task<string> GenerateAsync()
    {
        var document = await OpenApiDocument.FromJsonAsync(await _host.Client.GetStringAsync("/openapi/v1.json"));
        // The settings of the guide.
        var settings = new CSharpClientGeneratorSettings
        {
            ClassName = "DashboardClient",
            UseBaseUrl = false,
            GenerateOptionalParameters = true,
        };
        settings.CSharpGeneratorSettings.Namespace = "Payments";
        settings.CSharpGeneratorSettings.JsonLibrary = CSharpJsonLibrary.SystemTextJson;
        settings.CSharpGeneratorSettings.GenerateNullableReferenceTypes = true;
        return new CSharpClientGenerator(document, settings).GenerateFile();
    }

    private static byte[] Compile(params string[] sources)
    {
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Select(file => MetadataReference.CreateFromFile(file));
        var compilation = CSharpCompilation.Create(
            "Client", sources.Append(ImplicitUsings).Select(s => CSharpSyntaxTree.ParseText(s, Language)), references,
            new CSharpCompilationOptions(OutputKind.ConsoleApplication, nullableContextOptions: NullableContextOptions.Enable));
        using var assembly = new MemoryStream();

        var result = compilation.Emit(assembly);

        result.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error).ShouldBeEmpty();
        return assembly.ToArray();
    }
}
