using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Dashboard.Infrastructure.Storage.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Nodes : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "HandedOver",
                table: "Runs",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<bool>(
                name: "IsSettled",
                table: "Runs",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<long>(
                name: "TakenIn",
                table: "Runs",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<long>(
                name: "CommitId",
                table: "Receipts",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "Ended",
                table: "Receipts",
                type: "BLOB",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "Node",
                table: "Receipts",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "Nodes",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false),
                    Name = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    Version = table.Column<string>(type: "TEXT", unicode: false, maxLength: 64, nullable: false),
                    IsClustered = table.Column<bool>(type: "INTEGER", nullable: false),
                    State = table.Column<byte>(type: "INTEGER", nullable: false),
                    Slot = table.Column<int>(type: "INTEGER", nullable: false),
                    LeaseUntil = table.Column<long>(type: "INTEGER", nullable: false),
                    Settler = table.Column<long>(type: "INTEGER", nullable: true),
                    Added = table.Column<long>(type: "INTEGER", nullable: false),
                    Completed = table.Column<long>(type: "INTEGER", nullable: false),
                    Failed = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Nodes", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "Roles",
                columns: table => new
                {
                    Name = table.Column<string>(type: "TEXT", unicode: false, maxLength: 32, nullable: false),
                    Node = table.Column<long>(type: "INTEGER", nullable: false),
                    LeaseUntil = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Roles", x => x.Name);
                });

            migrationBuilder.CreateTable(
                name: "Slots",
                columns: table => new
                {
                    Slot = table.Column<int>(type: "INTEGER", nullable: false),
                    Node = table.Column<long>(type: "INTEGER", nullable: true),
                    State = table.Column<byte>(type: "INTEGER", nullable: false),
                    EndedElsewhere = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Slots", x => x.Slot);
                });

            migrationBuilder.CreateIndex(
                name: "IX_Receipts_Commit",
                table: "Receipts",
                columns: new[] { "CommitId", "Node" },
                filter: "CommitId IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Nodes_Live",
                table: "Nodes",
                column: "Id",
                filter: "State = 0");

            // One row for each share of the ids. Those with unfinished transactions are taken first.
            migrationBuilder.Sql(
                """
                WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 254)
                INSERT INTO "Slots" ("Slot", "Node", "State", "EndedElsewhere")
                SELECT i, NULL, CASE WHEN EXISTS (
                    SELECT 1 FROM "Transactions" t WHERE t."Status" < 2 AND (t."Id" / 4096) % 256 = i) THEN 1 ELSE 0 END, 0
                FROM n;
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "Nodes");

            migrationBuilder.DropTable(
                name: "Roles");

            migrationBuilder.DropTable(
                name: "Slots");

            migrationBuilder.DropIndex(
                name: "IX_Receipts_Commit",
                table: "Receipts");

            migrationBuilder.DropColumn(
                name: "HandedOver",
                table: "Runs");

            migrationBuilder.DropColumn(
                name: "IsSettled",
                table: "Runs");

            migrationBuilder.DropColumn(
                name: "TakenIn",
                table: "Runs");

            migrationBuilder.DropColumn(
                name: "CommitId",
                table: "Receipts");

            migrationBuilder.DropColumn(
                name: "Ended",
                table: "Receipts");

            migrationBuilder.DropColumn(
                name: "Node",
                table: "Receipts");
        }
    }
}
