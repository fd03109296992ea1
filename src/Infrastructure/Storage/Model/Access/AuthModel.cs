using Dashboard.Application.Audit;
using Dashboard.Domain.Auth;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Dashboard.Infrastructure.Storage.Model.Access;

/// <summary>The tables of sign-in and of the audit trail.</summary>
internal static class AuthModel
{
    public static void ConfigureKeys(EntityTypeBuilder<ApiKeyRow> row)
    {
        row.ToTable("ApiKeys");
        row.HasKey(r => r.Id);
        row.Property(r => r.Id).ValueGeneratedNever();
        row.Property(r => r.Name).HasMaxLength(ApiKey.MaxNameLength);
        row.Property(r => r.Prefix).HasMaxLength(KeySecret.PrefixLength).IsUnicode(false);
        row.Property(r => r.Hash).HasMaxLength(AuditChain.HashLength);
        row.Property(r => r.Roles).HasMaxLength(ApiKeyRow.MaxRolesLength).IsUnicode(false);
        row.Property(r => r.Sources).HasMaxLength(ApiKeyRow.MaxSourcesLength);
        row.Property(r => r.CreatedBy).HasMaxLength(Actor.MaxNameLength);
        row.Property(r => r.RevokedBy).HasMaxLength(Actor.MaxNameLength);
        row.HasIndex(r => r.Prefix, "UX_ApiKeys_Prefix").IsUnique();
    }

    public static void ConfigureEndedSessions(EntityTypeBuilder<EndedSessionRow> row)
    {
        row.ToTable("EndedSessions");
        row.HasKey(r => r.Id);
        row.Property(r => r.Id).HasMaxLength(EndedSessionRow.MaxIdLength).IsUnicode(false);
    }

    public static void ConfigureDataProtectionKeys(EntityTypeBuilder<DataProtectionKeyRow> row)
    {
        row.ToTable("DataProtectionKeys");
        row.HasKey(r => r.Name);
        row.Property(r => r.Name).HasMaxLength(DataProtectionKeyRow.MaxNameLength).IsUnicode(false);
    }

    public static void ConfigureAudit(EntityTypeBuilder<AuditRow> row)
    {
        row.ToTable("Audit");
        row.HasKey(r => r.Id);
        row.Property(r => r.Id).ValueGeneratedNever();
        row.Property(r => r.Chain).HasMaxLength(AuditEntry.MaxChainLength).IsUnicode(false);
        row.Property(r => r.Kind).HasConversion<byte>();
        row.Property(r => r.ActorId).HasMaxLength(Actor.MaxIdLength);
        row.Property(r => r.Actor).HasMaxLength(Actor.MaxNameLength);
        row.Property(r => r.Address).HasMaxLength(Actor.MaxAddressLength).IsUnicode(false);
        row.Property(r => r.Action).HasMaxLength(AuditActions.MaxLength).IsUnicode(false);
        row.Property(r => r.Subject).HasMaxLength(AuditEvent.MaxSubjectLength);
        row.Property(r => r.Before).HasMaxLength(AuditEvent.MaxStateLength);
        row.Property(r => r.After).HasMaxLength(AuditEvent.MaxStateLength);
        row.Property(r => r.Previous).HasMaxLength(AuditChain.HashLength);
        row.Property(r => r.Hash).HasMaxLength(AuditChain.HashLength);
        row.Property(r => r.Seal).HasMaxLength(AuditSeal.Length);
        row.HasIndex(r => new { r.Chain, r.Number }, "UX_Audit_Chain_Number").IsUnique();
    }
}
