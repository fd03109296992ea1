using Dashboard.Application.Audit;
using Dashboard.Domain.Auth;
using Dashboard.Domain.Common;
using MediatR;

namespace Dashboard.Application.Auth;

/// <summary>Ends an API key. Calls and connections with it end within seconds. Asked again, the answer is the same; null when there is no
/// such key.</summary>
public sealed record RevokeKey(KeyId Id, Actor By) : IRequest<ApiKeyDto?>;

internal sealed class RevokeKeyHandler(IApiKeyStore store, SignIns signIns, AuditTrail trail, TimeProvider clock)
    : IRequestHandler<RevokeKey, ApiKeyDto?>
{
    public async Task<ApiKeyDto?> Handle(RevokeKey request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().WholeMicroseconds();
        var entry = trail.Event(request.By, AuditActions.KeyRevoked, request.Id.ToString());
        var revoked = await store.RevokeAsync(request.Id, now, request.By.Name, entry, cancellationToken);
        await signIns.ReadAsync(cancellationToken);
        return revoked is null ? null : ApiKeyDto.From(revoked, now);
    }
}
