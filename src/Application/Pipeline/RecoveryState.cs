namespace Dashboard.Application.Pipeline;

/// <summary>Whether everything that an earlier run left unfinished is taken up.</summary>
public sealed class RecoveryState
{
    private volatile bool _isComplete;

    public bool IsComplete => _isComplete;

    public void Complete() => _isComplete = true;
}
