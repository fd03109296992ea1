using CsCheck;
using Dashboard.Application.Audit;
using Dashboard.Domain.Auth;
using Dashboard.Domain.Common;
using NSubstitute;

namespace Dashboard.UnitTests.Audit;

public sealed class AuditChainTests
{
    private const string Chain = "program";

    // Some texts are null or empty, and some begin with the end of another one: a hash without lengths would take them for each other.
    private static readonly Gen<string> Texts = OneOf("", "a", "ab", "b", "ä", "\"", "12");
    private static readonly Gen<string?> Optional = OneOf(null, "", "a", "ab", "{}");

    private static readonly Gen<AuditEvent> Events = Gen.Select(
        Gen.Long[1, long.MaxValue], Gen.Int[0, 1_000_000], Gen.Enum<ActorKind>(), Gen.Select(Texts, Texts, Optional), Texts, Texts,
        Gen.Select(Optional, Optional),
        (id, at, kind, by, action, subject, state) => new AuditEvent(
            new OrderedId(id), DateTimeOffset.UnixEpoch.AddMicroseconds(at), new Actor(kind, by.Item1, by.Item2, by.Item3), action, subject,
            state.Item1, state.Item2));

    private static readonly Func<AuditEntry, AuditEntry>[] Changes =
    [
        e => e with { Id = new OrderedId(e.Id.Value ^ 1) },
        e => e with { Number = e.Number + 1 },
        e => e with { At = e.At.AddMicroseconds(1) },
        e => e with { By = e.By with { Kind = e.By.Kind == ActorKind.Key ? ActorKind.Person : ActorKind.Key } },
        e => e with { By = e.By with { Id = e.By.Id + "x" } },
        e => e with { By = e.By with { Name = e.By.Name + "x" } },
        // From one text to the next one.
        e => e with { By = e.By with { Id = e.By.Id + e.By.Name, Name = "" }, Action = e.Action + (e.By.Name.Length == 0 ? "x" : "") },
        e => e with { By = e.By with { Address = e.By.Address is null ? "" : null } },
        e => e with { Action = e.Action + "x" },
        e => e with { Subject = e.Subject + "x" },
        e => e with { Before = e.Before is null ? "" : null },
        e => e with { Before = e.After + "x", After = e.Before },
        e => e with { After = e.After is null ? "" : null },
        e => e with { Previous = Flipped(e.Previous) },
        e => e with { Hash = Flipped(e.Hash) },
    ];

    [Fact]
    public void Verification_OfAnUntouchedChain_FindsNothing() =>
        Events.Array[0, 20].Sample(events => VerifyAsync(Chained(events)).Result.BrokenAt is null);

    [Fact]
    public void Verification_AfterAnyChangeOfOneField_NamesTheEntry() =>
        Gen.Select(Events.Array[1, 20], Gen.Int, Gen.Int[0, Changes.Length - 1]).Sample((events, place, change) =>
        {
            var chain = Chained(events);
            var index = (int)((uint)place % (uint)chain.Count);
            chain[index] = Changes[change](chain[index]);
            return VerifyAsync(chain).Result.BrokenAt == index + 1;
        });

    [Fact]
    public void Verification_AfterARemovedRepeatedOrSwappedEntry_NamesTheFirstThatIsWrong() =>
        Gen.Select(Events.Array[3, 20], Gen.Int, Gen.Int[0, 2]).Sample((events, place, kind) =>
        {
            var chain = Chained(events);
            // The last one is left: a tail that was cut off is found by its signed head alone.
            var index = (int)((uint)place % (uint)(chain.Count - 1));
            if (kind == 0) chain.RemoveAt(index);
            else if (kind == 1) chain.Insert(index + 1, chain[index]);
            else (chain[index], chain[index + 1]) = (chain[index + 1], chain[index]);
            return VerifyAsync(chain).Result.BrokenAt == index + (kind == 1 ? 2 : 1);
        });

    [Fact]
    public void Verification_OfAChainComputedAnew_NamesTheSignedHead() => Gen.Select(Events.Array[2, 20], Gen.Int).Sample((events, place) =>
    {
        var signed = Chained(events);
        var index = (int)((uint)place % (uint)events.Length);
        events[index] = events[index] with { Subject = events[index].Subject + "x" };

        var head = new AuditHead(Chain, signed.Count, signed[^1].Hash, DateTimeOffset.UnixEpoch);
        return VerifyAsync(Chained(events)).Result.BrokenAt is null
            && VerifyAsync(Chained(events), head).Result.BrokenAt == signed.Count
            && VerifyAsync(signed, head).Result.BrokenAt is null;
    });

    private static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private static byte[] Flipped(byte[] bytes) => [.. bytes[..^1], (byte)(bytes[^1] ^ 1)];

    private static List<AuditEntry> Chained(AuditEvent[] events)
    {
        var (chain, last) = (new List<AuditEntry>(), (Number: 0L, Hash: AuditChain.Start));
        foreach (var added in events)
        {
            chain.Add(AuditChain.Append(Chain, last, added));
            last = (chain[^1].Number, chain[^1].Hash);
        }

        return chain;
    }

    private static async Task<VerifiedChain> VerifyAsync(List<AuditEntry> chain, params AuditHead[] heads)
    {
        var reader = Substitute.For<IAuditReader>();
        reader.ChainsAsync(default).ReturnsForAnyArgs(chain.Count == 0 ? [] : [Chain]);
        reader.ReadAsync(default!, default, default, default).ReturnsForAnyArgs(chain, []);
        var trail = await new AuditVerification(reader).RunAsync(new CheckedHeads(heads, null), CancellationToken.None);
        return trail.Chains.SingleOrDefault() ?? new VerifiedChain(Chain, 0, null, null);
    }
}
