using Superpower;
using Superpower.Parsers;
using Part = Superpower.TokenListParser<
    Dashboard.Application.Rules.Language.Reading.TokenKind, Dashboard.Application.Rules.Language.Reading.Syntax>;
using Tail = Superpower.TokenListParser<
    Dashboard.Application.Rules.Language.Reading.TokenKind,
    System.Func<Dashboard.Application.Rules.Language.Reading.Syntax, Dashboard.Application.Rules.Language.Reading.Syntax>>;
using Word = Superpower.Model.Token<Dashboard.Application.Rules.Language.Reading.TokenKind>;

namespace Dashboard.Application.Rules.Language.Reading;

/// <summary>The grammar of the language, from the weakest operator to the strongest.</summary>
internal static class Grammar
{
    private static readonly Part Any = Parse.Ref(() => Whole!);

    private static readonly TokenListParser<TokenKind, TextSyntax> Quoted =
        Token.EqualTo(TokenKind.Text).Select(t => new TextSyntax(t.ToStringValue(), SpanOf(t)));

    private static readonly TokenListParser<TokenKind, WordSyntax> Name = Token.EqualTo(TokenKind.Word).Select(NameOf);

    private static readonly TokenListParser<TokenKind, (Syntax[] Items, Word Close)> Items =
        from open in Token.EqualTo(TokenKind.Open)
        from items in Any.ManyDelimitedBy(Token.EqualTo(TokenKind.Comma))
        from close in Token.EqualTo(TokenKind.Close)
        select (items, close);

    private static readonly Part Amount =
        from number in Token.EqualTo(TokenKind.Number)
        from unit in Token.EqualTo(TokenKind.Word).OptionalOrDefault()
        select unit.HasValue
            ? new MoneySyntax(number.ToStringValue(), NameOf(unit), SpanOf(number).To(SpanOf(unit)))
            : (Syntax)new NumberSyntax(number.ToStringValue(), SpanOf(number));

    private static readonly Part TimeSpan =
        Token.EqualTo(TokenKind.Span).Select(t => (Syntax)new SpanSyntax(t.ToStringValue(), SpanOf(t)));

    private static readonly TokenListParser<TokenKind, TextSyntax> Zone =
        from word in Token.EqualTo(TokenKind.In).IgnoreThen(Word(Keywords.TimeZone)).Try()
        from zone in Quoted
        select zone;

    private static readonly TokenListParser<TokenKind, (Syntax Window, bool IsLast)> Over =
        from over in Token.EqualTo(TokenKind.Over)
        from window in TimeSpan.Select(s => (s, false)).Or(
            from last in Word(Keywords.Last)
            from number in Token.EqualTo(TokenKind.Number)
            select ((Syntax)new NumberSyntax(number.ToStringValue(), SpanOf(number)), true))
        select window;

    private static readonly TokenListParser<TokenKind, (Syntax Condition, Word Close)> Where =
        from word in Token.EqualTo(TokenKind.Where)
        from open in Token.EqualTo(TokenKind.Open)
        from condition in Any
        from close in Token.EqualTo(TokenKind.Close)
        select (condition, close);

    private static readonly TokenListParser<TokenKind, WordSyntax[]> Keys =
        Token.EqualTo(TokenKind.Per).IgnoreThen(Name.AtLeastOnceDelimitedBy(Token.EqualTo(TokenKind.Comma)));

    private static readonly Part Named =
        from name in Name
        from arguments in Items.OptionalOrDefault()
        from zone in Zone.Select(z => (TextSyntax?)z).OptionalOrDefault()
        from per in Keys.Select(k => (WordSyntax[]?)k).OptionalOrDefault()
        from over in Over.OptionalOrDefault()
        from condition in Where.OptionalOrDefault()
        let parts = new CallParts(arguments.Items, zone, per, over.Window, over.IsLast, condition.Condition)
        let end = condition.Condition is not null ? SpanOf(condition.Close) : over.Window?.Span ?? per?[^1].Span ?? zone?.Span
            ?? (arguments.Items is null ? name.Span : SpanOf(arguments.Close))
        select parts.IsEmpty ? name : (Syntax)new CallSyntax(name, parts, name.Span.To(end));

