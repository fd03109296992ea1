using Dashboard.Application.Audit;
using Dashboard.Domain.Auth;
using Dashboard.Domain.Common;

namespace Dashboard.Infrastructure.Storage.Model.Access;

/// <summary>An entry of the audit trail as stored. Rows are added and never changed.</summary>
internal sealed class AuditRow : IKeyedRow
{
    public long Id { get; set; }

    public required string Chain { get; set; }

    public long Number { get; set; }

    public DateTime At { get; set; }

    public ActorKind Kind { get; set; }

    public required string ActorId { get; set; }

    public required string Actor { get; set; }

    public string? Address { get; set; }

    public required string Action { get; set; }

    public required string Subject { get; set; }

    public string? Before { get; set; }

    public string? After { get; set; }

    public required byte[] Previous { get; set; }

    public required byte[] Hash { get; set; }

    public byte[]? Seal { get; set; }

    public static AuditRow From(AuditEntry entry) => new()
    {
        Id = entry.Id.Value,
        Chain = entry.Chain,
        Number = entry.Number,
        At = entry.At.UtcDateTime,
        Kind = entry.By.Kind,
        ActorId = entry.By.Id,
        Actor = entry.By.Name,
        Address = entry.By.Address,
        Action = entry.Action,
        Subject = entry.Subject,
        Before = entry.Before,
        After = entry.After,
        Previous = entry.Previous,
        Hash = entry.Hash,
        Seal = entry.Seal,
    };

    public AuditEntry ToEntry() => new(
        new OrderedId(Id), Chain, Number, new DateTimeOffset(At), new Actor(Kind, ActorId, Actor, Address), Action, Subject, Before, After,
        Previous, Hash, Seal);
}
