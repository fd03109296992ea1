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

/// <summary>The files of the key and of the signed heads.</summary>
internal sealed class KeptHeads : IAuditHeads, IDisposable
{
    // Its rest is the name of the chain. The value is the number and the hash of the last head.
    private const string NotePrefix = "audit.head.";

    // The fingerprint of the key, so that no process seals with another one.
    private const string KeyNote = "audit.key";

    private readonly IStoreState _state;
    private readonly AuditChainName _chain;
    private readonly IAuditReader _reader;
    private readonly TrailState _trail;
    private readonly TimeProvider _clock;
    private HeadSigner? _signer;
    private bool _isNewKey;

    public KeptHeads(
        IDbContextFactory<DashboardDbContext> contexts, IStoreState state, AuditChainName chain, IAuditReader reader,
        TrailState trail, IOptions<AuditOptions> options, TimeProvider clock)
    {
        (_state, _chain, _reader, _trail, _clock) = (state, chain, reader, trail, clock);
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
        var key = await _state.FindAsync(KeyNote, cancellationToken);
        try
        {
            if (!File.Exists(KeyFile))
                return new([], File.Exists(HeadFile) ? "the key of the signed heads is missing" : Missing(noted, []));
            using var signer = HeadSigner.Read(KeyFile);
            if (key is not null && key != signer.Fingerprint) return new([], AnotherKey);
            var heads = Read(signer, out var fault);
            return new(heads, fault ?? Missing(noted, heads), signer.Seal()) { Kept = HeadFile is null ? [] : _chain.Kept };
        }
        catch (Exception exception)
            when (exception is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            return new([], $"the key or the signed heads cannot be read ({exception.GetType().Name})");
        }
    }

    public async Task UseKeyAsync(CancellationToken cancellationToken)
    {
        var key = await _state.FindAsync(KeyNote, cancellationToken);
        if (key is not null && !File.Exists(KeyFile)) throw new InvalidDataException(MissingKey);
        if (KeyFile is null) return;
        // A second attempt goes on with the key that the first one made.
        _isNewKey |= HeadSigner.MakeMissing(KeyFile);
        _signer?.Dispose();
        _signer = HeadSigner.Read(KeyFile);
        if (key is null) await _state.SetAsync(KeyNote, _signer.Fingerprint, cancellationToken);
        else if (key != _signer.Fingerprint) throw new InvalidDataException(AnotherKey);
        _trail.Seal = _signer.Seal();
        await BeginAsync(_signer, cancellationToken);
    }

    public async Task SignAsync(string chain, CancellationToken cancellationToken)
    {
        if (await SignAsync(chain, signed: 0, cancellationToken) is { } head) await KeepAsync(head, cancellationToken);
    }

    /// <summary>Signs the newest entry of a chain.</summary>
    /// <param name="signed">Entries up to this number have a head.</param>
    /// <returns>The head, to be kept; null without a key or a later entry.</returns>
    public async Task<SignedHead?> SignAsync(string chain, long signed, CancellationToken cancellationToken)
    {
        if (_trail.Seal is null || _signer is null) return null;
        if (await _reader.LastAsync(chain, cancellationToken) is not { } last || last.Number <= signed) return null;
        return _signer.Sign(new AuditHead(chain, last.Number, last.Hash, _clock.GetUtcNow(), IsSealed: true));
    }

    /// <summary>Adds a head to the file, and notes in the store that it did.</summary>
    public async Task KeepAsync(SignedHead head, CancellationToken cancellationToken)
    {
        if (HeadFile is null) return;
        CutTornLine(HeadFile);
        await File.AppendAllTextAsync(HeadFile, head.ToLine() + "\n", cancellationToken);
        await _state.SetAsync(NotePrefix + head.Chain, FormattableString.Invariant($"{head.Number} {head.Hash}"), cancellationToken);
    }

    public void Dispose() => _signer?.Dispose();

    private const string AnotherKey =
        "the key file has another key than the one that the entries of this store are sealed with" + AuditVerification.OtherPlace;

    private const string MissingKey = "the key that the entries of this store are sealed with is missing" + AuditVerification.OtherPlace;

    // A chain has a head from its first entry on, so that heads that were removed are missed. With an older key, entries without a head are
    // left to the check.
    private async Task BeginAsync(HeadSigner signer, CancellationToken cancellationToken)
    {
        if (HeadFile is null) return;
        var noted = await NotedAsync(cancellationToken);
        var heads = Read(signer, out _);
        foreach (var chain in _chain.Kept)
        {
            if (heads.Any(h => h.Chain == chain) || noted.Any(n => n.Chain == chain)) continue;
            var last = await _reader.LastAsync(chain, cancellationToken);
            if (last is not null && !_isNewKey) continue;
            var begin = new AuditHead(chain, last?.Number ?? 0, last?.Hash ?? AuditChain.Start, _clock.GetUtcNow(), IsSealed: true);
            await KeepAsync(signer.Sign(begin), cancellationToken);
        }
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
                + AuditVerification.OtherPlace;
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

    private List<AuditHead> Read(HeadSigner signer, out string? fault)
    {
        fault = null;
        var heads = new List<AuditHead>();
        if (!File.Exists(HeadFile)) return heads;
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
