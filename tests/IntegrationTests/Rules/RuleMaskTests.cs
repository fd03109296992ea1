using Dashboard.Domain.Auth;
using Dashboard.IntegrationTests.Auth;

namespace Dashboard.IntegrationTests.Rules;

/// <summary>A rule editor works with rules and sees no account number.</summary>
public sealed class RuleMaskTests : KeyHostTest
{
    private const string Account = "DE89370400440532013000";
    private const string Other = "GB29NWBK60161331926819";

    // Conditions whose values are the numbers themselves; the rule names none of them.
    private const string Rule = "account != \"a\" and counterparty not in (\"b\") and account != counterparty and counterparty != \"c\"";

    protected override Dictionary<string, string?> Settings => new() { ["Auth:Mode"] = "Keys" };

    [Fact]
    public async Task A_try_and_an_explanation_mask_account_numbers_for_those_who_may_not_see_them()
    {
        await Host.IngestAsync(TestData.Item(account: Account, amount: 5) with { Counterparty = Other });
        using var editor = await ClientOfAsync(Role.RuleEditor);
        using var analyst = await ClientOfAsync(Role.Analyst);
        var id = (await analyst.HistoryAsync())[0].Id;

        foreach (var (call, body) in ((string, object)[])[
            ("try", new { expression = Rule }), ("try", new { expression = "amount > 100 EUR", against = Rule }),
            ("explain", new { expression = Rule, transactionId = id })])
        {
            var json = System.Text.Json.JsonSerializer.Serialize(body);
            var (masked, open) = (await PostAsync(editor, call, json), await PostAsync(analyst, call, json));

            masked.ShouldContain("****3000");
            masked.ShouldNotContain(Account);
            masked.ShouldNotContain(Other);
            open.ShouldContain(Account);
            open.ShouldContain(Other);
        }
    }

    private static async Task<string> PostAsync(HttpClient client, string call, string body)
    {
        using var response = await client.PostAsync("/api/v1/rules/" + call, ApiCalls.JsonBody(body));
        response.IsSuccessStatusCode.ShouldBeTrue();
        return await response.Content.ReadAsStringAsync();
    }
}
