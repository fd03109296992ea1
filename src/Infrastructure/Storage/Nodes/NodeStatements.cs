using Dashboard.Infrastructure.Storage.Model;

namespace Dashboard.Infrastructure.Storage.Nodes;

/// <summary>
/// The statements about nodes, slots and roles in the words of each database. Each one decides and changes in one step, by the clock of the
/// database.
/// </summary>
internal sealed class NodeStatements
{
    /// <summary>Ids below this factor are the counter; above it lies the slot (<c>OrderedId</c>).</summary>
    private const string SlotOfId = "(t.\"Id\" / 4096) % 256";

    private static readonly NodeStatements Sqlite = new(
        "CAST(unixepoch('subsec') * 1000 AS INTEGER)",
        returning: column => (Output: "", Returning: $" RETURNING \"{column}\" AS \"Value\""),
        takeFree: "UPDATE \"Slots\" SET \"Node\" = {0} WHERE \"Slot\" = (SELECT \"Slot\" FROM \"Slots\" WHERE \"Node\" IS NULL "
            + "ORDER BY \"State\" DESC, \"Slot\" LIMIT 1) RETURNING \"Slot\" AS \"Value\"");

    private static readonly NodeStatements Postgres = new(
        "CAST(extract(epoch FROM clock_timestamp()) * 1000 AS bigint)",
        returning: column => (Output: "", Returning: $" RETURNING \"{column}\" AS \"Value\""),
        takeFree: "UPDATE \"Slots\" SET \"Node\" = {0} WHERE \"Slot\" = (SELECT \"Slot\" FROM \"Slots\" WHERE \"Node\" IS NULL "
            + "ORDER BY \"State\" DESC, \"Slot\" LIMIT 1 FOR UPDATE SKIP LOCKED) RETURNING \"Slot\" AS \"Value\"");

    private static readonly NodeStatements SqlServer = new(
        "DATEDIFF_BIG(millisecond, '1970-01-01', SYSUTCDATETIME())",
        returning: column => (Output: $" OUTPUT inserted.\"{column}\" AS \"Value\"", Returning: ""),
        takeFree: "WITH free AS (SELECT TOP (1) \"Slot\", \"Node\" FROM \"Slots\" WITH (ROWLOCK, UPDLOCK, READPAST) "
            + "WHERE \"Node\" IS NULL ORDER BY \"State\" DESC, \"Slot\") "
            + "UPDATE free SET \"Node\" = {0} OUTPUT inserted.\"Slot\" AS \"Value\"",
        counted: "SET NOCOUNT OFF; ");

    private readonly string _now;

    // SaveChanges switches the counting of changed rows off for the life of a connection to SQL Server.
    private readonly string _counted;

    private NodeStatements(string now, Func<string, (string Output, string Returning)> returning, string takeFree, string counted = "")
    {
        _now = now;
        ReadTime = $"SELECT {now} AS \"Value\"";
        _counted = counted;
        TakeFreeSlot = takeFree;
        const string unfinished = $"EXISTS (SELECT 1 FROM \"Transactions\" t WHERE t.\"Status\" < 2 AND {SlotOfId} = \"Slots\".\"Slot\")";
        var slot = returning("Slot");
        TakeSlots = $"UPDATE \"Slots\" SET \"Node\" = {{0}}, \"State\" = 1{slot.Output} WHERE \"Node\" = {{1}}{slot.Returning}";
        FreeSlots = $"UPDATE \"Slots\" SET \"Node\" = NULL, \"State\" = 1{slot.Output} WHERE \"Node\" = {{0}}{slot.Returning}";
        TakeDirtySlots =
            $"UPDATE \"Slots\" SET \"Node\" = {{0}}{slot.Output} WHERE \"Node\" IS NULL AND \"State\" = 1{slot.Returning}";
        FreeFinishedSlots = $"UPDATE \"Slots\" SET \"Node\" = NULL, \"State\" = 0{slot.Output} "
            + $"WHERE \"Node\" = {{0}} AND \"Slot\" <> {{1}} AND NOT {unfinished}{slot.Returning}";
        LeaveSlots = $"UPDATE \"Slots\" SET \"Node\" = NULL, \"State\" = CASE WHEN {unfinished} THEN 1 ELSE 0 END WHERE \"Node\" = {{0}}";
        Renew = $"{counted}UPDATE \"Nodes\" SET \"LeaseUntil\" = {now} + {{1}} WHERE \"Id\" = {{0}} AND \"State\" = 0";
        Settle = $"{counted}UPDATE \"Nodes\" SET \"State\" = 1, \"Settler\" = {{1}} "
            + $"WHERE \"Id\" = {{0}} AND \"State\" = 0 AND ({{2}} = 1 OR \"LeaseUntil\" < {now})";
        Silent = $"SELECT \"Id\" AS \"Value\" FROM \"Nodes\" WHERE \"State\" = 0 AND \"Id\" <> {{0}} AND \"LeaseUntil\" < {now} "
            + $"AND EXISTS (SELECT 1 FROM \"Nodes\" m WHERE m.\"Id\" = {{0}} AND m.\"State\" = 0 AND m.\"LeaseUntil\" >= {now})";
        TakeRole = $"{counted}UPDATE \"Roles\" SET \"Node\" = {{1}}, \"LeaseUntil\" = {now} + {{2}} WHERE \"Name\" = {{0}} "
            + $"AND (\"Node\" = {{1}} OR \"LeaseUntil\" < {now} "
            + "OR NOT EXISTS (SELECT 1 FROM \"Nodes\" n WHERE n.\"Id\" = \"Roles\".\"Node\" AND n.\"State\" = 0))";
    }

