using System.Data.Common;
using Dashboard.Application.History;
using Dashboard.Domain.Transactions;
using Dashboard.Infrastructure.Storage.Model;
using Dashboard.Infrastructure.Storage.Reading;
using Dashboard.IntegrationTests.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Dashboard.IntegrationTests.History;

/// <summary>How SQLite finds a page: by the index that the filter is made for, or down the key from the cursor; it never sorts.</summary>
public sealed class HistoryPlanTests : IAsyncLifetime
{
    private const string Key = "USING INTEGER PRIMARY KEY (rowid<?)";

    private readonly SqliteDatabase _database = new();
    private readonly Recorder _recorder = new();

    public static TheoryData<string, TransactionFilter, string> Filters => new()
    {
        { "nothing", new(), Key },
        { "account", new() { Account = "ACC-1" }, "USING INDEX IX_Transactions_Account (Account=? AND Id<?)" },
        { "failed", new() { Statuses = [TransactionStatus.Failed] }, "USING INDEX IX_Transactions_Failed (Id<?)" },
        { "unfinished", new() { Statuses = [TransactionStatus.Pending, TransactionStatus.Processing] },
            "USING INDEX IX_Transactions_Unfinished (Id<?)" },
        { "completed", new() { Statuses = [TransactionStatus.Completed] }, Key },
        { "flagged", new() { Flagged = true }, "USING INDEX IX_Transactions_Flagged (Id<?)" },
        { "not flagged", new() { Flagged = false }, Key },
        { "source and reference", new() { Source = "pos", Reference = "r" },
            "USING INDEX UX_Transactions_Reference_Source (Reference=? AND Source=? AND rowid<?)" },
        // At most one row of each source to sort.
        { "reference", new() { Reference = "r" },
            "USING INDEX UX_Transactions_Reference_Source (Reference=?); USE TEMP B-TREE FOR ORDER BY" },
        { "source", new() { Source = "pos" }, Key },
        { "currency and amounts", new() { Currency = "EUR", MinAmount = 1, MaxAmount = 2 }, Key },
        { "times", new() { From = DateTimeOffset.UnixEpoch, To = DateTimeOffset.UnixEpoch.AddYears(60) },
            "USING INTEGER PRIMARY KEY (rowid>? AND rowid<?)" },
    };

    public async ValueTask InitializeAsync()
    {
        await using var context = await _database.Contexts().CreateDbContextAsync();
        await context.Database.MigrateAsync();
    }

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Theory]
    [MemberData(nameof(Filters))]
    public async Task Every_filter_is_a_seek(string name, TransactionFilter filter, string expected)
    {
        var history = new TransactionHistory(_database.Reads(_recorder), new IdsAhead());
        await history.PageAsync(filter, before: new TransactionId(1L << 60), limit: 100, CancellationToken.None);

        var plan = await PlanAsync(_recorder.Text!, _recorder.Parameters);
        string.Join("; ", plan).ShouldBe("SEARCH t " + expected, name);
    }

    private async Task<List<string>> PlanAsync(string sql, IReadOnlyList<(string Name, object? Value)> parameters)
    {
        await using var context = await _database.Contexts().CreateDbContextAsync();
        await context.Database.OpenConnectionAsync();
        await using var command = context.Database.GetDbConnection().CreateCommand();
        command.CommandText = "EXPLAIN QUERY PLAN " + sql;
        foreach (var (parameter, value) in parameters)
        {
            var copy = command.CreateParameter();
            (copy.ParameterName, copy.Value) = (parameter, value);
            command.Parameters.Add(copy);
        }

        var plan = new List<string>();
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync()) plan.Add(reader.GetString(3));
        return plan;
    }

    private sealed class Recorder : DbCommandInterceptor
    {
        public string? Text { get; private set; }

        public IReadOnlyList<(string Name, object? Value)> Parameters { get; private set; } = [];

        public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken =
                default)
        {
            Text = command.CommandText;
            Parameters = [.. command.Parameters.Cast<DbParameter>().Select(p => (p.ParameterName, p.Value))];
            return ValueTask.FromResult(result);
        }
    }
}
