using Dashboard.Api.Common;
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
            .ProducesValidationProblem().WithQuery(HistoryParameters.List);
        group.MapGet("/histogram", HistogramAsync).WithName("GetTransactionHistogram")
            .WithSummary("How many transactions were received when, of the newest half million that have to be looked at")
            .ProducesValidationProblem().WithQuery(HistoryParameters.Histogram);
        group.MapExport();
        group.MapGet("/{id}", GetAsync).WithName("GetTransaction").WithSummary("One transaction with its timeline")
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<Results<Ok<TransactionPage>, ProblemHttpResult>> ListAsync(
        HttpRequest request, IMediator mediator, CancellationToken cancellationToken)
    {
        var query = new HistoryQuery(request.Query, HistoryParameters.List);
        var list = query.ReadList();
        if (query.Errors.Count > 0) return TypedResults.Problem(Problems.Invalid(query.Errors));
        return TypedResults.Ok(await mediator.Send(list, cancellationToken));
    }

    private static async Task<Results<Ok<TransactionHistogramDto>, ProblemHttpResult>> HistogramAsync(
        HttpRequest request, IMediator mediator, CancellationToken cancellationToken)
    {
        var query = new HistoryQuery(request.Query, HistoryParameters.Histogram);
        var histogram = query.ReadHistogram();
        if (query.Errors.Count > 0) return TypedResults.Problem(Problems.Invalid(query.Errors));
        return TypedResults.Ok(await mediator.Send(histogram, cancellationToken));
    }

    private static async Task<Results<Ok<TransactionWithTimeline>, NotFound>> GetAsync(
        string id, IMediator mediator, CancellationToken cancellationToken) =>
        TransactionId.TryParse(id, out var parsed) && await mediator.Send(new GetTransaction(parsed), cancellationToken) is { } found
            ? TypedResults.Ok(found)
            : TypedResults.NotFound();
}