    private static readonly Part Enclosed =
        from open in Token.EqualTo(TokenKind.Open)
        from value in Any
        from close in Token.EqualTo(TokenKind.Close)
        select value with { Span = SpanOf(open).To(SpanOf(close)) };

    private static readonly Part Primary = Amount.Or(TimeSpan).Or(Quoted.Select(t => (Syntax)t)).Or(Named).Or(Enclosed)
        .Named("a field, a number, a text or an aggregate");

    private static readonly Part Unary =
        (from minus in Token.EqualTo(TokenKind.Minus)
         from value in Parse.Ref(() => Unary!)
         select (Syntax)new NegativeSyntax(value, SpanOf(minus).To(value.Span))).Or(Primary);

    private static readonly Part Product = Parse.Chain(
        Token.EqualTo(TokenKind.Times).Or(Token.EqualTo(TokenKind.Divided)), Unary, Arithmetic);

    private static readonly Part Sum = Parse.Chain(Token.EqualTo(TokenKind.Plus).Or(Token.EqualTo(TokenKind.Minus)), Product, Arithmetic);

    private static readonly Tail Compared =
        from symbol in Token.EqualTo(TokenKind.Comparison)
        from right in Sum
        select (Func<Syntax, Syntax>)(left => new ComparisonSyntax(left, symbol.ToStringValue(), right));

    private static readonly Tail Range =
        from word in Token.EqualTo(TokenKind.Between)
        from low in Sum
        from and in Token.EqualTo(TokenKind.And)
        from high in Sum
        select (Func<Syntax, Syntax>)(value => new BetweenSyntax(value, low, high));

    private static readonly Tail Membership =
        from word in Token.EqualTo(TokenKind.In)
        from tail in Items.Select(i => (Func<Syntax, Syntax>)(v => new InSyntax(v, i.Items, v.Span.To(SpanOf(i.Close))))).Or(
            from list in Word(Keywords.List)
            from name in Quoted
            select (Func<Syntax, Syntax>)(v => new InListSyntax(v, name, v.Span.To(name.Span))))
        select tail;

    private static readonly Tail NoMember =
        from not in Token.EqualTo(TokenKind.Not)
        from tail in Membership
        select Negated(tail);

    private static readonly Tail Missing =
        from word in Token.EqualTo(TokenKind.Is)
        from not in Token.EqualTo(TokenKind.Not).OptionalOrDefault()
        from missing in Word(Keywords.Missing)
        let tail = (Func<Syntax, Syntax>)(v => new MissingSyntax(v, v.Span.To(SpanOf(missing))))
        select not.HasValue ? Negated(tail) : tail;

    private static readonly Part Condition =
        from value in Sum
        from tail in Compared.Or(Range).Or(Membership).Or(NoMember).Or(Missing).OptionalOrDefault(alone => alone)
        select tail(value);

    private static readonly Part Denial =
        (from not in Token.EqualTo(TokenKind.Not)
         from value in Parse.Ref(() => Denial!)
         select (Syntax)new NotSyntax(value, SpanOf(not).To(value.Span))).Or(Condition);

    private static readonly Part Both = Parse.Chain(Token.EqualTo(TokenKind.And), Denial, Logic);

    private static readonly Part Whole = Parse.Chain(Token.EqualTo(TokenKind.Or), Both, Logic);

    public static readonly Part Rule = Whole.AtEnd();

    public static SourceSpan SpanOf(Word token) => new(token.Span.Position.Absolute, token.Span.Length);

    private static TokenListParser<TokenKind, Word> Word(string word) => Token.EqualToValue(TokenKind.Word, word).Named($"`{word}`");

    private static WordSyntax NameOf(Word token) => new(token.ToStringValue(), SpanOf(token));

    private static Syntax Arithmetic(Word symbol, Syntax left, Syntax right) => new ArithmeticSyntax(symbol.ToStringValue(), left, right);

    private static Syntax Logic(Word word, Syntax left, Syntax right) => new LogicSyntax(word.ToStringValue(), left, right);

    private static Func<Syntax, Syntax> Negated(Func<Syntax, Syntax> tail) => value =>
    {
        var condition = tail(value);
        return new NotSyntax(condition, condition.Span);
    };
}
