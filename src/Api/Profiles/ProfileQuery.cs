using Dashboard.Api.Common;
using Dashboard.Api.Common.Description;
using Dashboard.Application.Profiles;
using Dashboard.Domain.Transactions;

namespace Dashboard.Api.Profiles;

internal sealed class ProfileQuery(IQueryCollection query) : QueryReader(query, Parameters)
{
    private const int MaxZoneLength = 64;

    public static readonly QueryParameter[] Parameters =
    [
        new("account", FieldShape.Text(Transaction.MaxAccountLength), "Exact account; either it or counterparty is required"),
        new("counterparty", FieldShape.Text(Transaction.MaxCounterpartyLength), "Exact counterparty"),
        new("zone", FieldShape.Text(MaxZoneLength), "Name of the time zone of the hours, such as Europe/Berlin; UTC when absent"),
    ];

    public GetProfile Read()
    {
        var account = Text("account", Transaction.MaxAccountLength);
        var counterparty = Text("counterparty", Transaction.MaxCounterpartyLength);
        if (account is null == counterparty is null)
            Refuse("account", "is required, or counterparty in its place: a profile is of one of them");
        return new GetProfile(
            account is null ? ProfileKind.Counterparty : ProfileKind.Account, account ?? counterparty ?? "", Zone());
    }

    private TimeZoneInfo Zone()
    {
        if (Text("zone", MaxZoneLength) is not { } name) return TimeZoneInfo.Utc;
        if (TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone)) return zone;
        Refuse("zone", "is not a known time zone; a name such as Europe/Berlin");
        return TimeZoneInfo.Utc;
    }
}
