using System.Collections.Immutable;
using Dashboard.Application.Common;
using Dashboard.Domain.Transactions;
using Mapster;

namespace Dashboard.Application.History;

/// <summary>How a transaction becomes its wire record.</summary>
public sealed class TransactionMapping : IRegister
{
    private static readonly TypeAdapterConfig Config = MappingConfig.Of<TransactionMapping>();

    public void Register(TypeAdapterConfig config)
    {
        // The flags are immutable already; without this Mapster tries to copy them element by element.
        config.NewConfig<ImmutableArray<string>, IReadOnlyList<string>>().MapWith(flags => flags);
        config.NewConfig<NumberedTransaction, TransactionDto>()
            .Map(dto => dto, numbered => numbered.Transaction)
            .Map(dto => dto, numbered => numbered.Transaction.Details)
            .Map(dto => dto.Id, numbered => numbered.Transaction.Id.ToString())
            .Map(dto => dto.Amount, numbered => numbered.Transaction.Details.Amount.Amount)
            .Map(dto => dto.Currency, numbered => numbered.Transaction.Details.Amount.Currency.Code)
            .Map(dto => dto.ProcessingMs, numbered => Milliseconds(numbered.Transaction.ProcessingTime));
    }

    internal static TransactionDto Map(Transaction transaction, long sequence) =>
        new NumberedTransaction(transaction, sequence).Adapt<TransactionDto>(Config);

    private static long? Milliseconds(TimeSpan? time) => time is { } taken ? (long)taken.TotalMilliseconds : null;

    private readonly record struct NumberedTransaction(Transaction Transaction, long Sequence);
}

public static class TransactionMappingExtensions
{
    /// <param name="sequence">Number of the change that gave this state; 0 for a state read from the store.</param>
    public static TransactionDto ToDto(this Transaction transaction, long sequence = 0) => TransactionMapping.Map(transaction, sequence);
}
