using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Dashboard.Infrastructure.Storage.Migrations.SqlServer
{
    /// <inheritdoc />
    public partial class StoreState : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateTime>(
                name: "ReceivedAt",
                table: "Transactions",
                type: "datetime2(6)",
                precision: 6,
                nullable: true);

            migrationBuilder.CreateTable(
                name: "StoreState",
                columns: table => new
                {
                    Name = table.Column<string>(type: "varchar(64)", unicode: false, maxLength: 64, nullable: false, collation: "Latin1_General_BIN2"),
                    Value = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: false, collation: "Latin1_General_BIN2")
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
