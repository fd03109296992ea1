using System.Globalization;
using System.Text.Json;
using Dashboard.Application.Ingest;
using Dashboard.Domain.Currencies;
using Dashboard.Infrastructure.Replay.Rows;
using Dashboard.Infrastructure.Replay.Runs;
using FluentValidation;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Dashboard.Infrastructure.Replay.Preview;

/// <summary>Shows what a mapping makes of the first rows of each file, and what the file looks like. Nothing is stored.</summary>
public sealed class ReplayPreview
{
    private readonly int _rows;
    private readonly IValidator<NewTransaction> _shape;
    private readonly TextWriter _output;

    /// <param name="rows">Rows to show of each file.</param>
    public ReplayPreview(int rows, IValidator<NewTransaction> shape, TextWriter output) => (_rows, _shape, _output) = (rows, shape, output);

    /// <summary>True when the settings ask for a preview instead of a start.</summary>
    public static bool IsAsked(IConfiguration configuration) =>
        !string.IsNullOrEmpty(configuration["Replay:File"]) && configuration.GetValue("Replay:Preview", 0) > 0;

    /// <returns>The exit code: 0, 4 when a file cannot be read with the mapping, 5 when one of the rows would be rejected.</returns>
    public static Task<int> RunAsync(IServiceProvider services, TextWriter output)
    {
        var options = services.GetRequiredService<IOptions<ReplayOptions>>().Value;
        var mapping = string.IsNullOrEmpty(options.Mapping) ? null : ReplayMapping.Load(options.Mapping);
        return new ReplayPreview(options.Preview, services.GetRequiredService<IValidator<NewTransaction>>(), output)
            .RunAsync(ReplayPaths.FindAll(options.File!).SelectMany(p => p.Files), mapping, CancellationToken.None);
    }

    internal async Task<int> RunAsync(IEnumerable<string> paths, ReplayMapping? mapping, CancellationToken cancellationToken)
    {
        var exitCode = 0;
        foreach (var path in paths)
        {
            await WriteAsync($"File {LogText.Shown(Path.GetFileName(path), 100)}");
            try
            {
                if (mapping is not null) exitCode = Math.Max(exitCode, await ShowRowsAsync(path, mapping, cancellationToken));
            }
            catch (Exception exception) when (exception is ReplayException or IOException or InvalidDataException)
            {
                await WriteAsync("  " + exception.Message);
                exitCode = ReplayRuns.FailedExitCode;
            }

            foreach (var line in FileLook.Describe(path, mapping?.Format)) await WriteAsync("  " + line);
        }

        return exitCode;
    }

    private async Task<int> ShowRowsAsync(string path, ReplayMapping mapping, CancellationToken cancellationToken)
    {
        var file = await ReplayFile.OpenAsync(path, mapping.Format, cancellationToken);
        var mapper = new RowMapper(mapping);
        mapper.Check(file);
        await ShowColumnsAsync(file, mapping);

        var (shown, rejected) = (0, 0);
        await foreach (var row in file.ReadAsync(cancellationToken))
        {
            if (row.IsBlank) continue;
            if (shown++ == _rows) break;
            var (text, isRejected) = Describe(row, mapper);
            if (isRejected) rejected++;
            await WriteAsync($"  line {row.Line}: {text}");
            if (isRejected) await WriteAsync("    cells: " + string.Join(" · ", row.Cells.Select(c => LogText.Shown(c))));
        }

        await WriteAsync($"  {Math.Min(shown, _rows)} rows shown, {rejected} of them rejected");
        return rejected > 0 ? ReplayRuns.RejectedExitCode : 0;
    }

    private async Task ShowColumnsAsync(ReplayFile file, ReplayMapping mapping)
    {
        var uses = mapping.Templates.SelectMany(t => Template.Parse(t.Text).Columns(file).Select(c => (c.Place, t.Key)))
            .ToLookup(u => u.Place, u => u.Key);
        foreach (var (heading, place) in file.Headings.OrderBy(h => h.Value))
        {
            var use = uses[place].Any() ? string.Join(", ", uses[place].Distinct()) : "not used";
            await WriteAsync(string.Create(CultureInfo.InvariantCulture, $"  column {place + 1} '{LogText.Shown(heading)}': {use}"));
        }
    }

    private (string Text, bool IsRejected) Describe(ReplayRow row, RowMapper mapper)
    {
        if (mapper.Ignores(row)) return ("left out by the mapping", false);
        if (!mapper.TryMap(row, out var payment, out var problem)) return ($"rejected: {problem}", true);
        return ProblemOf(payment) is { } error ? ($"rejected: {error}", true) : (Describe(payment, mapper.NamesAccount(row)), false);
    }

    // What the door would say of the payment, as far as it can be said without the store.
    private string? ProblemOf(NewTransaction payment)
    {
        var result = _shape.Validate(payment);
        if (!result.IsValid)
        {
            var errors = result.Errors.Select(e => $"{JsonNamingPolicy.CamelCase.ConvertName(e.PropertyName)} {e.ErrorMessage}");
            return string.Join("; ", errors);
        }

        if (!Currency.TryFromCode(payment.Currency, out var currency))
            return $"currency '{LogText.Shown(payment.Currency!)}' is not an ISO 4217 code";
        return Money.TryFromDecimal(payment.Amount!.Value, currency, out _, out var error) ? null : "amount " + error;
    }

    private static string Describe(NewTransaction payment, bool namesAccount) => string.Join(" · ", new[]
    {
        payment.CreatedAt!.Value.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'", CultureInfo.InvariantCulture),
        Money.FromDecimal(payment.Amount!.Value, Currency.FromCode(payment.Currency!)).ToString(),
        "source " + LogText.Shown(payment.Source!),
        "account " + LogText.Shown(payment.Account!) + (namesAccount ? "" : " (filled in, no account)"),
        payment.Counterparty is { } counterparty ? "counterparty " + LogText.Shown(counterparty, 140) : "no counterparty",
        payment.Reference is { } reference ? "reference " + LogText.Shown(reference, 128) : "no reference",
        Outcome(payment),
    });

    private static string Outcome(NewTransaction payment) => payment switch
    {
        { Status: null } => "is processed",
        { FailureReason: { } reason } => $"{payment.Status}: {LogText.Shown(reason, 200)}",
        _ => payment.Status.ToString()!,
    };

    private Task WriteAsync(string line) => _output.WriteLineAsync(line);
}
