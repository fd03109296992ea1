using Dashboard.Application.Common.Cards;

namespace Dashboard.UnitTests.Common.Cards;

public sealed class FreeTextTests
{
    [Theory]
    [InlineData("chargeback 7, case PAY-1234 of 2026-12-01")]
    [InlineData("ticket INC0012345")]
    [InlineData("the nightly report")]
    public void Masked_ATextWithoutAnAccount_IsLeft(string text) => FreeText.Masked(text).ShouldBe(text);

    [Theory]
    [InlineData("for DE89370400440532013000.", "for ****3000.")]
    [InlineData("for DE89 3704 0044 0532 0130 00, twice", "for ****3000, twice")]
    [InlineData("account 55779911", "account ****11")]
    [InlineData("account 40-47-84 and 123-456-789", "account 40-47-84 and ****789")]
    [InlineData("card 4111 1111 1111 1111", "card 411111******1111")]
    [InlineData("shop_55779911", "shop_****11")]
    public void Masked_ATextWithAnAccountOrACard_HidesIt(string text, string masked) => FreeText.Masked(text).ShouldBe(masked);

    [Theory]
    [InlineData("06F3Z8H2K9QXR")]
    [InlineData("0a1b2c3d")]
    [InlineData("4f8c0e0e-5f0a-4a6f-9c60-0c9f1f6b2a11")]
    [InlineData("Ada Lovelace")]
    public void MaskedFilter_AnIdOrAName_IsLeft(string value) => FreeText.MaskedFilter(value).ShouldBe(value);

    [Theory]
    [InlineData("ACC-77123", "****123")]
    [InlineData("12345678", "****78")]
    [InlineData("/api/v1/keys/12345678", "/api/v1/keys/*")]
    public void MaskedFilter_AnotherValueWithADigit_IsMasked(string value, string masked) => FreeText.MaskedFilter(value).ShouldBe(masked);
}
