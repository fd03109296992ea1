using System.Security.Cryptography;
using System.Text.Json;
using Dashboard.Application.Audit;
using Dashboard.Infrastructure.Storage.Model;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Dashboard.Infrastructure.Audit;

/// <summary>The files of the signing key and of the signed heads.</summary>
internal sealed class KeptHeads : IAuditHeads
{
    public KeptHeads(IDbContextFactory<DashboardDbContext> contexts, IOptions<AuditOptions> options)
    {
        using var context = contexts.CreateDbContext();
        var store = context.Database.GetDbConnection() is SqliteConnection { DataSource: not ("" or ":memory:") } sqlite
            ? sqlite.DataSource
            : null;
        KeyFile = options.Value.KeyFile ?? Path.ChangeExtension(store, ".audit-key.pem");
        HeadFile = options.Value.HeadFile ?? Path.ChangeExtension(store, ".audit-heads.jsonl");
    }

    /// <summary>Null when heads are not signed.</summary>
    public string? KeyFile { get; }

    public string? HeadFile { get; }

    public IReadOnlyList<AuditHead> Read(out string? fault)
    {
        fault = null;
        if (KeyFile is null || HeadFile is null || !File.Exists(HeadFile)) return [];
        try
        {
            if (!File.Exists(KeyFile))
            {
                fault = $"the key of the signed heads is missing: {KeyFile}";
                return [];
            }

            using var signer = HeadSigner.Open(KeyFile);
            var heads = new List<AuditHead>();
            var number = 0;
            foreach (var line in File.ReadLines(HeadFile))
            {
                number++;
                // A program that was killed while it wrote leaves a part of the last line.
                if (!TryRead(line, out var head)) continue;
                if (signer.IsValid(head)) heads.Add(head.ToHead());
                else fault ??= $"the signature in line {number} of {HeadFile} is wrong";
            }

            return heads;
        }
        catch (Exception exception)
            when (exception is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            fault = $"the signed heads cannot be read: {exception.Message}";
            return [];
        }
    }

    private static bool TryRead(string line, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out SignedHead? head)
    {
        try
        {
            head = SignedHead.Read(line);
        }
        catch (JsonException)
        {
            head = null;
        }

        return head is not null;
    }
}
