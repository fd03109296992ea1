using Dashboard.Application.Audit;
using Dashboard.Application.Common;
using Dashboard.Application.Common.Cards;
using Dashboard.Domain.Auth;
using Dashboard.Domain.Common;
using Dashboard.Domain.Transactions;
using FluentValidation;
using MediatR;

namespace Dashboard.Application.Auth;

/// <summary>Makes an API key. The answer alone has its secret.</summary>
/// <param name="Name">What the key is for.</param>
/// <param name="Roles">At least one.</param>
/// <param name="Sources">For a feed alone: the sources that it brings in; empty for all.</param>
/// <param name="ExpiresAt">Null for a key that does not expire.</param>
public sealed record CreateKey(
    string? Name, IReadOnlyList<Role>? Roles, IReadOnlyList<string>? Sources, DateTimeOffset? ExpiresAt, Actor By) : IRequest<CreatedKey>;

/// <param name="Secret">Shown once: it is not stored.</param>
public sealed record CreatedKey(ApiKeyDto Key, string Secret);

internal sealed class CreateKeyValidator : AbstractValidator<CreateKey>
{
    public CreateKeyValidator(TimeProvider clock)
    {
        RuleFor(k => k.Name).Must(name => TextRules.IsText(name, ApiKey.MaxNameLength))
            .WithMessage(TextRules.Requirement(ApiKey.MaxNameLength)).OverridePropertyName("name");
        RuleFor(k => k.Roles).NotEmpty().WithMessage("is required: " + string.Join(", ", Enum.GetNames<Role>()))
            .OverridePropertyName("roles");
        RuleForEach(k => k.Roles).IsInEnum().WithMessage("must be one of " + string.Join(", ", Enum.GetNames<Role>()))
            .OverridePropertyName("roles");
        RuleFor(k => k.Sources).Must(sources => sources is null || sources.Count <= ApiKey.MaxSources)
            .WithMessage($"must be at most {ApiKey.MaxSources} sources").OverridePropertyName("sources");
        RuleForEach(k => k.Sources).Must(source => TextRules.IsText(source, Transaction.MaxSourceLength))
            .WithMessage(TextRules.Requirement(Transaction.MaxSourceLength)).OverridePropertyName("sources");
        // The other roles see everything: sources would promise a bound that there is not.
        RuleFor(k => k.Sources).Must((key, sources) => sources is not { Count: > 0 } || key.Roles is [Role.Feed])
            .WithMessage("are for a key with the role Feed alone").OverridePropertyName("sources");
        RuleFor(k => k.ExpiresAt).Must(expires => expires is null || expires > clock.GetUtcNow()).WithMessage("must be in the future")
            .OverridePropertyName("expiresAt");
    }
}

internal sealed class CreateKeyHandler(IApiKeyStore store, SignIns signIns, AuditTrail trail, OrderedIds ids, TimeProvider clock)
    : IRequestHandler<CreateKey, CreatedKey>
{
    public async Task<CreatedKey> Handle(CreateKey request, CancellationToken cancellationToken)
    {
        var secret = KeySecret.New();
        var key = new ApiKey
        {
            Id = new KeyId(ids.Next()),
            Name = TextRules.Normalized(request.Name, ApiKey.MaxNameLength)!,
            Prefix = secret.Prefix,
            Hash = secret.Hash(),
            Roles = [.. request.Roles!.Distinct().Order()],
            Sources =
            [
                .. (request.Sources ?? []).Select(s => TextRules.Normalized(s, Transaction.MaxSourceLength))
                    .Distinct(StringComparer.Ordinal),
            ],
            CreatedAt = clock.GetUtcNow().WholeMicroseconds(),
            CreatedBy = request.By.Name,
            ExpiresAt = request.ExpiresAt?.WholeMicroseconds(),
        };
        var shown = ApiKeyDto.From(key, clock.GetUtcNow());
        var entry = trail.Event(request.By, AuditActions.KeyCreated, key.Id.ToString(), after: Noted(shown));
        await store.AddAsync(key, entry, cancellationToken);
        await signIns.ReadAsync(cancellationToken);
        return new CreatedKey(shown, secret.Text);
    }

    private static ApiKeyDto Noted(ApiKeyDto key) => key with
    {
        Name = FreeText.Masked(key.Name),
        Sources = [.. key.Sources.Select(s => FreeText.Masked(s))],
        CreatedBy = FreeText.Masked(key.CreatedBy),
    };
}
