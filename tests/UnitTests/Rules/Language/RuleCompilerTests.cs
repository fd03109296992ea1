using System.Globalization;
using System.Runtime.CompilerServices;
using Dashboard.Application.Rules.Language;
using Dashboard.Application.Rules.Language.Faces;
using Dashboard.Application.Rules.Language.Running;
using Dashboard.Application.Rules.Language.Tree;
using Dashboard.Domain.Currencies;

namespace Dashboard.UnitTests.Rules.Language;

public sealed class RuleCompilerTests
{
    private static readonly string[] Watched = ["online", "x"];

    [Theory]
    [InlineData("")]
    [InlineData("tr-TR")]
    public void Compile_AnyRule_JudgesAsTheTreeReadStepByStep(string culture)
    {
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
        try
        {
            var judged = new int[3];
            for (var seed = 0; seed < 1_500; seed++) Compare(seed, judged);

            // Each of the three answers is frequent, or the comparison would prove little.
            judged.Min().ShouldBeGreaterThan(3_000);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void Compile_RulesThatAreDropped_LeaveNothingBehind()
    {
        var compiled = CompileAndDrop(2_000);

        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        compiled.Count(rule => rule.IsAlive).ShouldBe(0);
    }

    [Theory]
    [InlineData("counterparty = \"X\"", null)]
    [InlineData("not (counterparty = \"X\")", null)]
    [InlineData("counterparty = \"X\" or amount > 1 EUR", true)]
    [InlineData("counterparty = \"X\" and amount > 99 EUR", false)]
    [InlineData("counterparty is missing", true)]
    [InlineData("account is not missing", true)]
    [InlineData("amount >= 10.30 EUR", true)]
    [InlineData("amount > 10.30 EUR", false)]
    [InlineData("amount < 10.30 USD", false)]
    [InlineData("not (amount < 10.30 USD)", true)]
    [InlineData("amount / (hour in timezone \"UTC\" - 1) > 1 EUR", null)]
    [InlineData("hour in timezone \"Europe/Berlin\" = 2 and weekday in timezone \"Europe/Berlin\" in (thursday)", true)]
    [InlineData("source in list \"watched\" and status = completed", true)]
    [InlineData("reference = \"r\"", null)]
    public void Compile_OnePayment_JudgesByThreeValues(string text, bool? expected)
    {
        var texts = new TextTable();
        var rule = Rule.Read(text, ["watched"], out var errors);
        errors.ShouldBeEmpty();
        var facts = new PaymentFacts(rule!.Features.Count)
        {
            AmountMinor = 1_030,
            Currency = Currency.FromCode("EUR").Index,
            Account = texts.NumberOf("a"),
            Source = texts.NumberOf("online"),
            Status = 2,
            Time = 3_600_000_000,
        };

        new RuleCompiler(rule.Features, texts, _ => Watched).Compile(rule.Tree)(facts).ShouldBe(Of(expected));
    }

    private static void Compare(int seed, int[] judged)
    {
        var tree = new RandomRules(seed).Next();
        var (texts, features, random) = (new TextTable(), Features.Of(tree), new Random(seed));
        var compiled = new RuleCompiler(features, texts, _ => Watched).Compile(tree);
        for (var i = 0; i < 20; i++)
        {
            var facts = Facts(random, texts, features);
            var expected = new Interpreter(features, texts, facts, Watched).Holds(tree);

            var actual = compiled(facts);

            actual.ShouldBe(Of(expected), RulePrinter.Print(tree));
            judged[(int)actual]++;
        }
    }

    private static Truth Of(bool? holds) => holds switch { null => Truth.Unknown, true => Truth.True, false => Truth.False };

    // Inlined, it would leave the last rule on the stack of the test.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static List<WeakReference> CompileAndDrop(int rules) =>
        [.. Enumerable.Range(0, rules).Select(i => new WeakReference(CompileOne(i % 50)))];

    private static Func<PaymentFacts, Truth> CompileOne(int seed)
    {
        var tree = new RandomRules(seed).Next();
        var features = Features.Of(tree);
        var compiled = new RuleCompiler(features, new TextTable(), _ => Watched).Compile(tree);
        compiled(new PaymentFacts(features.Count) { Currency = 1 });
        return compiled;
    }

    private static PaymentFacts Facts(Random random, TextTable texts, Features features)
    {
        var facts = new PaymentFacts(features.Count)
        {
            AmountMinor = random.NextInt64(-10_000, 1_000_000),
            Currency = Currency.FromCode(random.Next(2) == 0 ? "EUR" : "JPY").Index,
            Account = Text(),
            Counterparty = Text(),
            Source = texts.NumberOf("online"),
            Reference = texts.TextOf(Text()),
            Status = random.Next(4),
            Time = random.NextInt64(0, 2_000_000_000_000_000),
        };
        for (var i = 0; i < features.Count; i++)
        {
            facts.Known[i] = random.Next(3) > 0;
            facts.Whole[i] = features[i].Aggregate.Function == AggregateFunction.FirstSeen
                ? random.Next(2)
                : random.NextInt64(0, 50);
            facts.Exact[i] = random.Next(0, 1_000_000) / 2m;
        }

        return facts;

        int Text() => random.Next(3) == 0 ? 0 : texts.NumberOf(RandomRules.Texts[random.Next(RandomRules.Texts.Length)]);
    }
}
