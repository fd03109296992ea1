using Dashboard.Application.Rules.Labels;
using Dashboard.Domain.Rules;

namespace Dashboard.UnitTests.Rules.Labels;

public sealed class LabelFileTests
{
    [Fact]
    public void Read_OfAFileOfChargebacks_TakesReferencesAndSaysFraud()
    {
        var rows = LabelFile.Read("\uFEFFReference,source\r\norder-1,shop\r\n\"a,\"\"b\"\"\",\r\n\r\n", out var errors);

        errors.ShouldBeEmpty();
        rows.Select(r => (r.Line, r.Reference, r.Source, r.Label)).ShouldBe(
            [(2, "order-1", "shop", FraudLabel.Fraud), (3, "a,\"b\"", null, FraudLabel.Fraud)]);
    }

    [Fact]
    public void Read_WithLabels_TakesThemInAnyCaseAndWithSemicolons()
    {
        var rows = LabelFile.Read("label;id;note\nLegitimate;01KBCDEFGHJKM;seen\nunclear;01KBCDEFGHJKN;\n", out var errors);

        errors.ShouldBeEmpty();
        rows.Select(r => (r.Id.ToString(), r.Label, r.Note)).ShouldBe(
            [("01KBCDEFGHJKM", FraudLabel.Legitimate, "seen"), ("01KBCDEFGHJKN", FraudLabel.Unclear, null)]);
    }

    [Theory]
    [InlineData("account\nx", "line 1: the heading must name id or reference, and may name source, label and note")]
    [InlineData("reference,label\nr,2", "line 2: label must be fraud, legitimate or unclear")]
    [InlineData("reference,label\nr", "line 2: the row has other columns than the heading")]
    [InlineData("id\nnone", "line 2: the id is none")]
    [InlineData("reference,note\n,x", "line 2: the row has neither an id nor a reference")]
    [InlineData("reference\n\"r", "line 2: the row has other columns than the heading")]
    public void Read_OfAWrongRow_NamesItsLine(string text, string error)
    {
        LabelFile.Read(text, out var errors);

        errors.ShouldBe([error]);
    }
}
