using System.Threading.Channels;
using Dashboard.Application.Ingest;
using Dashboard.Infrastructure.Replay.Preview;
using Dashboard.Infrastructure.Replay.Rows;
using FluentValidation;
using MediatR;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Dashboard.Infrastructure.Replay.Runs;

/// <summary>Replays files that callers send, one upload after the other.</summary>
public sealed partial class UploadedReplays(
    IMediator mediator, TimeProvider clock, ILogger<UploadedReplays> logger, IValidator<NewTransaction> shape)
    : BackgroundService
{
    // One replay is under way at a time, so a second one never waits here.
    private readonly Channel<Upload> _uploads = Channel.CreateBounded<Upload>(1);

    /// <summary>The mappings that come with the program, by name.</summary>
    public static IReadOnlyList<ReplayMappingDto> Mappings =>
        [.. ReplayMapping.ShippedNames.Select(n => new ReplayMappingDto(n, ReplayMapping.LoadShipped(n)!.Description ?? ""))];

    /// <summary>What is wrong with the mapping of a call; null when nothing is.</summary>
    /// <param name="name">Of a mapping that comes with the program.</param>
    /// <param name="json">A mapping of the caller, which wins.</param>
    public static string? MappingError(string? name, string? json)
    {
        try
        {
            return Load(name, json) is null ? "is not the name of a mapping that comes with the program" : null;
        }
        catch (ReplayException exception)
        {
            return exception.Message;
        }
    }

    /// <summary>Replays the files in the background and removes them at the end.</summary>
    /// <param name="run">From <see cref="ReplayRuns.TryBegin"/>.</param>
    /// <param name="speed">1 keeps the pace of the file; null does not wait.</param>
    public void Start(ReplayRun run, UploadFolder files, string? mapping, string? mappingJson, bool sort, double? speed)
    {
        var name = mappingJson is null ? mapping! : "";
        run.Start(name, files.ShownNames);
        var parts = files.Paths.Select(p => (Path.GetFileName(p), (IReadOnlyList<string>)[p]));
        var job = new ReplayJob([.. parts], () => Load(mapping, mappingJson)!, name, sort, speed);
        if (_uploads.Writer.TryWrite(new Upload(run, files, job))) return;
        files.Dispose();
        run.End(ReplayState.Stopped);
    }

    /// <summary>Shows what a mapping makes of the first rows of each file; without a mapping, what the files look like.</summary>
    public async Task<ReplayPreviewDto> PreviewAsync(
        UploadFolder files, string? mapping, string? mappingJson, int rows, CancellationToken cancellationToken)
    {
        using var output = new StringWriter();
        var exitCode = await new ReplayPreview(rows, shape, output).RunAsync(files.Paths, Load(mapping, mappingJson), cancellationToken);
        var lines = output.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
        return new ReplayPreviewDto(lines, exitCode != ReplayRuns.FailedExitCode, exitCode == ReplayRuns.RejectedExitCode);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        RemoveAbandoned();
        try
        {
            await foreach (var upload in _uploads.Reader.ReadAllAsync(stoppingToken))
            {
                await ReplayAsync(upload, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
        finally
        {
            _uploads.Writer.Complete();
            while (_uploads.Reader.TryRead(out var upload))
            {
                upload.Files.Dispose();
                upload.Run.End(ReplayState.Stopped);
            }
        }
    }

    private void RemoveAbandoned()
    {
        try
        {
            if (UploadFolder.RemoveAbandoned(Path.GetTempPath()) is > 0 and var count) LogRemoved(count);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            LogNotRemoved(exception.Message);
        }
    }

    // A file of a caller must not end the program, whatever is in it. The run says that it failed.
    private async Task ReplayAsync(Upload upload, CancellationToken stoppingToken)
    {
        using var files = upload.Files;
        try
        {
            await new ReplayRunner(upload.Run, upload.Job, mediator, clock, logger).RunAsync(stoppingToken);
        }
        catch (Exception exception)
        {
            LogUnexpected(exception);
        }
    }

    [LoggerMessage(609, LogLevel.Error, "The replay of uploaded files ended unexpectedly")]
    private partial void LogUnexpected(Exception exception);

    [LoggerMessage(611, LogLevel.Information,
        "Removed the files of {Count} uploads that a program left in the temporary folder when it was killed")]
    private partial void LogRemoved(int count);

    [LoggerMessage(612, LogLevel.Warning, "The temporary folder cannot be searched for abandoned uploads: {Reason}")]
    private partial void LogNotRemoved(string reason);

    private static ReplayMapping? Load(string? name, string? json) =>
        json is not null ? ReplayMapping.Parse(json, "The mapping") : name is null ? null : ReplayMapping.LoadShipped(name);

    private sealed record Upload(ReplayRun Run, UploadFolder Files, ReplayJob Job);
}
