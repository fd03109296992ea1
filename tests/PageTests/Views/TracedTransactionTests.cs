using System.Diagnostics;
using System.Text.RegularExpressions;
using Dashboard.Application.Common;
using static Microsoft.Playwright.Assertions;

namespace Dashboard.PageTests.Views;

public sealed class TracedTransactionTests(Browser browser) : PageTest(browser)
{
    [Fact]
    public async Task The_trace_of_a_transaction_is_below_its_timeline_when_there_is_one()
    {
        var untraced = (await Host.IngestAsync(TestData.Item()))[0].Id!.Value;
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == Tracing.SourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
        };
        ActivitySource.AddActivityListener(listener);
        using var call = new Activity("test").SetIdFormat(ActivityIdFormat.W3C).Start();
        var traced = (await Host.IngestAsync(TestData.Item()))[0].Id!.Value;
        await using var window = await Browser.OpenAsync();

        await window.GoAsync(At("/tx/" + traced));

        await Expect(window.Page.GetByText("Trace " + call.TraceId.ToHexString())).ToBeVisibleAsync();
        await window.GoAsync(At("/tx/" + untraced));
        await Expect(window.Page.Locator(".timeline")).ToBeVisibleAsync();
        await Expect(window.Page.GetByText(new Regex("^Trace [0-9a-f]{32}"))).ToHaveCountAsync(0);
    }
}
