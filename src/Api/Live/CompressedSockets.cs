using System.Net.WebSockets;
using Microsoft.AspNetCore.Http.Features;

namespace Dashboard.Api.Live;

/// <summary>Compresses messages for clients that offer it, as browsers do (permessage-deflate, RFC 7692).</summary>
/// <remarks>
/// Each message by itself: nothing is kept for a client between two ticks. The danger that the name of the setting warns of is that somebody who
/// sees the lengths of encrypted messages and can add to their content may guess the rest of it; a batch carries nothing that its reader may not see,
/// no tokens and no secrets, and <see cref="Application.Live.LiveOptions.Compression"/> switches it off.
/// </remarks>
internal sealed class CompressedSockets(IHttpWebSocketFeature inner) : IHttpWebSocketFeature
{
    public bool IsWebSocketRequest => inner.IsWebSocketRequest;

    // A context of its own: the one that comes in may be shared by the whole process.
    public Task<WebSocket> AcceptAsync(WebSocketAcceptContext context) => inner.AcceptAsync(new()
    {
        SubProtocol = context.SubProtocol,
        KeepAliveInterval = context.KeepAliveInterval,
        KeepAliveTimeout = context.KeepAliveTimeout,
        DangerousEnableCompression = true,
        DisableServerContextTakeover = true,
    });
}
