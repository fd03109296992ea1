using Dashboard.Application.Monitors.Versions;
using Dashboard.Domain.Auth;
using Dashboard.Domain.Rules;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Dashboard.Infrastructure.Storage.Model.Rules;

/// <summary>The tables of rules, of what they decided, of labels and of monitors (docs/adr/0036).</summary>
internal static class RuleModel
{
    public const int MaxNoteLength = 400;

    public static void Configure(ModelBuilder model)
    {
        model.Entity<RuleRow>(ConfigureRules);
        model.Entity<RuleVersionRow>(ConfigureVersions);
        model.Entity<RuleChangeRow>(ConfigureChanges);
        model.Entity<DecisionRow>(ConfigureDecisions);
        model.Entity<RuleSetRow>(ConfigureSets);
        model.Entity<LabelRow>(ConfigureLabels);
        model.Entity<MonitorRow>(ConfigureMonitors);
    }

    private static void ConfigureRules(EntityTypeBuilder<RuleRow> row)
    {
        row.ToTable("Rules");
        row.HasKey(r => r.Name);
        row.Property(r => r.Name).HasMaxLength(RuleVersion.MaxNameLength).IsUnicode(false);
    }

    private static void ConfigureVersions(EntityTypeBuilder<RuleVersionRow> row)
    {
        row.ToTable("RuleVersions");
        row.HasKey(r => new { r.Rule, r.Number });
        row.Property(r => r.Rule).HasMaxLength(RuleVersion.MaxNameLength).IsUnicode(false);
        row.Property(r => r.Expression).HasMaxLength(RuleVersion.MaxExpressionLength);
        row.Property(r => r.Canonical).HasMaxLength(RuleVersion.MaxExpressionLength);
        row.Property(r => r.Description).HasMaxLength(RuleVersion.MaxDescriptionLength);
        row.Property(r => r.Severity).HasConversion<byte>();
        row.Property(r => r.State).HasConversion<byte>();
        row.Property(r => r.ById).HasMaxLength(Actor.MaxIdLength);
        row.Property(r => r.ByName).HasMaxLength(Actor.MaxNameLength);
        row.Property(r => r.Reason).HasMaxLength(RuleVersion.MaxReasonLength);
        row.Property(r => r.ApprovedById).HasMaxLength(Actor.MaxIdLength);
        row.Property(r => r.ApprovedByName).HasMaxLength(Actor.MaxNameLength);
    }

    private static void ConfigureChanges(EntityTypeBuilder<RuleChangeRow> row)
    {
        row.ToTable("RuleChanges");
        row.HasKey(r => r.Id);
        row.Property(r => r.Id).ValueGeneratedNever();
        row.Property(r => r.Rule).HasMaxLength(RuleVersion.MaxNameLength).IsUnicode(false);
        row.Property(r => r.Kind).HasConversion<byte>();
        row.Property(r => r.From).HasConversion<byte>();
        row.Property(r => r.To).HasConversion<byte>();
        row.Property(r => r.ById).HasMaxLength(Actor.MaxIdLength);
        row.Property(r => r.ByName).HasMaxLength(Actor.MaxNameLength);
        row.Property(r => r.Reason).HasMaxLength(RuleVersion.MaxReasonLength);
        row.HasIndex(r => new { r.Rule, r.Id }, "IX_RuleChanges_Rule");
    }

    private static void ConfigureDecisions(EntityTypeBuilder<DecisionRow> row)
    {
        row.ToTable("Decisions");
        row.HasKey(r => new { r.TransactionId, r.Rule, r.Version });
        row.Property(r => r.Rule).HasMaxLength(RuleVersion.MaxNameLength).IsUnicode(false);
        row.Property(r => r.State).HasConversion<byte>();
        row.HasIndex(r => new { r.Rule, r.Version, r.TransactionId }, "IX_Decisions_Rule");
    }

    private static void ConfigureSets(EntityTypeBuilder<RuleSetRow> row)
    {
        row.ToTable("RuleSets");
        row.HasKey(r => r.FirstPlace);
        row.Property(r => r.FirstPlace).ValueGeneratedNever();
    }

    private static void ConfigureLabels(EntityTypeBuilder<LabelRow> row)
    {
        row.ToTable("Labels");
        row.HasKey(r => r.TransactionId);
        row.Property(r => r.TransactionId).ValueGeneratedNever();
        row.Property(r => r.Label).HasConversion<byte>();
        row.Property(r => r.ById).HasMaxLength(Actor.MaxIdLength);
        row.Property(r => r.ByName).HasMaxLength(Actor.MaxNameLength);
        row.Property(r => r.Note).HasMaxLength(MaxNoteLength);
    }

    private static void ConfigureMonitors(EntityTypeBuilder<MonitorRow> row)
    {
        row.ToTable("Monitors");
        row.HasKey(r => new { r.Name, r.Number });
        row.Property(r => r.Name).HasMaxLength(RuleVersion.MaxNameLength).IsUnicode(false);
        row.Property(r => r.Content).HasMaxLength(MonitorContent.MaxTextLength);
        row.Property(r => r.ById).HasMaxLength(Actor.MaxIdLength);
        row.Property(r => r.ByName).HasMaxLength(Actor.MaxNameLength);
        row.Property(r => r.Reason).HasMaxLength(RuleVersion.MaxReasonLength);
    }
}
