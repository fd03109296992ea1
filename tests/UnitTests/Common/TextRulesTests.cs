using System.Text;
using CsCheck;
using Dashboard.Application.Common;

namespace Dashboard.UnitTests.Common;

public sealed class TextRulesTests
{
    [Theory]
    [InlineData("\u200b")] // zero width space
    [InlineData("\u200d\ufeff\u00ad")]
    [InlineData("\u3164")] // filler of Hangul
    [InlineData("\u2800")] // empty Braille pattern
    [InlineData("\ufe0f")]
    [InlineData("\u0301")]
    [InlineData("\u00a0\u3000")]
    [InlineData(" ")]
    [InlineData("")]
    [InlineData(null)]
    public void TryRead_NothingVisible_IsRefused(string? text) => TextRules.TryRead(text, 64, out _).ShouldBeFalse();

    [Theory]
    [InlineData("A\u202e001")]
    [InlineData("A\u2066B\u2069")]
    [InlineData("A\u200eB")]
    [InlineData("A\u061cB")]
    [InlineData("A\u2028B")]
    [InlineData("A\u2029B")]
    [InlineData("A\nB")]
    [InlineData("A\u0085B")]
    [InlineData("A\u007fB")]
    [InlineData("A\ufdd0B")]
    [InlineData("A\uffffB")]
    [InlineData("A\U0001fffeB")]
    [InlineData("A\U000e0041B")]
    public void TryRead_CharacterThatHidesOrTurnsText_IsRefused(string text) => TextRules.TryRead(text, 64, out _).ShouldBeFalse();

    [Fact]
    public void TryRead_LoneSurrogate_IsRefused()
    {
        TextRules.IsText("a" + '\ud800', 64).ShouldBeFalse();
        TextRules.IsText('\udc00' + "a", 64).ShouldBeFalse();
        TextRules.Normalized("é" + '\ud800', 64).ShouldBe("é" + '\ud800');
    }

    [Theory]
    [InlineData("Müller & Søn")]
    [InlineData("קפה")]
    [InlineData("می\u200cخواهم")] // a non-joiner inside a word is spelling
    [InlineData("👩\u200d👩\u200d👧")]
    [InlineData("한국어")]
    public void TryRead_OrdinaryText_IsTakenAsItIs(string text)
    {
        TextRules.TryRead(text, 64, out var read).ShouldBeTrue();
        read.ShouldBe(text);
    }

    [Fact]
    public void TryRead_AnyTwoSpellingsOfOneText_AreOneText() =>
        Gen.Char["abeouéüñçåçểặ가힣ἄΩ"].Array[1, 20].Select(c => new string(c)).Sample(text =>
        {
            TextRules.TryRead(text.Normalize(NormalizationForm.FormD), 64, out var decomposed).ShouldBeTrue();
            TextRules.TryRead(text.Normalize(NormalizationForm.FormC), 64, out var composed).ShouldBeTrue();
            decomposed.ShouldBe(composed);
        });

    [Fact]
    public void TryRead_Length_CountsUnitsOfTheNormalForm()
    {
        TextRules.IsText(new string('x', 64), 64).ShouldBeTrue();
        TextRules.IsText(new string('x', 65), 64).ShouldBeFalse();
        TextRules.IsText(string.Concat(Enumerable.Repeat("e\u0301", 64)), 64).ShouldBeTrue("64 units when composed");
        TextRules.IsText(string.Concat(Enumerable.Repeat("😀", 33)), 64).ShouldBeFalse("66 units");
    }
}