    /// <summary>The time of the database in milliseconds since 1970.</summary>
    public string ReadTime { get; }

    /// <summary>{0} node: takes a free slot, a dirty one first, and gives its number. Two calls never get one slot.</summary>
    public string TakeFreeSlot { get; }

    /// <summary>{0} node, {1} node that is dead: takes all of its slots.</summary>
    public string TakeSlots { get; }

    /// <summary>{0} node that is dead: frees all of its slots, as dirty ones.</summary>
    public string FreeSlots { get; }

    /// <summary>{0} node: takes all free slots with unfinished transactions.</summary>
    public string TakeDirtySlots { get; }

    /// <summary>{0} node, {1} the slot of its ids: frees the others that have no unfinished transaction any more.</summary>
    public string FreeFinishedSlots { get; }

    /// <summary>{0} node: frees all of its slots.</summary>
    public string LeaveSlots { get; }

    /// <summary>{0} node, {1} milliseconds. Changes no row when the node was declared dead.</summary>
    public string Renew { get; }

    /// <summary>{0} node that is silent, {1} node that declares it dead, {2} 1 to do so before its lease has run out.</summary>
    public string Settle { get; }

    /// <summary>{0} this node: the others whose lease has run out. None while its own has: then the store was away for all.</summary>
    public string Silent { get; }

    /// <summary>{0} name, {1} node, {2} milliseconds: takes or keeps a role. Changes no row while another node has it.</summary>
    public string TakeRole { get; }

    /// <summary>
    /// The fence of a commit: renews the lease and adds what the commit moved, under the given names of parameters. Changes no row when the
    /// node was declared dead: the commit must then be rolled back.
    /// </summary>
    /// <param name="names">Lease in milliseconds, added, completed, failed, node.</param>
    public string Fence(IReadOnlyList<string> names) =>
        $"{_counted}UPDATE \"Nodes\" SET \"LeaseUntil\" = {_now} + {names[0]}, \"Added\" = \"Added\" + {names[1]}, "
        + $"\"Completed\" = \"Completed\" + {names[2]}, \"Failed\" = \"Failed\" + {names[3]} WHERE \"Id\" = {names[4]} AND \"State\" = 0";

    /// <summary>Counts the ends of another node's transactions at their slot.</summary>
    /// <param name="names">Number of ends, slot.</param>
    public static string CountElsewhere(IReadOnlyList<string> names) =>
        $"UPDATE \"Slots\" SET \"EndedElsewhere\" = \"EndedElsewhere\" + {names[0]} WHERE \"Slot\" = {names[1]}";

    public static NodeStatements For(DashboardDbContext context) => context switch
    {
        SqlServerDashboardDbContext => SqlServer,
        PostgresDashboardDbContext => Postgres,
        _ => Sqlite,
    };
}
