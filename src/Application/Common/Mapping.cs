using Dashboard.Application.Alerts;
using Dashboard.Application.Transactions;
using Dashboard.Domain.Alerts;
using Dashboard.Domain.Transactions;
using Mapster;

namespace Dashboard.Application.Common;

/// <summary>How domain objects become wire records; the one Mapster configuration.</summary>
internal static class Mapping
{
    private static readonly TypeAdapterConfig Config = Create();

    /// <param name="sequence">Number of the change that gave this state; 0 for a state read from the store.</param>
    public static TransactionDto ToDto(this Transaction transaction, long sequence) =>
        (transaction, sequence).Adapt<TransactionDto>(Config);

    public static AlertDto ToDto(this Alert alert) => alert.Adapt<AlertDto>(Config);

    private static TypeAdapterConfig Create()
    {
        var config = new TypeAdapterConfig { RequireDestinationMemberSource = true };
        config.NewConfig<(Transaction Item, long Sequence), TransactionDto>().MapWith(s => new TransactionDto
        {
            Sequence = s.Sequence,
            Id = s.Item.Id.ToString(),
            Reference = s.Item.Details.Reference,
            Source = s.Item.Details.Source,
            Account = s.Item.Details.Account,
            Counterparty = s.Item.Details.Counterparty,
            Amount = s.Item.Details.Amount.Amount,
            Currency = s.Item.Details.Amount.Currency.Code,
            Status = s.Item.Status,
            Flags = s.Item.Flags,
            FailureReason = s.Item.FailureReason,
            CreatedAt = s.Item.Details.CreatedAt,
            ReceivedAt = s.Item.ReceivedAt,
            CompletedAt = s.Item.CompletedAt,
            ProcessingMs = MillisecondsOf(s.Item),
        });
        config.NewConfig<Alert, AlertDto>()
            .Map(d => d.Id, s => new TransactionId(s.Id).ToString())
            .Map(d => d.TransactionId, s => s.TransactionId.ToString());
        config.Compile();
        return config;
    }

    private static long? MillisecondsOf(Transaction transaction) =>
        transaction.ProcessingTime is { } time ? (long)time.TotalMilliseconds : null;
}
