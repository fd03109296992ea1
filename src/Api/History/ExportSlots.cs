namespace Dashboard.Api.History;

/// <summary>Bounds how many exports run at once: each one may keep a thread busy that other calls need.</summary>
internal sealed class ExportSlots : IDisposable
{
    public const int Max = 4;

    private readonly SemaphoreSlim _free = new(Max);

    /// <summary>False when all slots are taken. The caller has to release the slot.</summary>
    public bool TryTake() => _free.Wait(TimeSpan.Zero);

    public void Release() => _free.Release();

    public void Dispose() => _free.Dispose();
}
