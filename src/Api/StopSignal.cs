using System.Runtime.InteropServices;

namespace Dashboard.Api;

/// <summary>Notes that the operator stops the program, from the first moment on. The host itself listens only once it
/// starts.</summary>
internal sealed class StopSignal : IDisposable
{
    private readonly CancellationTokenSource _requested = new();
    private readonly PosixSignalRegistration[] _registrations;

    public StopSignal()
    {
        PosixSignal[] signals = [PosixSignal.SIGTERM, PosixSignal.SIGINT, PosixSignal.SIGQUIT, PosixSignal.SIGHUP];
        _registrations = [.. signals.Select(s => PosixSignalRegistration.Create(s, Note))];
    }

    public CancellationToken Requested => _requested.Token;

    public void Dispose()
    {
        foreach (var registration in _registrations) registration.Dispose();
        _requested.Dispose();
    }

    // Without this line the signal would end the process at once.
    private void Note(PosixSignalContext signal)
    {
        signal.Cancel = true;
        _requested.Cancel();
    }
}
