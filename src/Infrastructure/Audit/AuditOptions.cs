using System.ComponentModel.DataAnnotations;

namespace Dashboard.Infrastructure.Audit;

/// <summary>Section <c>Audit</c>: how the audit trail is sealed and signed.</summary>
/// <remarks>
/// A signed head is the number and the hash of the newest entry. Kept outside the database, it shows a trail that was cut off or computed
/// anew (docs/security.md).
/// </remarks>
public sealed class AuditOptions
{
    /// <summary>The file with the private key that seals entries and signs heads (PEM, elliptic curve P-256). It is made when the store
    /// has no key yet.</summary>
    /// <value>A file that the program may read, or a new one that it may make.</value>
    /// <remarks>By default it lies beside a SQLite store, as <c>dashboard.audit-key.pem</c>. Keep it where those who can change the
    /// database cannot read it, and back it up. Commands need the same one. Without a file, as by default with SQL Server and PostgreSQL,
    /// nothing is sealed or signed.</remarks>
    public string? KeyFile { get; set; }

    /// <summary>The file to which signed heads are added, one line of JSON each.</summary>
    /// <value>A file that the program may write.</value>
    /// <remarks>By default it lies beside a SQLite store, as <c>dashboard.audit-heads.jsonl</c>. <c>--verify</c> compares the trail with
    /// it.</remarks>
    public string? HeadFile { get; set; }

    /// <summary>An address to which each signed head is sent as JSON (POST), so that it is kept by another system.</summary>
    /// <value>An absolute address.</value>
    /// <remarks>When it does not answer within ten seconds, the log says so, and the next head is sent to it.</remarks>
    public Uri? HeadUrl { get; set; }

    /// <summary>How often a head is signed. One more is signed at each start and stop.</summary>
    /// <remarks>Entries that were cut off before their head was signed are not missed.</remarks>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan HeadInterval { get; set; } = TimeSpan.FromHours(1);
}
