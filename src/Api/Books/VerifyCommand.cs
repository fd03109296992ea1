using System.Globalization;
using Dashboard.Application.Audit;
using Dashboard.Application.Books;
using Dashboard.Domain.Transactions;
using Dashboard.Infrastructure.Storage.Upkeep;

namespace Dashboard.Api.Books;

/// <summary><c>--verify</c>: checks the books of the store and starts nothing.</summary>
/// <remarks>
/// Exit code 0: they balance. 1: they do not balance. 2: they cannot be read. 3: they balance, but a run cannot be proven.
/// 4: they balance, but the audit trail was changed.
/// </remarks>
internal static class VerifyCommand
{
    private const int NamedIds = 20;

    public static async Task<int> RunAsync(IServiceProvider services, TextWriter output)
    {
        var access = services.GetRequiredService<StoreAccess>();
        // Made first: it looks for the log before anything opens the store.
        services.GetRequiredService<IUnprovenRuns>();
        // Held to the end: the check must leave the log of a killed program as it is.
        using var log = access.KeepLog();
        if (await access.WhyNotReadableAsync(CancellationToken.None) is { } reason)
        {
            await output.WriteLineAsync("The books cannot be read: " + reason);
            return 2;
        }

        var store = await services.GetRequiredService<StoreVerification>().RunAsync(CancellationToken.None);
        foreach (var line in Lines(store, services.GetRequiredService<IAuditHeads>())) await output.WriteLineAsync(line);
        return !store.Balanced ? 1 : !store.Audit.IsIntact ? 4 : store.Unproven.Count > 0 ? 3 : 0;
    }

    private static IEnumerable<string> Lines(VerifiedStore store, IAuditHeads heads)
    {
        var open = store.Runs.Count(r => !r.IsClosed);
        yield return Text($"{store.Runs.Count} runs, {open} of them without a clean stop (killed, or running now)");
        foreach (var equation in store.Equations)
            yield return Text($"{(equation.Holds ? "holds " : "BROKEN")}  {equation.Name}: {equation.Left} = {equation.Right}");
        var books = store.Books;
        yield return Text(
            $"stored: {books.Pending} pending, {books.Processing} processing, {books.Completed} completed, {books.Failed} failed");
        if (store.Books.Removed > 0) yield return Text($"removed after their time: {store.Books.Removed}");
        if (store.Books.MissingCount > 0) yield return Ids("acknowledged but missing", store.Books.MissingCount, store.Books.Missing);
        if (store.Books.UnknownCount > 0) yield return Ids("stored but never acknowledged", store.Books.UnknownCount, store.Books.Unknown);
        foreach (var chain in store.Audit.Chains)
        {
            yield return chain.BrokenAt is { } number
                ? Text($"BROKEN  audit trail, chain {chain.Chain}, entry {number}: {chain.Fault}")
                : Text($"holds   audit trail, chain {chain.Chain}: {chain.Entries} entries");
        }

        yield return Text($"signed heads of the audit trail: {store.Audit.Heads} compared");
        if (store.Audit.HeadFault is { } fault) yield return $"BROKEN  audit trail: {fault} (head file: {heads.HeadFile ?? "none"}; key: {heads.KeyFile ?? "none"})";
        if (!store.Audit.IsIntact) yield return "The audit trail is not as it was written.";
        if (!store.Balanced)
        {
            yield return "The books do not balance.";
        }
        else if (store.Unproven.Count == 0)
        {
            yield return "The books balance.";
        }
        else
        {
            foreach (var run in store.Unproven)
                yield return Text($"run {run}, begun {run.Ordered.Time:u}: not stopped cleanly, and the log of the database (-wal) is gone");
            yield return "What is stored balances, but it cannot be proven that nothing is missing.";
        }
    }

    private static string Ids(string what, long count, IReadOnlyList<TransactionId> ids) =>
        Text($"{what}: {count}, {string.Join(" ", ids.Take(NamedIds))}{(count > NamedIds ? " …" : "")}");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
