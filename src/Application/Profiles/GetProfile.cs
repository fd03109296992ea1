using Dashboard.Application.History;
using MediatR;

namespace Dashboard.Application.Profiles;

/// <summary>What an account or a counterparty did, from the newest payments of it.</summary>
/// <param name="Name">Exact, as payments name it.</param>
/// <param name="Zone">The zone of the hours and weekdays.</param>
public sealed record GetProfile(ProfileKind Kind, string Name, TimeZoneInfo Zone) : IRequest<ProfileDto>
{
    /// <summary>The newest payments that are counted. A read of so many takes a thread of reads some 50 ms.</summary>
    public const int MaxPayments = 20_000;
}

/// <summary>Whose payments a profile is of.</summary>
public enum ProfileKind
{
    Account,
    Counterparty,
}

internal sealed class GetProfileHandler(ITransactionHistory history) : IRequestHandler<GetProfile, ProfileDto>
{
    public async Task<ProfileDto> Handle(GetProfile request, CancellationToken cancellationToken)
    {
        var filter = request.Kind == ProfileKind.Account
            ? new TransactionFilter { Account = request.Name }
            : new TransactionFilter { Counterparty = request.Name };
        var search = await history.SearchAsync(filter, before: null, GetProfile.MaxPayments, cancellationToken);
        var tally = new ProfileTally(request.Kind, request.Zone);
        foreach (var payment in search.Found) tally.Add(payment);
        return tally.ToDto(request.Name, search.Next?.Time);
    }
}
