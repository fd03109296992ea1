using Dashboard.Application.Audit;

namespace Dashboard.Application.Monitors.Versions;

/// <summary>Keeps the versions of monitors.</summary>
public interface IMonitorStore
{
    /// <summary>The newest version of each monitor, by name.</summary>
    Task<IReadOnlyList<MonitorVersion>> AllAsync(CancellationToken cancellationToken);

    /// <summary>All versions of a monitor, newest first; empty when there is none of this name.</summary>
    Task<IReadOnlyList<MonitorVersion>> VersionsAsync(string name, CancellationToken cancellationToken);

    /// <summary>Stores versions, whole or not at all. False when one of them is stored already.</summary>
    /// <param name="entry">What the audit trail says of it; null when the program itself made them at a start.</param>
    Task<bool> SaveAsync(IReadOnlyList<MonitorVersion> versions, AuditEvent? entry, CancellationToken cancellationToken);
}
