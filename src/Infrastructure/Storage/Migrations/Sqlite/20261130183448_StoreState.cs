using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Dashboard.Infrastructure.Storage.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class StoreState : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "ReceivedAt",
                table: "Transactions",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "StoreState",
                columns: table => new
                {
                    Name = table.Column<string>(type: "TEXT", unicode: false, maxLength: 64, nullable: false),
                    Value = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_StoreState", x => x.Name);
                });

            migrationBuilder.CreateIndex(
                name: "IX_Transactions_IdAhead",
                table: "Transactions",
                columns: new[] { "Id", "ReceivedAt" },
                filter: "ReceivedAt IS NOT NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "StoreState");

            migrationBuilder.DropIndex(
                name: "IX_Transactions_IdAhead",
                table: "Transactions");

            migrationBuilder.DropColumn(
                name: "ReceivedAt",
                table: "Transactions");
        }
    }
}
