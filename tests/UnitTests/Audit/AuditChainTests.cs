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

    [Fact]
    public void Verification_OfASealedChain_NamesTheFirstEntryThatAnotherKeySealed() =>
        Gen.Select(Events.Array[1, 20], Gen.Int).Sample((events, place) =>
        {
            var (own, other) = (new AuditSeal(new byte[32]), new AuditSeal([.. Enumerable.Repeat((byte)1, 32)]));
            var chain = Chained(events, own);
            var index = (int)((uint)place % (uint)chain.Count);
            var isIntact = VerifySealedAsync(chain, own).Result.BrokenAt is null;
            chain[index] = chain[index] with { Seal = other.Of(chain[index].Hash) };
            return isIntact && VerifySealedAsync(chain, own).Result.BrokenAt == index + 1;
        });

    [Fact]
    public void Verification_OfAChainThatBeganWithoutSeals_WantsThemFromTheFirstSealOn() =>
        Gen.Select(Events.Array[2, 20], Gen.Int, Gen.Int).Sample((events, first, removed) =>
        {
            var seal = new AuditSeal(new byte[32]);
            var chain = Chained(events, seal);
            var begin = (int)((uint)first % (uint)(chain.Count - 1));
            for (var i = 0; i < begin; i++) chain[i] = chain[i] with { Seal = null };
            var isIntact = VerifySealedAsync(chain, seal).Result.BrokenAt is null;
            var index = begin + 1 + (int)((uint)removed % (uint)(chain.Count - begin - 1));
            chain[index] = chain[index] with { Seal = null };
            return isIntact && VerifySealedAsync(chain, seal).Result.BrokenAt == index + 1;
        });

    [Fact]
    public async Task Verification_OfEntriesUpToAHead_NeedsNoSeals()
    {
        var seal = new AuditSeal(new byte[32]);
        var chain = Chained([.. Enumerable.Range(1, 4).Select(i => new AuditEvent(
            new OrderedId(i), DateTimeOffset.UnixEpoch, Actor.Command, "a", "b", null, null))], seal);
        chain[0] = chain[0] with { Seal = null };
        chain[1] = chain[1] with { Seal = new AuditSeal([1]).Of(chain[1].Hash) };
        var head = new AuditHead(Chain, 2, chain[1].Hash, DateTimeOffset.UnixEpoch, IsSealed: true);

        (await VerifySealedAsync(chain, seal, head)).BrokenAt.ShouldBeNull();
        chain[2] = chain[2] with { Seal = null };
        (await VerifySealedAsync(chain, seal, head)).BrokenAt.ShouldBe(3);
    }

    private static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private static byte[] Flipped(byte[] bytes) => [.. bytes[..^1], (byte)(bytes[^1] ^ 1)];

    private static List<AuditEntry> Chained(AuditEvent[] events, AuditSeal? seal = null)
    {
        var (chain, last) = (new List<AuditEntry>(), (Number: 0L, Hash: AuditChain.Start));
        foreach (var added in events)
        {
            chain.Add(AuditChain.Append(Chain, last, added, seal));
            last = (chain[^1].Number, chain[^1].Hash);
        }

        return chain;
    }

    private static Task<VerifiedChain> VerifyAsync(List<AuditEntry> chain, params AuditHead[] heads) =>
        VerifyAsync(chain, new CheckedHeads(heads, null));

    private static Task<VerifiedChain> VerifySealedAsync(List<AuditEntry> chain, AuditSeal seal, params AuditHead[] heads) =>
        VerifyAsync(chain, new CheckedHeads(heads, null, seal));

    private static async Task<VerifiedChain> VerifyAsync(List<AuditEntry> chain, CheckedHeads heads)
    {
        var reader = Substitute.For<IAuditReader>();
        reader.ChainsAsync(default).ReturnsForAnyArgs(chain.Count == 0 ? [] : [Chain]);
        reader.ReadAsync(default!, default, default, default).ReturnsForAnyArgs(chain, []);
        var trail = await new AuditVerification(reader).RunAsync(heads, CancellationToken.None);
        return trail.Chains.SingleOrDefault() ?? new VerifiedChain(Chain, 0, null, null);
    }
}
