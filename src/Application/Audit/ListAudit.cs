using Dashboard.Domain.Auth;
using Dashboard.Domain.Common;
using FluentValidation;
using MediatR;

namespace Dashboard.Application.Audit;

/// <summary>One page of the trail, newest first. That it was read is an entry of the trail as well.</summary>
/// <param name="Before">The cursor: the last id of the previous page; null for the newest page.</param>
/// <param name="Limit">1 … <see cref="MaxLimit"/>.</param>
public sealed record ListAudit(AuditFilter Filter, OrderedId? Before, int Limit, Actor By) : IRequest<AuditPage>
{
    public const int DefaultLimit = 100;
    public const int MaxLimit = 500;
}

/// <param name="Items">There may be fewer than asked for, or none, although <paramref name="Next"/> is given: a call looks at a bounded
/// number of entries.</param>
/// <param name="Next">Cursor of the following page; null when this is the last.</param>
public sealed record AuditPage(IReadOnlyList<AuditEntryDto> Items, string? Next);

/// <summary>An entry of the trail as clients see it.</summary>
/// <param name="Id">13 characters, time-ordered.</param>
/// <param name="Number">Its place in the chain, from 1 on.</param>
/// <param name="ActorId">Names the actor for ever.</param>
/// <param name="Actor">As people know the actor.</param>
/// <param name="Address">The network address of the actor; null when there was none.</param>
/// <param name="Action">The kind of thing and what happened to it, such as <c>alert.resolved</c>.</param>
/// <param name="Subject">On what: an id, an address or a name.</param>
/// <param name="Before">The state before, as JSON; null when there was none.</param>
/// <param name="After">The state after, as JSON, or the details of the action.</param>
/// <param name="Hash">SHA-256 over the entry and the hash of the one before, in hexadecimal digits.</param>
public sealed record AuditEntryDto(
    string Id, string Chain, long Number, DateTimeOffset At, ActorKind Kind, string ActorId, string Actor, string? Address, string Action,
    string Subject, string? Before, string? After, string Hash)
{
    public static AuditEntryDto From(AuditEntry entry) => new(
        entry.Id.ToString(), entry.Chain, entry.Number, entry.At, entry.By.Kind, entry.By.Id, entry.By.Name, entry.By.Address, entry.Action,
        entry.Subject, entry.Before, entry.After, Convert.ToHexStringLower(entry.Hash));
}

internal sealed class ListAuditValidator : AbstractValidator<ListAudit>
{
    public ListAuditValidator()
    {
        RuleFor(q => q.Limit).InclusiveBetween(1, ListAudit.MaxLimit).OverridePropertyName("limit")
            .WithMessage($"must be between 1 and {ListAudit.MaxLimit}");
    }
}

internal sealed class ListAuditHandler(IAuditReader reader, AuditTrail trail) : IRequestHandler<ListAudit, AuditPage>
{
    public async Task<AuditPage> Handle(ListAudit request, CancellationToken cancellationToken)
    {
        var asked = new { Filter = request.Filter.Masked(), request.Before, request.Limit };
        await trail.StoreAsync(request.By, AuditActions.TrailRead, "audit", before: null, asked, cancellationToken);
        var search = await reader.SearchAsync(request.Filter, request.Before, request.Limit, cancellationToken);
        return new AuditPage([.. search.Found.Select(AuditEntryDto.From)], search.Next?.ToString());
    }
}
