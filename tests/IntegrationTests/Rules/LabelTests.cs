using System.Net;
using System.Net.Http.Json;
using System.Text;
using Dashboard.Application.History;
using Dashboard.Application.Rules.Labels;
using Dashboard.Domain.Rules;

namespace Dashboard.IntegrationTests.Rules;

/// <summary>What transactions turned out to be, and how right the rules were.</summary>
public sealed class LabelTests : HostTest
{
    [Fact]
    public async Task Labels_of_a_person_and_of_a_file_give_precision_and_recall()
    {
        await Host.PublishAsync("big", "amount > 100 EUR");
        var answers = await Host.IngestAsync(
            [.. Enumerable.Range(0, 10).Select(i => TestData.Item(amount: i < 6 ? 200 : 5, account: $"A-{i}", reference: $"R-{i}"))]);
        var ids = answers.Select(a => a.Id!.Value.ToString()).ToList();

        // Of six hits: three fraud, one legitimate, one unclear, one without a label. One fraud was not hit.
        var label = await PutAsync(ids[0], new { label = "Fraud", note = "case 7", by = "ada" });
        (label.Label, label.By, label.IsAsserted, label.IsFromFile, label.Note).ShouldBe((FraudLabel.Fraud, "ada", true, false, "case 7"));
        await PutAsync(ids[3], new { label = "Legitimate" });
        await PutAsync(ids[4], new { label = "Unclear" });
        var import = await ImportAsync("reference,source\nR-1,pos\nR-2,\nR-9,pos\nR-77,pos\n");
        (import.Rows, import.Labelled, import.Unknown, import.Rejected).ShouldBe((4, 3, 1, 0));
        import.Errors.ShouldBe(["line 5: there is no such transaction"]);

        var quality = (await Host.GetAsync<RuleFiguresList>("/api/v1/rules/figures")).Rules.Single(r => r.Rule == "big");
        (quality.Hits, quality.Flags, quality.Decisions, quality.HitsPerHour[^1] + quality.HitsPerHour[^2]).ShouldBe((6, 6, 6, 6));
        (quality.Quality.Precision.Hits, quality.Quality.Precision.Of).ShouldBe((3, 4));
        (quality.Quality.Recall.Hits, quality.Quality.Recall.Of).ShouldBe((3, 4));
        (quality.Quality.Unclear, quality.Quality.Unlabelled).ShouldBe((1, 1));
        quality.Quality.Precision.Low!.Value.ShouldBe(0.3006, 1e-4);
        var tried = await Host.TryAsync("amount > 100 EUR");
        (tried.Quality!.Precision, tried.Quality.Recall).ShouldBe((quality.Quality.Precision, quality.Quality.Recall));
        var shown = await Host.GetAsync<TransactionWithTimeline>("/api/v1/transactions/" + ids[1]);
        (shown.Label!.Label, shown.Label.IsFromFile).ShouldBe((FraudLabel.Fraud, true));
    }

    [Fact]
    public async Task A_label_takes_the_place_of_an_earlier_one()
    {
        var id = (await Host.IngestAsync(TestData.Item()))[0].Id!.Value.ToString();
        await PutAsync(id, new { label = "Fraud" });

        await PutAsync(id, new { label = "Legitimate", note = "the customer called" });

        (await Host.GetAsync<TransactionWithTimeline>("/api/v1/transactions/" + id)).Label!.Label.ShouldBe(FraudLabel.Legitimate);
        var unknown = await Host.Client.PutAsJsonAsync("/api/v1/transactions/0000000000000/label", new { label = "Fraud" });
        unknown.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        var wrong = await Host.Client.PutAsJsonAsync($"/api/v1/transactions/{id}/label", new { note = "x" });
        (await wrong.ErrorsAsync()).ShouldBe(["label"]);
    }

    private async Task<LabelDto> PutAsync(string id, object body)
    {
        using var response = await Host.Client.PutAsJsonAsync($"/api/v1/transactions/{id}/label", body);
        if (!response.IsSuccessStatusCode) throw new InvalidOperationException(await response.Content.ReadAsStringAsync());
        return (await response.Content.ReadFromJsonAsync<LabelDto>(DashboardHost.Json))!;
    }

    private async Task<LabelImport> ImportAsync(string csv)
    {
        using var content = new StringContent(csv, Encoding.UTF8, "text/csv");
        using var response = await Host.Client.PostAsync("/api/v1/labels", content);
        if (!response.IsSuccessStatusCode) throw new InvalidOperationException(await response.Content.ReadAsStringAsync());
        return (await response.Content.ReadFromJsonAsync<LabelImport>(DashboardHost.Json))!;
    }
}
