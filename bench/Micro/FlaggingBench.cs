using System.Collections.Immutable;
using BenchmarkDotNet.Attributes;
using Dashboard.Application.Flagging;
using Dashboard.Application.Rules.Seeding;
using Dashboard.Domain.Transactions;
using Dashboard.Micro.Setup;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Micro;

/// <summary>The rules, with the limits of appsettings.json and thousands of accounts in the velocity's memory.</summary>
[MemoryDiagnoser]
public class FlaggingBench
{
    private const int Kept = 16_384;

    private readonly TransactionDetails[] _details = [.. Payments.Received(Kept).Select(t => t.Details)];
    private readonly FlaggingRules _rules = ProgramServices.WithSystemClock().GetRequiredService<FlaggingRules>();
    private uint _next;

    [Benchmark]
    public ImmutableArray<string> Evaluate()
    {
        var details = _details[_next++ % Kept];
        var flags = _rules.Evaluate(details);
        _rules.Expect(details);
        _rules.Settle(details, isStored: true);
        return flags;
    }
}
