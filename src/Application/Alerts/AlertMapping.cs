using Dashboard.Application.Common;
using Dashboard.Domain.Alerts;
using Mapster;

namespace Dashboard.Application.Alerts;

/// <summary>How an alert becomes its wire record: ids as text, everything else under its own name.</summary>
internal sealed class AlertMapping : IRegister
{
    private static readonly TypeAdapterConfig Config = MappingConfig.Of<AlertMapping>();

    public void Register(TypeAdapterConfig config) =>
        config.NewConfig<Alert, AlertDto>()
            .Map(dto => dto.Id, alert => alert.Id.ToString())
            .Map(dto => dto.TransactionId, alert => alert.TransactionId.ToString())
            .Map(dto => dto.FirstReceivedAt, alert => alert.FirstTransactionId.Time)
            .Map(dto => dto.LastReceivedAt, alert => alert.TransactionId.Time);

    internal static AlertDto Map(Alert alert) => alert.Adapt<AlertDto>(Config);
}

internal static class AlertMappingExtensions
{
    public static AlertDto ToDto(this Alert alert) => AlertMapping.Map(alert);
}
