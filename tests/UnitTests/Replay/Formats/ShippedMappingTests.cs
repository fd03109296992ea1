using Dashboard.Application.Ingest;
using Dashboard.Domain.Transactions;
using Dashboard.Infrastructure.Replay.Rows;

namespace Dashboard.UnitTests.Replay.Formats;

/// <summary>Each mapping that comes with the program over rows in the shape of its files.</summary>
public sealed class ShippedMappingTests : IDisposable
{
    private readonly RecordedReplay _bench = new();

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData("sparkasse",
        "\"Auftragskonto\";\"Buchungstag\";\"Valutadatum\";\"Buchungstext\";\"Verwendungszweck\";"
        + "\"Beguenstigter/Zahlungspflichtiger\";\"Betrag\";\"Waehrung\";\"Info\"\n"
        + "\"DE01\";\"05.01.26\";\"05.01.26\";\"LASTSCHRIFT\";\"Strom\";\"Stadtwerke Ä\";\"-1.024,14\";\"EUR\";\"Umsatz gebucht\"\n"
        + "\"DE01\";\"06.01.26\";\"\";\"KARTE\";\"\";\"Laden\";\"-5,00\";\"EUR\";\"Umsatz vorgemerkt\"\n",
        "DE01|Stadtwerke Ä|-1024.14|EUR|2026-01-04 23:00:00|Completed")]
    [InlineData("gls-bank",
        "Kontonummer;Buchungstag;Wertstellung;Auftraggeber/Empfänger;Buchungstext;VWZ1;Betrag;Kontostand;Währung\n"
        + "123;10.07.2025;10.07.2025;Bäcker;Basislastschrift;Brot;-98,76;1.234,56;EUR\n",
        "123|Bäcker|-98.76|EUR|2025-07-09 22:00:00|Completed")]
    [InlineData("dkb",
        "\"Girokonto\";\"DE02\"\n\"\"\n\"Kontostand vom 07.01.2026:\";\"1,00 €\"\n\"\"\n"
        + "\"Buchungsdatum\";\"Wertstellung\";\"Status\";\"Zahlungspflichtige*r\";\"Zahlungsempfänger*in\";"
        + "\"Verwendungszweck\";\"Betrag (€)\"\n"
        + "\"05.01.26\";\"05.01.26\";\"Gebucht\";\"ich\";\"Vermieter\";\"Miete\";\"-1.200,00 €\"\n\"05.01.26\";\"\";"
        + "\"Vorgemerkt\";\"ich\";\"x\";\"\";\"-1\"\n",
        "in|Vermieter|-1200.00|EUR|2026-01-04 23:00:00|Completed")]
    [InlineData("commerzbank",
        "Buchungstag;Wertstellung;Umsatzart;Buchungstext;Betrag;Währung;Auftraggeberkonto;Bankleitzahl Auftraggeberkonto;"
        + "IBAN Auftraggeberkonto\n"
        + "05.01.2026;05.01.2026;Gutschrift;Gehalt Januar;2500;EUR;1;2;DE03\n",
        "DE03|Gehalt Januar|2500.00|EUR|2026-01-04 23:00:00|Completed")]
    [InlineData("ing-nl",
        "\"Datum\";\"Naam / Omschrijving\";\"Rekening\";\"Tegenrekening\";\"Code\";\"Af Bij\";\"Bedrag (EUR)\";"
        + "\"Mutatiesoort\";\"Mededelingen\"\n"
        + "\"20260105\";\"Winkel\";\"NL01\";\"\";\"BA\";\"Af\";\"12,34\";\"Betaalautomaat\";\"\"\n\"20260105\";\"Werk\";"
        + "\"NL01\";\"\";\"OV\";\"Bij\";\"2,00\";\"\";\"\"\n",
        "NL01|Winkel|-12.34|EUR|2026-01-04 23:00:00|Completed", "NL01|Werk|2.00|EUR|2026-01-04 23:00:00|Completed")]
    [InlineData("rabobank",
        "\"IBAN/BBAN\",\"Munt\",\"BIC\",\"Volgnr\",\"Datum\",\"Rentedatum\",\"Bedrag\",\"Saldo na trn\",\"Naam tegenpartij\","
        + "\"Omschrijving-1\"\n"
        + "\"NL02\",\"EUR\",\"RABO\",\"000000000000000007\",\"2026-01-05\",\"2026-01-05\",\"-1.000,50\",\"+3,00\",\"Café\",\"x\"\n",
        "NL02|Café|-1000.50|EUR|2026-01-04 23:00:00|Completed")]
    [InlineData("n26",
        "\"Booking Date\",\"Value Date\",\"Partner Name\",\"Partner Iban\",Type,\"Payment Reference\",\"Account Name\","
        + "\"Amount (EUR)\",\"Original Amount\"\n"
        + "2026-01-05,,\"Épicerie\",FR1,Presentment,,\"Main\",-3.28,,\n",
        "Main|Épicerie|-3.28|EUR|2026-01-04 23:00:00|Completed")]
    [InlineData("ubs",
        "Produit;Monn.;Description;Date de comptabilisation;Description 1;Description 2;N° de transaction;Débit;Crédit;Solde\n"
        + "0123;CHF;Compte;05.01.2026;Virement;Boulangerie;A1;1'010.00;;11'373.94\n0123;CHF;Compte;05.01.2026;Versement;;A2;;240.00;1\n",
        "0123|Boulangerie|-1010.00|CHF|2026-01-04 23:00:00|Completed", "0123|Versement|240.00|CHF|2026-01-04 23:00:00|Completed")]
    [InlineData("bank-of-ireland",
        "Date,Details,Debit,Credit,Balance\n05/01/2026,POS SHOP,12.30,,100\n13/01/2026,SALARY,,\"1,000.00\",1100\n",
        "in|POS SHOP|-12.30|EUR|2026-01-05 00:00:00|Completed", "in|SALARY|1000.00|EUR|2026-01-13 00:00:00|Completed")]
    [InlineData("capital-one",
        "Transaction Date,Posted Date,Card No.,Description,Category,Debit,Credit\n2026-01-05,2026-01-06,1234,AIRLINE,Travel,"
        + "100.00,\n2026-01-05,2026-01-06,1234,PAYMENT,Payment,,50.00\n",
        "1234|AIRLINE|-100.00|USD|2026-01-05 05:00:00|Completed", "1234|PAYMENT|50.00|USD|2026-01-05 05:00:00|Completed")]
    [InlineData("schwab",
        "\"Date\",\"Status\",\"Type\",\"CheckNumber\",\"Description\",\"Withdrawal\",\"Deposit\",\"RunningBalance\"\n"
        + "\"01/05/2026\",\"Posted\",\"ATM\",\"\",\"CASH\",\"$1,103.00\",\"\",\"$8.00\"\n"
        + "\"01/06/2026\",\"Pending\",\"ATM\",\"\",\"CASH\",\"$1.00\",\"\",\"\"\n",
        "in|CASH|-1103.00|USD|2026-01-05 05:00:00|Completed")]
    [InlineData("td-canada", "01/05/2026,COFFEE,4.50,,100.00\n01/06/2026,PAY,,\"1,000.00\",\"1,100.00\"\n",
        "in|COFFEE|-4.50|CAD|2026-01-05 05:00:00|Completed", "in|PAY|1000.00|CAD|2026-01-06 05:00:00|Completed")]
    [InlineData("stripe",
        "\"id\",\"description\",\"seller_message\",\"created\",\"amount\",\"amount_refunded\",\"currency\",\"status\","
        + "\"customer_id\",\"customer_description\",\"card_id\"\n"
        + "ch_1,\"Ticket, blue\",Payment complete.,2026-01-05 13:12,\"1,025.00\",0.00,cad,Paid,cus_1,,pm_1\nch_2,Ticket,"
        + "The bank declined.,2026-01-05 13:13,25.00,0.00,usd,Failed,,,pm_2\n",
        "cus_1|Ticket,"
        + " blue|1025.00|CAD|2026-01-05 13:12:00|Completed", "pm_2|Ticket|25.00|USD|2026-01-05 13:13:00|Failed: The bank declined.")]
    [InlineData("paypal",
        "\"Date\",\"Time\",\"TimeZone\",\"Name\",\"Type\",\"Status\",\"Currency\",\"Gross\",\"Fee\",\"Net\","
        + "\"From Email Address\",\"To Email Address\",\"Transaction ID\"\n"
        + "\"01/05/2026\",\"08:00:01\",\"PST\",\"Shop\",\"Payment\",\"Completed\",\"USD\",\"-1,012.00\",\"0\",\"-12\","
        + "\"a@example.com\",\"b@example.com\",\"T1\"\n"
        + "\"01/05/2026\",\"08:00:02\",\"PST\",\"Shop\",\"Payment\",\"Denied\",\"USD\",\"-2.00\",\"0\",\"-2\","
        + "\"a@example.com\",\"b@example.com\",\"T2\"\n",
        "a@example.com|Shop|-1012.00|USD|2026-01-05 16:00:01|Completed", "a@example.com|Shop|-2.00|USD|2026-01-05 16:00:02|Failed: Denied")]
    [InlineData("payoneer",
        "Transaction Date,Transaction Time,Time Zone,Transaction ID,Description,Credit Amount,Debit Amount,Currency,Status,"
        + "Source,Target\n"
        + "01/05/2026,12:31:46,UTC,123,Work,,100,USD,Completed,payer,payee\n01/05/2026,12:31:47,UTC,124,Work,7,,USD,Pending,"
        + "payer,payee\n",
        "payee|payer|-100.00|USD|2026-01-05 12:31:46|Completed")]
    [InlineData("revolut",
        "Type,Product,Started Date,Completed Date,Description,Amount,Fee,Currency,State,Balance\n"
        + "CARD_PAYMENT,Current,2026-01-05 10:00:00,2026-01-06 09:00:00,Bar,-4.20,0.00,GBP,COMPLETED,1\nCARD_PAYMENT,Current,"
        + "2026-01-05 11:00:00,,Bar,-4.20,0.00,GBP,REVERTED,\n",
        "Current|Bar|-4.20|GBP|2026-01-05 10:00:00|Completed", "Current|Bar|-4.20|GBP|2026-01-05 11:00:00|Failed: reverted")]
    [InlineData("wise",
        "\"TransferWise ID\",Date,Amount,Currency,Description,\"Payment Reference\",\"Running Balance\",\"Payer Name\","
        + "\"Payee Name\",Merchant\n"
        + "CARD-1,05-01-2026,-9.99,EUR,\"Card transaction\",,10,,,Store\n",
        "EUR balance|Store|-9.99|EUR|2026-01-05 00:00:00|Completed")]
    [InlineData("bunq",
        "\"Datum\";\"Bedrag\";\"Rekening\";\"Tegenrekening\";\"Naam\";\"Omschrijving\"\n\"2026-01-05\";\"-1.000,40\";"
        + "\"NL03\";\"NL04\";\"J. Doe\";\"\"\n",
        "NL03|J. Doe|-1000.40|EUR|2026-01-04 23:00:00|Completed")]
    [InlineData("mint",
        "\"Date\",\"Description\",\"Original Description\",\"Amount\",\"Transaction Type\",\"Category\",\"Account Name\","
        + "\"Labels\",\"Notes\"\n"
        + "\"1/5/2026\",\"Store\",\"STORE 1\",\"1,000.00\",\"debit\",\"Shopping\",\"Checking\",\"\",\"\"\n",
        "Checking|Store|-1000.00|USD|2026-01-05 05:00:00|Completed")]
    [InlineData("volksbank",
        "Bezeichnung Auftragskonto;IBAN Auftragskonto;Buchungstag;Name Zahlungsbeteiligter;Buchungstext;Betrag;Waehrung\n"
        + "Giro;DE04;05.01.2026;Bäcker;Lastschrift;-52,9;EUR\nGiro;DE04;06.01.2026;;Abschluss;-1.000;EUR\n",
        "DE04|Bäcker|-52.90|EUR|2026-01-04 23:00:00|Completed", "DE04|Abschluss|-1000.00|EUR|2026-01-05 23:00:00|Completed")]
    [InlineData("ing-de",
        "Umsatzanzeige;Datei erstellt am: 07.01.2026\n\nIBAN;DE05\nZeitraum;01.01.2026 - 07.01.2026\n\nHinweis, der lang ist.\n\n"
        + "Buchung;Wertstellungsdatum;Auftraggeber/Empfänger;Buchungstext;Verwendungszweck;Betrag;Währung\n"
        + "05.01.2026;05.01.2026;Café;Lastschrift;x;-2.013,98;EUR\n",
        "in|Café|-2013.98|EUR|2026-01-04 23:00:00|Completed")]
    [InlineData("targobank",
        "05.01.2026;Kartenzahlung O'Hara;-5,00;;;;'DE06'\n06.01.2026;Gutschrift;;1.083,16;;;'DE06'\n",
        "DE06|Kartenzahlung O'Hara|-5.00|EUR|2026-01-04 23:00:00|Completed", "DE06|Gutschrift|1083.16|EUR|2026-01-05 23:00:00|Completed")]
    [InlineData("sparkasse-card",
        "\"Umsatz getätigt von\";\"Belegdatum\";\"Buchungsbetrag\";\"Buchungswährung\";\"Transaktionsbeschreibung\"\n"
        + "\"4000\";\"05.01.26\";\"-5,00\";\"EUR\";\"KAFFEE\"\n",
        "4000|KAFFEE|-5.00|EUR|2026-01-04 23:00:00|Completed")]
    [InlineData("amex-uk",
        "Date Processed,Description,Amount,\nPending,SHOP,£1.00,\n05-Jan-2026,SHOP,\"£1,183.23\",\n"
        + "06-Jan-2026,PAYMENT,\"+ £1,100.00\",CR\n",
        "in|SHOP|-1183.23|GBP|2026-01-05 00:00:00|Completed", "in|PAYMENT|1100.00|GBP|2026-01-06 00:00:00|Completed")]
    [InlineData("monzo",
        "id,created,amount,currency,local_amount,local_currency,category,emoji,description\n"
        + "tx_1,2026-01-05 12:34:56 +0000,-10,GBP,-10,GBP,general,,Grocer\n",
        "in|Grocer|-10.00|GBP|2026-01-05 12:34:56|Completed")]
    [InlineData("raiffeisen-at",
        "05.01.2026;\"LADEN  K2\";05.01.2026;-1.033,87;EUR;;\n",
        "in|LADEN  K2|-1033.87|EUR|2026-01-04 23:00:00|Completed")]
    [InlineData("kbc",
        "Rekeningnummer;Munt;Datum;Omschrijving;Bedrag;Naam tegenpartij\nBE01;EUR;05/01/2026;KOSTEN;-3,40;      \n",
        "BE01|KOSTEN|-3.40|EUR|2026-01-04 23:00:00|Completed")]
    [InlineData("ceska-sporitelna",
        "\"Položka\";\"Datum zaúčtování\";\"Částka CZK\";\"Název protiúčtu\"\n\"Platba\";\"2026/01/05\";\"-1 111,11\";\"Řezník\"\n",
        "in|Řezník|-1111.11|CZK|2026-01-04 23:00:00|Completed")]
    [InlineData("raiffeisen-cz",
        "Datum provedení;Číslo účtu;Název protiúčtu;Typ transakce;Zaúčtovaná částka;Měna účtu;Id transakce,\n"
        + "05.01.2026;\"1/2\";\"\";\"Poplatek\";\"-1,00\";\"CZK\";3\n",
        "1/2|Poplatek|-1.00|CZK|2026-01-04 23:00:00|Completed")]
    [InlineData("erste-hu",
        "Tranzakció dátuma,Partner neve,Számlaszám,Tranzakció típusa,Tranzakció összege,Tranzakció devizaneme\n"
        + "2026.01.05.,Őrs,HU1,Kártya,-350,HUF\n",
        "HU1|Őrs|-350.00|HUF|2026-01-04 23:00:00|Completed")]
    [InlineData("ocbc",
        "Account details for:,1\n\nTransaction History\nTransaction date,Value date,Description,Withdrawals (SGD),Deposits (SGD)\n"
        + "05/01/2026,05/01/2026,PURCHASE,\"1,006.66\",\n,,04/01/26 BAR\n",
        "in|PURCHASE|-1006.66|SGD|2026-01-04 16:00:00|Completed")]
    [InlineData("schwab-checking",
        "Transactions for account 1\n\"Date\",\"Type\",\"Check #\",\"Description\","
        + "\"Withdrawal (-)\",\"Deposit (+)\",\"RunningBalance\"\n"
        + "\"Posted Transactions\"\n\"01/05/2026\",\"ATM\",\"\",\"CASH\",\"$1,103.00\",\"\",\"$8.00\"\n",
        "in|CASH|-1103.00|USD|2026-01-05 05:00:00|Completed")]
    [InlineData("venmo",
        "\" ID\",\"Datetime\",\"Type\",\"Status\",\"Note\",\"From\",\"To\",\"Amount (total)\",\"Funding Source\",\"Destination\"\n"
        + "\"1\",\"2026-01-05T03:15:53\",\"Payment\",\"Complete\",\"x\",\"A\",\"B\",\"- $1,220.00\",\"Card *1\",\"\"\n"
        + "\"2\",\"2026-01-05T04:15:53\",\"Transfer\",\"Issued\",\"\",\"\",\"\",\"+ $3.00\",\"\",\"Card *2\"\n",
        "Card *1|B|-1220.00|USD|2026-01-05 03:15:53|Completed", "Card *2|Transfer|3.00|USD|2026-01-05 04:15:53|Completed")]
    [InlineData("paypal-de",
        "\"Datum\",\"Uhrzeit\",\"Zeitzone\",\"Name\",\"Typ\",\"Status\",\"Währung\",\"Brutto\",\"Absender E-Mail-Adresse\","
        + "\"Empfänger E-Mail-Adresse\",\"Transaktionscode\"\n"
        + "\"05.01.2026\",\"08:00:01\",\"CET\",\"Laden\",\"Zahlung\",\"Abgeschlossen\",\"EUR\","
        + "\"-1.006,19\",\"a@example.com\",\"\",\"T1\"\n"
        + "\"05.01.2026\",\"08:00:02\",\"CET\",\"Laden\",\"Zahlung\",\"Ausstehend\",\"EUR\",\"-1\",\"a@example.com\",\"\",\"T2\"\n",
        "a@example.com|Laden|-1006.19|EUR|2026-01-05 07:00:01|Completed")]
    [InlineData("stripe-balance",
        "\"balance_transaction_id\",\"created_utc\",\"currency\",\"gross\",\"fee\",\"reporting_category\",\"description\"\n"
        + "\"txn_1\",\"2026-01-05 08:26:29\",\"usd\",\"-0.77\",\"0.00\",\"refund\",\"\"\n",
        "stripe|refund|-0.77|USD|2026-01-05 08:26:29|Completed")]
    [InlineData("tabformer",
        "User,Card,Year,Month,Day,Time,Amount,Use Chip,Merchant Name,Merchant City,Errors?,Is Fraud?\n"
        + "0,1,2026,1,5,12:41,$79.88,Chip Transaction,-77,Here,,No\n0,1,2026,1,5,12:42,$-5.00,Chip Transaction,-77,Here,"
        + "\"Bad PIN,Insufficient Balance,\",No\n",
        "user 0 card 1|-77|79.88|USD|2026-01-05 12:41:00|Completed",
        "user 0 card 1|-77|-5.00|USD|2026-01-05 12:42:00|Failed: Bad PIN,Insufficient Balance")]
    public async Task ReplayAsync_RowsInTheShapeOfTheFiles_AreTaken(string mapping, string content, params string[] expected)
    {
        // The last of several: the one that is not UTF-8.
        var encoding = ReplayMapping.Load(mapping).Encoding?.Split('|')[^1] ?? "utf-8";
        await File.WriteAllBytesAsync(_bench.Path("in.csv"), FileText.Find(encoding)!.GetBytes(content));
        using var feed = _bench.Feed(new Infrastructure.Replay.ReplayOptions { File = _bench.Path("in.csv") }, mapping);

        var summary = await feed.ReplayAsync(CancellationToken.None);

        summary.Reasons.ShouldBeEmpty();
        _bench.Mediator.Items.Select(Written).ShouldBe(expected);
    }

    /// <summary>Each mapping has rows here, or figures among the ground-truth tests.</summary>
    [Fact]
    public void Load_EveryShippedMapping_IsValidAndDescribed()
    {
        var files = Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Mappings"), "*.json");
        var names = files.Select(f => Path.GetFileNameWithoutExtension(f)!).ToList();

        names.Count.ShouldBeGreaterThanOrEqualTo(40);
        names.ShouldAllBe(n => !string.IsNullOrEmpty(ReplayMapping.Load(n).Description));
    }

    private static string Written(NewTransaction t) => string.Create(
        System.Globalization.CultureInfo.InvariantCulture,
        $"{t.Account}|{t.Counterparty}|{t.Amount:0.00}|{t.Currency}|{t.CreatedAt:yyyy-MM-dd HH:mm:ss}|{t.Status}{ReasonOf(t)}");

    private static string ReasonOf(NewTransaction t) => t.Status == TransactionStatus.Failed ? ": " + t.FailureReason : "";
}
