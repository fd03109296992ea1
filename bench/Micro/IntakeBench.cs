using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization;
using BenchmarkDotNet.Attributes;
using Dashboard.Api.Ingest;
using Dashboard.Application.Ingest;
using Dashboard.Domain.Transactions;
using Dashboard.Micro.Setup;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Micro;

/// <summary>A line of a stream read into an item, and an item checked and made a transaction.</summary>
[MemoryDiagnoser]
public class IntakeBench
{
    private const int Kept = 1_024;

    private static readonly JsonSerializerOptions AsSent = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    private readonly NewTransaction[] _items = Payments.New(Kept);
    private readonly IServiceProvider _parts = ProgramServices.WithSystemClock();
    private ReadOnlySequence<byte>[] _lines = [];
    private TransactionIntake _intake = null!;
    private CardNumberGuard _guard = null!;
    private ItemReader _reader = null!;
    private uint _next;

    [GlobalSetup]
    public void Write()
    {
        _lines = [.. _items.Select(item => new ReadOnlySequence<byte>(JsonSerializer.SerializeToUtf8Bytes(item, AsSent)))];
        _guard = _parts.GetRequiredService<CardNumberGuard>();
        _intake = _parts.GetRequiredService<TransactionIntake>();
        _reader = _parts.GetRequiredService<ItemReader>();
    }

    [Benchmark]
    public NewTransaction ParseLine() =>
        _reader.Read(_lines[_next++ % Kept]).Transaction ?? throw new JsonException("A line cannot be read.");

    /// <summary>The share of <see cref="Take"/> that looking for card numbers would add.</summary>
    [Benchmark]
    public NewTransaction GuardCardNumbers() => _guard.Guarded(_items[_next++ % Kept], idempotencyKey: null, out _);

    [Benchmark]
    public Transaction Take()
    {
        if (!_intake.TryTake(_items[_next++ % Kept], idempotencyKey: null, accountIsFilledIn: false, out var transaction, out var errors))
            throw new InvalidOperationException(string.Join(", ", errors));
        return transaction;
    }
}
