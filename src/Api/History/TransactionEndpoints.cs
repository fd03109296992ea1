using Dashboard.Api.Auth;
using Dashboard.Api.Common;
using Dashboard.Api.Common.Bounds;
using Dashboard.Api.Common.Description;
using Dashboard.Application.History;
using Dashboard.Domain.Transactions;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Dashboard.Api.History;

internal static class TransactionEndpoints
{
    public static void MapTransactions(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/transactions").WithTags("Transactions");
        group.MapGet("/", ListAsync).WithName("ListTransactions").WithSummary("History, newest first, page by page")
            .Refuses(Refusals.Invalid, Refusals.TooManyToSort, Refusals.StoreAway).WithQuery(HistoryParameters.List).WithReadSlot()
            .RequireAuthorization(Policies.See);
        group.MapGet("/histogram", HistogramAsync).WithName("GetTransactionHistogram")
            .WithSummary("How many transactions were received in each interval, among the newest half million of the filter")
            .Refuses(Refusals.Invalid, Refusals.StoreAway).WithQuery(HistoryParameters.Histogram).WithReadSlot()
            .RequireAuthorization(Policies.See);
        group.MapExport();
        group.MapGet("/{id}", GetAsync).WithName("GetTransaction").WithSummary("One transaction with its timeline")
            .Refuses(Refusals.UnknownTransaction, Refusals.StoreAway).RequireAuthorization(Policies.ReadOne);
    }

    private static async Task<Results<Ok<TransactionPage>, RefusalResult>> ListAsync(
        HttpRequest request, IMediator mediator, CancellationToken cancellationToken)
    {
        var query = new HistoryQuery(request.Query, HistoryParameters.List);
        try
        {
            return query.ReadIsByCreation()
                ? await query.AnswerAsync(query.ReadListByCreation(), mediator, cancellationToken)
                : await query.AnswerAsync(query.ReadList(), mediator, cancellationToken);
        }
        catch (TooManyToSortException)
        {
            return Refusals.TooManyToSort.With();
        }
    }

    private static Task<Results<Ok<TransactionHistogramDto>, RefusalResult>> HistogramAsync(
        HttpRequest request, IMediator mediator, CancellationToken cancellationToken)
    {
        var query = new HistoryQuery(request.Query, HistoryParameters.Histogram);
        return query.AnswerAsync(query.ReadHistogram(), mediator, cancellationToken);
    }

    private static async Task<Results<Ok<TransactionWithTimeline>, RefusalResult>> GetAsync(
        HttpContext context, string id, IMediator mediator, CancellationToken cancellationToken)
    {
        // Sources bind a feed. A role that sees the list sees each row of it.
        var seesAll = context.User.Roles().Any(Policies.Seeing.Contains);
        var sources = seesAll ? null : context.User.Sources();
        if (!TransactionId.TryParse(id, out var parsed)
            || await mediator.Send(new GetTransaction(parsed) { Sources = sources }, cancellationToken) is not { } found)
            return Refusals.UnknownTransaction.With();
        context.Answers(found.Transaction.Source);
        // What rules look at is not for those whom they judge.
        return TypedResults.Ok(seesAll ? found : found with { Decisions = [], Label = null });
    }
}
