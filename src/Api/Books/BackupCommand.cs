using Dashboard.Application.Audit;
using Dashboard.Infrastructure.Storage.Upkeep;
using Microsoft.Data.Sqlite;

namespace Dashboard.Api.Books;

/// <summary><c>--backup FILE</c>: writes a copy of a SQLite store, checks it and its books, and starts nothing.</summary>
/// <remarks>
/// Exit code 0: the copy is written and sound. 1: it is not; nothing is left under that name. 2: there is no store to read. The program may
/// run meanwhile.
/// </remarks>
internal static class BackupCommand
{
    /// <param name="rest">The settings of the command line.</param>
    public static async Task<int> RunAsync(IServiceProvider services, string name, string[] rest, TextWriter output)
    {
        if (name.Length == 0) return await FailAsync(output, "name the file: --backup FILE");
        var file = Path.GetFullPath(name);
        var backup = services.GetRequiredService<StoreBackup>();
        if (backup.WhyNot(file) is { } reason) return await FailAsync(output, reason);
        var access = services.GetRequiredService<StoreAccess>();
        using var log = access.KeepLog();
        if (await access.WhyNotReadableAsync(CancellationToken.None) is { } unreadable)
        {
            await FailAsync(output, unreadable);
            return 2;
        }

        // Under its own name only when it is sound.
        var partial = file + ".partial";
        File.Delete(partial);
        try
        {
            if (await backup.WriteAsync(partial, CancellationToken.None) is { } damage)
                return await FailAsync(output, "the copy is damaged: " + damage);
            if (await VerifyAsync(services.GetRequiredService<IAuditHeads>(), rest, partial, output) == 1)
                return await FailAsync(output, "the books of the copy do not balance.");
            File.Move(partial, file);
        }
        catch (Exception exception) when (exception is SqliteException or IOException or UnauthorizedAccessException)
        {
            return await FailAsync(output, exception.Message);
        }
        finally
        {
            File.Delete(partial);
        }

        await output.WriteLineAsync($"The backup is {file}, {new FileInfo(file).Length:N0} bytes, read back and checked.");
        return 0;
    }

    private static async Task<int> VerifyAsync(IAuditHeads heads, string[] rest, string file, TextWriter output)
    {
        List<string> settings = [.. rest, "--ConnectionStrings:Dashboard=" + StoreBackup.ConnectionStringOf(file)];
        // The signed heads lie beside the store and not beside the copy.
        if (heads.KeyFile is { } key) settings.Add("--Audit:KeyFile=" + key);
        if (heads.HeadFile is { } kept) settings.Add("--Audit:HeadFile=" + kept);
        await using var copy = DashboardApplication.Build([.. settings]);
        return await VerifyCommand.RunAsync(copy.Services, output);
    }

    private static async Task<int> FailAsync(TextWriter output, string reason)
    {
        await output.WriteLineAsync("No backup was written: " + reason);
        return 1;
    }
}
