using Dashboard.Api.Common.Description;
using Dashboard.Application.Profiles;
using Dashboard.Domain.Transactions;

namespace Dashboard.Api.Profiles;

/// <summary>The bounds of what the calls answer, for the OpenAPI document.</summary>
internal static class ProfileShapes
{
    public static readonly IReadOnlyList<WireShape> All =
    [
        new AnswerShape(typeof(ProfileDto), new Dictionary<string, FieldShape>
        {
            ["name"] = FieldShape.Text(Transaction.MaxCounterpartyLength),
        }),
        new AnswerShape(typeof(ProfileAmount), new Dictionary<string, FieldShape> { ["currency"] = FieldShape.Currency }),
        new AnswerShape(typeof(ProfilePart), new Dictionary<string, FieldShape>
        {
            ["name"] = FieldShape.Text(Transaction.MaxFailureReasonLength),
        }),
        new AnswerShape(typeof(ProfilePoint), new Dictionary<string, FieldShape>
        {
            ["id"] = FieldShape.Id,
            ["currency"] = FieldShape.Currency,
        }),
    ];
}
