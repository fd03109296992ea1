using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Dashboard.Infrastructure.Storage.Migrations.SqlServer
{
    /// <inheritdoc />
    public partial class ReferenceFirst : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "UX_Transactions_Source_Reference",
                table: "Transactions");

            migrationBuilder.CreateIndex(
                name: "UX_Transactions_Reference_Source",
                table: "Transactions",
                columns: new[] { "Reference", "Source" },
                unique: true,
                filter: "Reference IS NOT NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "UX_Transactions_Reference_Source",
                table: "Transactions");

            migrationBuilder.CreateIndex(
                name: "UX_Transactions_Source_Reference",
                table: "Transactions",
                columns: new[] { "Source", "Reference" },
                unique: true,
                filter: "Reference IS NOT NULL");
        }
    }
}
