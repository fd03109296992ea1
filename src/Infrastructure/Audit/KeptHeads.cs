using System.Security.Cryptography;
using System.Text.Json;
using Dashboard.Application.Audit;
using Dashboard.Application.Storage;
using Dashboard.Infrastructure.Storage.Model;
using Dashboard.Infrastructure.Storage.Writing;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Dashboard.Infrastructure.Audit;

/// <summary>The files of the signing key and of the signed heads.</summary>
internal sealed class KeptHeads : IAuditHeads
{
    // Its rest is the name of the chain. The value is the number and the hash of the last head.
    private const string NotePrefix = "audit.head.";

    private readonly IStoreState _state;
    private readonly AuditChainName _chain;

    public KeptHeads(
        IDbContextFactory<DashboardDbContext> contexts, IStoreState state, AuditChainName chain, IOptions<AuditOptions> options)
    {
        _state = state;
        _chain = chain;
        using var context = contexts.CreateDbContext();
        var store = context.Database.GetDbConnection() is SqliteConnection { DataSource: not ("" or ":memory:") } sqlite
            ? sqlite.DataSource
            : null;
        KeyFile = options.Value.KeyFile ?? Path.ChangeExtension(store, ".audit-key.pem");
        HeadFile = options.Value.HeadFile ?? Path.ChangeExtension(store, ".audit-heads.jsonl");
    }

    public string? KeyFile { get; }

    public string? HeadFile { get; }

    public async Task<CheckedHeads> ReadAsync(CancellationToken cancellationToken)
    {
        // Noted after they are written, so read before.
        var noted = await NotedAsync(cancellationToken);
        var heads = Read(out var fault);
        return new CheckedHeads(heads, fault ?? Missing(noted, heads));
    }

    /// <summary>Adds a head to the file, and notes in the store that it did.</summary>
    public async Task KeepAsync(SignedHead head, CancellationToken cancellationToken)
    {
        if (HeadFile is null) return;
        CutTornLine(HeadFile);
        await File.AppendAllTextAsync(HeadFile, head.ToLine() + "\n", cancellationToken);
        await _state.SetAsync(NotePrefix + head.Chain, FormattableString.Invariant($"{head.Number} {head.Hash}"), cancellationToken);
    }

    private async Task<IReadOnlyList<(string Chain, string Head)>> NotedAsync(CancellationToken cancellationToken)
    {
        var noted = new List<(string, string)>();
        foreach (var chain in _chain.Kept)
            if (await _state.FindAsync(NotePrefix + chain, cancellationToken) is { } head) noted.Add((chain, head));
        return noted;
    }

    private string? Missing(IReadOnlyList<(string Chain, string Head)> noted, IReadOnlyList<AuditHead> heads)
    {
        foreach (var (chain, head) in noted)
        {
            if (heads.Any(h => h.Chain == chain && Text(h) == head)) continue;
            return $"the store notes a signed head of chain {chain} at entry {head.Split(' ')[0]}, which "
                + (HeadFile is null || !File.Exists(HeadFile) ? "is missing with the whole head file" : "the head file does not have")
                + "; if the heads are kept at another place, name it: --Audit:HeadFile=FILE --Audit:KeyFile=FILE";
        }

        return null;

        static string Text(AuditHead head) => FormattableString.Invariant($"{head.Number} {Convert.ToHexStringLower(head.Hash)}");
    }

    // A program that was killed while it wrote leaves a part of a line, to which the next one must not be added.
    private static void CutTornLine(string path)
    {
        using var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
        var end = file.Length;
        while (end > 0)
        {
            file.Position = end - 1;
            if (file.ReadByte() == '\n') break;
            end--;
        }

        if (end < file.Length) file.SetLength(end);
    }

    private List<AuditHead> Read(out string? fault)
    {
        fault = null;
        if (KeyFile is null || HeadFile is null || !File.Exists(HeadFile)) return [];
        try
        {
            if (!File.Exists(KeyFile))
            {
                fault = "the key of the signed heads is missing";
                return [];
            }

            using var signer = HeadSigner.Open(KeyFile);
            var heads = new List<AuditHead>();
            var lines = File.ReadAllLines(HeadFile);
            foreach (var (index, line) in lines.Index())
            {
                var number = index + 1;
                if (!TryRead(line, out var head))
                {
                    // A program that was killed while it wrote leaves a part of the last line.
                    if (number < lines.Length) fault ??= $"line {number} of the head file cannot be read";
                }
                else if (signer.IsValid(head)) heads.Add(head.ToHead());
                else fault ??= $"the signature in line {number} of the head file is wrong";
            }

            return heads;
        }
        catch (Exception exception)
            when (exception is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            fault = $"the signed heads cannot be read ({exception.GetType().Name})";
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
