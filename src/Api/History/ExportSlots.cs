using Dashboard.Api.Common;
using Microsoft.Extensions.Options;

namespace Dashboard.Api.History;

/// <summary>Bounds how many exports run at once: each one holds a page of rows in memory.</summary>
internal sealed class ExportSlots(IOptions<ServerOptions> options) : IDisposable
{
    private readonly SemaphoreSlim _free = new(options.Value.MaxExports);

    /// <summary>Waits for a slot for a short time; false when there is none. The caller has to release the slot.</summary>
    public Task<bool> TryTakeAsync(CancellationToken cancellationToken) => _free.WaitAsync(options.Value.ReadPatience, cancellationToken);

    public void Release() => _free.Release();

    public void Dispose() => _free.Dispose();
}
