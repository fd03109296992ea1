using BenchmarkDotNet.Attributes;
using Dashboard.Application.History;
using Dashboard.Domain.Transactions;
using Dashboard.Micro.Setup;

namespace Dashboard.Micro;

/// <summary>A transaction as clients see it.</summary>
[MemoryDiagnoser]
public class MappingBench
{
    private const int Kept = 1_024;

    private readonly Transaction[] _ended = Payments.Ended(Payments.Received(Kept), Payments.Time);
    private uint _next;

    [Benchmark]
    public TransactionDto ToDto() => _ended[_next++ % Kept].ToDto(sequence: _next);
}
