using Dashboard.Application.History;
using Dashboard.Application.Monitors.Incidents;
using Dashboard.Application.Monitors.Versions;
using Dashboard.Domain.Auth;
using Dashboard.Domain.Common;
using Dashboard.Domain.Rules;
using Dashboard.Domain.Transactions;
using FluentValidation;
using MediatR;
using Microsoft.Extensions.Options;

namespace Dashboard.Application.Monitors.Trying;

/// <summary>What a monitor would have opened over the stored payments. Changes nothing.</summary>
/// <param name="From">Received at this time or later; null for a day before the end.</param>
/// <param name="To">Received before this time; null for now.</param>
public sealed record TryMonitor(MonitorContent? Content, DateTimeOffset? From, DateTimeOffset? To) : IRequest<MonitorTrial>
{
    public static readonly TimeSpan Longest = TimeSpan.FromDays(31);
}

/// <param name="Payments">Payments that were judged.</param>
/// <param name="Opened">Incidents that it would have opened.</param>
/// <param name="MedianSecondsToNotice">From the second in which each began; null without incidents.</param>
/// <param name="Incidents">The oldest first; at most 500.</param>
public sealed record MonitorTrial(
    DateTimeOffset From, DateTimeOffset To, long Payments, int Opened, double? MedianSecondsToNotice, IReadOnlyList<IncidentDto> Incidents)
    : Common.IMaskable
{
    public const int MaxIncidents = 500;

    object Common.IMaskable.Masked() => this with { Incidents = [.. Incidents.Select(i => i.Masked())] };
}

internal sealed class TryMonitorValidator : AbstractValidator<TryMonitor>
{
    public TryMonitorValidator()
    {
        RuleFor(t => t.Content).SetValidator(new MonitorContentValidator());
        RuleFor(t => t.To).Must((t, to) => to is null || t.From is null || (t.From < to && to - t.From <= TryMonitor.Longest))
            .OverridePropertyName("to").WithMessage($"must be after from, by {TryMonitor.Longest.TotalDays:0} days at most");
    }
}

/// <summary>Gives the stored payments to the same judge that looks at live ones, second by second, as they ended.</summary>
internal sealed class TryMonitorHandler(ITransactionHistory history, IOptions<MonitorOptions> options, TimeProvider clock)
    : IRequestHandler<TryMonitor, MonitorTrial>
{
    private const int PageSize = 2_000;

    private static readonly TimeSpan Day = TimeSpan.FromDays(1);
    private static readonly TimeSpan Piece = TimeSpan.FromMinutes(15);

    // What is usual is known at the first second.
    private static readonly TimeSpan WarmUp = TimeSpan.FromHours(1);

    public async Task<MonitorTrial> Handle(TryMonitor request, CancellationToken cancellationToken)
    {
        var to = request.To ?? clock.GetUtcNow();
        var from = request.From ?? to - Day;
        var ids = new OrderedIds(clock);
        var begin = from - WarmUp;
        var finder = new IncidentFinder(options.Value, ids.Next, begin.ToUnixTimeSeconds() - 1);
        finder.Book.Use([new MonitorVersion("tried", 1, request.Content!, RuleAuthor.Of(Actor.System), "", clock.GetUtcNow())]);
        var run = new Run(finder, begin.ToUnixTimeSeconds());
        for (var piece = begin; piece < to; piece += Piece)
        {
            var end = piece + Piece < to ? piece + Piece : to;
            run.Pass(await ReadAsync(piece, end, cancellationToken), end.ToUnixTimeSeconds(), cancellationToken);
        }

        var found = run.Opened.Where(i => i.NoticedAt >= from).ToList();
        var delays = found.Select(i => i.ToDto()).Select(i => (i.NoticedAt - i.BeganAt).TotalSeconds).Order().ToList();
        return new MonitorTrial(
            from, to, run.Payments, found.Count, delays.Count == 0 ? null : delays[delays.Count / 2],
            [.. found.Take(MonitorTrial.MaxIncidents).Select(i => i.ToDto())]);
    }

    private async Task<List<Transaction>> ReadAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        var filter = new TransactionFilter
        {
            Statuses = [TransactionStatus.Completed, TransactionStatus.Failed],
            From = from,
            To = to,
        };
        var read = new List<Transaction>();
        TransactionId? before = null;
        while (await history.PageAsync(filter, before, PageSize, cancellationToken) is { Count: > 0 } page)
        {
            read.AddRange(page);
            before = page[^1].Id;
        }

        return read;
    }

    /// <summary>The seconds of a trial. A payment may end in a later piece than the one in which it was received.</summary>
    private sealed class Run(IncidentFinder finder, long begin)
    {
        private readonly List<Transaction> _later = [];
        private long _second = begin;

        public List<Incident> Opened { get; } = [];

        public long Payments { get; private set; }

        public void Pass(List<Transaction> payments, long end, CancellationToken cancellationToken)
        {
            var waiting = new Queue<Transaction>(_later.Concat(payments).OrderBy(p => p.CompletedAt));
            _later.Clear();
            for (; _second < end; _second++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                while (waiting.TryPeek(out var next) && next.CompletedAt!.Value.ToUnixTimeSeconds() <= _second)
                {
                    finder.Add(waiting.Dequeue());
                    Payments++;
                }

                if (Payments == 0) continue;
                finder.Look(_second, DateTimeOffset.FromUnixTimeSeconds(_second + 1));
                foreach (var incident in finder.Book.Open)
                    if (!Opened.Contains(incident)) Opened.Add(incident);
            }

            _later.AddRange(waiting);
        }
    }
}
