using System.Runtime.CompilerServices;
using Dashboard.Domain.Auth;
using Dashboard.Domain.Common;
using MediatR;

namespace Dashboard.Application.Audit;

/// <summary>All entries that the filter selects, newest first, page by page as the reader asks for them. That they were exported is an
/// entry as well, and it is stored before the first page is read.</summary>
/// <param name="Format">For that entry.</param>
public sealed record ExportAudit(AuditFilter Filter, string Format, Actor By) : IRequest<IAsyncEnumerable<IReadOnlyList<AuditEntryDto>>>;

internal sealed class ExportAuditHandler(IAuditReader reader, AuditTrail trail)
    : IRequestHandler<ExportAudit, IAsyncEnumerable<IReadOnlyList<AuditEntryDto>>>
{
    internal const int PageSize = 500;

    public async Task<IAsyncEnumerable<IReadOnlyList<AuditEntryDto>>> Handle(ExportAudit request, CancellationToken cancellationToken)
    {
        var asked = new { Filter = request.Filter.Masked(), request.Format };
        await trail.StoreAsync(request.By, AuditActions.TrailExported, "audit", before: null, asked, cancellationToken);
        return PagesAsync(request.Filter, cancellationToken);
    }

    // Every read is short: a long one would keep SQLite from emptying its log.
    private async IAsyncEnumerable<IReadOnlyList<AuditEntryDto>> PagesAsync(
        AuditFilter filter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        OrderedId? before = null;
        do
        {
            var search = await reader.SearchAsync(filter, before, PageSize, cancellationToken);
            yield return [.. search.Found.Select(AuditEntryDto.From)];
            before = search.Next;
        }
        while (before is not null);
    }
}
