namespace Dashboard.Api.History;

/// <summary>How many exports run at once. Each one may keep a thread busy, and others need theirs.</summary>
internal sealed class ExportSlots : IDisposable
{
    public const int Max = 4;

    private readonly SemaphoreSlim _free = new(Max);

    /// <summary>False when all are taken; a slot that was taken has to be released.</summary>
    public bool TryTake() => _free.Wait(TimeSpan.Zero);

    public void Release() => _free.Release();

    public void Dispose() => _free.Dispose();
}
