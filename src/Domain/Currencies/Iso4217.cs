using System.Collections.Frozen;

namespace Dashboard.Domain.Currencies;

/// <summary>The table of ISO 4217 (list one as of 2026, published by SIX) by exponent.</summary>
/// <remarks>
/// Codes without a minor unit (metals, SDR, bond units, XTS, XXX) are left out: nothing is paid in them. Withdrawn codes are kept, because
/// old transactions can be replayed.
/// </remarks>
internal static class Iso4217
{
    private const string NoDecimals = """
        BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF
        """;

    private const string TwoDecimals = """
        AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BOV BRL BSD BTN BWP
        BYN BZD CAD CDF CHE CHF CHW CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB
        EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES
        KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR
        MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD
        RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP
        TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XAD XCD XCG YER ZAR ZMW ZWG
        """;

    private const string NoDecimalsWithdrawn = "ADP BEF BYB BYR ESP GRD ITL LUF MGF PTE TPE TRL";

    private const string TwoDecimalsWithdrawn = """
        AFA ANG ATS AYM AZM BGL BGN CSD CSK CUC CYP DEM EEK FIM FRF GHC HRK IEP LTL LVL
        MRO MTL MZM NLG PLZ ROL RUR SDD SIT SKK SLL SRG STD TMM UAK VEB VEF YUM ZMK ZWD
        ZWL
        """;

    private const string ThreeDecimals = "BHD IQD JOD KWD LYD OMR TND";

    private const string FourDecimals = "CLF UYW";

    public static readonly (string Code, int Exponent)[] All =
    [
        .. With(NoDecimals, 0),
        .. With(TwoDecimals, 2),
        .. With(NoDecimalsWithdrawn, 0),
        .. With(TwoDecimalsWithdrawn, 2),
        .. With(ThreeDecimals, 3),
        .. With(FourDecimals, 4),
    ];

    public static readonly FrozenDictionary<string, int> Index =
        All.Select((entry, i) => KeyValuePair.Create(entry.Code, i)).ToFrozenDictionary(StringComparer.Ordinal);

    private static IEnumerable<(string, int)> With(string codes, int exponent) =>
        codes.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(code => (code, exponent));
}
