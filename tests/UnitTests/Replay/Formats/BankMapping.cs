using Dashboard.Infrastructure.Replay;
using Dashboard.Infrastructure.Replay.Rows;

namespace Dashboard.UnitTests.Replay.Formats;

/// <summary>A mapping for a plain bank statement, with further keys.</summary>
internal static class BankMapping
{
    public const string Heading = "Date,Account,Payee,Amount,Currency\n";

    private const string PlainAmount = "\"{Amount}\"";

    private const string PlainTime = "{ \"text\": \"{Date}\", \"format\": \"yyyy-MM-dd\" }";

    public static string Text(string keys = "", string amount = PlainAmount, string createdAt = PlainTime) => $$"""
        {
          {{keys}}
          "source": "bank", "account": "{Account|=A}", "counterparty": "{Payee}", "reference": "{#checksum}:{#line}",
          "currency": "{Currency|=EUR}", "amount": {{amount}}, "createdAt": {{createdAt}}
        }
        """;

    /// <summary>What is wrong with a mapping of these keys.</summary>
    public static string ErrorOf(string keys = "", string amount = PlainAmount)
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, Text(keys, amount));
            return Should.Throw<ReplayException>(() => ReplayMapping.Load(path)).Message;
        }
        finally
        {
            File.Delete(path);
        }
    }
}
