using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Dashboard.Infrastructure.Storage.Model.Nodes;

/// <summary>The tables of the nodes that share a store.</summary>
internal static class NodeModel
{
    /// <summary>Slots that nodes take; the last number is that of the commands.</summary>
    public const int Slots = Domain.Common.OrderedIds.MaxNode;

    public static void ConfigureNodes(EntityTypeBuilder<NodeRow> row)
    {
        row.ToTable("Nodes");
        row.HasKey(r => r.Id);
        row.Property(r => r.Id).ValueGeneratedNever();
        row.Property(r => r.Name).HasMaxLength(NodeRow.MaxNameLength);
        row.Property(r => r.Version).HasMaxLength(NodeRow.MaxVersionLength).IsUnicode(false);
        row.Property(r => r.State).HasConversion<byte>();
        // A handful of rows; the closed ones stay, one for each run.
        row.HasIndex(r => r.Id, "IX_Nodes_Live").HasFilter("State = 0");
    }

    public static void ConfigureSlots(EntityTypeBuilder<SlotRow> row)
    {
        row.ToTable("Slots");
        row.HasKey(r => r.Slot);
        row.Property(r => r.Slot).ValueGeneratedNever();
        row.Property(r => r.State).HasConversion<byte>();
    }

    public static void ConfigureRoles(EntityTypeBuilder<RoleRow> row)
    {
        row.ToTable("Roles");
        row.HasKey(r => r.Name);
        row.Property(r => r.Name).HasMaxLength(RoleRow.MaxNameLength).IsUnicode(false);
    }
}
