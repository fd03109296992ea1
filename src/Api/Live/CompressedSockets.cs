using System.Net.WebSockets;
using Microsoft.AspNetCore.Http.Features;

namespace Dashboard.Api.Live;

/// <summary>Compresses messages for clients that offer compression, as browsers do (permessage-deflate, RFC 7692).</summary>
/// <remarks>
/// Each message is compressed alone, so no memory is kept for a client between two ticks. The setting's name warns of an attack: a person
/// who sees the lengths of encrypted messages and can add to their content may guess the rest. A batch carries no tokens, no secrets and
/// nothing that its reader may not see, and <see cref="Application.Live.LiveOptions.Compression"/> switches compression off.
/// </remarks>
internal sealed class CompressedSockets(IHttpWebSocketFeature inner) : IHttpWebSocketFeature
{
    public bool IsWebSocketRequest => inner.IsWebSocketRequest;

    // A new context, because the framework may share the given one between all connections.
    public Task<WebSocket> AcceptAsync(WebSocketAcceptContext context) => inner.AcceptAsync(new()
    {
        SubProtocol = context.SubProtocol,
        KeepAliveInterval = context.KeepAliveInterval,
        KeepAliveTimeout = context.KeepAliveTimeout,
        DangerousEnableCompression = true,
        DisableServerContextTakeover = true,
    });
}
