namespace Dashboard.Application.Common.Cards;

/// <summary>Recognizes International Bank Account Numbers (ISO 13616), whose digits may look like a card number.</summary>
internal static class Ibans
{
    // Country code and length of the whole number.
    private const string Lengths =
        "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28 EE20 EG29 ES24 FI18 FK18 "
        + "FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 "
        + "LY25 MC27 MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24 RS22 RU33 SA24 SC31 SD18 SE24 "
        + "SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30";

    private static readonly Dictionary<int, int> LengthOf = Lengths.Split(' ').ToDictionary(
        c => Key(c[0], c[1]), c => int.Parse(c.AsSpan(2), System.Globalization.CultureInfo.InvariantCulture));

    /// <summary>How many characters of the text, from this one on, are an IBAN with correct check digits; 0 when none begins here. It may
    /// be written in groups with a space between them.</summary>
    public static int LengthAt(string text, int at)
    {
        if (at + 4 > text.Length || !char.IsAsciiLetterUpper(text[at]) || !char.IsAsciiLetterUpper(text[at + 1])) return 0;
        if (at > 0 && char.IsAsciiLetterOrDigit(text[at - 1])) return 0;
        if (!LengthOf.TryGetValue(Key(text[at], text[at + 1]), out var length)) return 0;

        // The first four characters count after all others.
        var (end, seen, rest) = (at, 0, 0);
        for (; end < text.Length && seen < length; end++)
        {
            if (text[end] == ' ' && seen > 0 && text[end - 1] != ' ') continue;
            if (!char.IsAsciiLetterUpper(text[end]) && !char.IsAsciiDigit(text[end])) return 0;
            if (++seen > 4) rest = Append(rest, text[end]);
        }

        if (text[at + 2] == ' ' || text[at + 3] == ' ') return 0;
        if (seen < length || (end < text.Length && char.IsAsciiLetterOrDigit(text[end]))) return 0;
        for (var i = at; i < at + 4; i++) rest = Append(rest, text[i]);
        return rest == 1 ? end - at : 0;
    }

    private static int Append(int remainder, char c) =>
        char.IsAsciiDigit(c) ? (remainder * 10 + (c - '0')) % 97 : (remainder * 100 + (c - 'A' + 10)) % 97;

    private static int Key(char first, char second) => first << 16 | second;
}
