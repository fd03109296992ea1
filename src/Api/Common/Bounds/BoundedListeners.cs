using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Options;

namespace Dashboard.Api.Common.Bounds;

/// <summary>Accepts connections no faster than the server closes those above its bounds.</summary>
/// <remarks>
/// The server accepts a connection before it refuses it. Without this bound, a burst of connections has all its sockets open for a moment,
/// and the process may run out of them.
/// </remarks>
internal sealed class BoundedListeners(
    IOptions<SocketTransportOptions> transport, ILoggerFactory loggers, IOptions<ServerOptions> options)
    : IConnectionListenerFactory, IConnectionListenerFactorySelector, IDisposable
{
    // Accepted, and about to be refused.
    private const int Surplus = 64;

    private readonly SocketTransportFactory _sockets = new(transport, loggers);
    private readonly SemaphoreSlim _room = new((int)Math.Min(
        int.MaxValue, (long)options.Value.MaxConnections + options.Value.MaxLiveConnections + Surplus));

    public bool CanBind(EndPoint endpoint) => _sockets.CanBind(endpoint);

    public async ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default) =>
        new Listener(await _sockets.BindAsync(endpoint, cancellationToken), _room);

    public void Dispose() => _room.Dispose();

    private sealed class Listener(IConnectionListener inner, SemaphoreSlim room) : IConnectionListener
    {
        private readonly CancellationTokenSource _unbound = new();

        public EndPoint EndPoint => inner.EndPoint;

        public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
        {
            try
            {
                await room.WaitAsync(_unbound.Token);
            }
            catch (OperationCanceledException)
            {
                // The end of the listener, as the server expects it.
                return null;
            }

            var connection = await inner.AcceptAsync(cancellationToken);
            if (connection is null) room.Release();
            else connection.ConnectionClosed.UnsafeRegister(static state => ((SemaphoreSlim)state!).Release(), room);
            return connection;
        }

        public async ValueTask UnbindAsync(CancellationToken cancellationToken = default)
        {
            await _unbound.CancelAsync();
            await inner.UnbindAsync(cancellationToken);
        }

        public async ValueTask DisposeAsync()
        {
            await _unbound.CancelAsync();
            await inner.DisposeAsync();
        }
    }
}
