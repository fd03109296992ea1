using System.ComponentModel.DataAnnotations;

namespace Dashboard.Infrastructure.Audit;

/// <summary>Section <c>Audit</c>: how the audit trail is signed.</summary>
/// <remarks>
/// A signed head is the number and the hash of the newest entry. Kept outside the database, it shows a trail that was cut off or computed
/// anew (docs/security.md).
/// </remarks>
public sealed class AuditOptions
{
    /// <summary>The file with the private key that signs heads (PEM, elliptic curve P-256). It is made when it is missing.</summary>
    /// <value>A path.</value>
    /// <remarks>By default it lies beside a SQLite store, as <c>dashboard.audit-key.pem</c>. Keep it where those who can change the
    /// database cannot write. Without a file, as by default with SQL Server, heads are not signed.</remarks>
    public string? KeyFile { get; set; }

    /// <summary>The file to which signed heads are added, one line of JSON each.</summary>
    /// <value>A path.</value>
    /// <remarks>By default it lies beside a SQLite store, as <c>dashboard.audit-heads.jsonl</c>. <c>--verify</c> compares the trail with
    /// it.</remarks>
    public string? HeadFile { get; set; }

    /// <summary>An address to which each signed head is sent as JSON (POST), so that it is kept by another system.</summary>
    /// <value>An absolute address.</value>
    /// <remarks>An address that does not answer within 10 seconds is left out until the next head, with a warning.</remarks>
    public Uri? HeadUrl { get; set; }

    /// <summary>How often a head is signed. One more is signed at each start and stop.</summary>
    /// <remarks>Entries since the last head can be cut off unseen.</remarks>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan HeadInterval { get; set; } = TimeSpan.FromHours(1);
}
