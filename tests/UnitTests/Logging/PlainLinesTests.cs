using Dashboard.Api.Logging;
using Serilog;
using Serilog.Core;
using Serilog.Events;

namespace Dashboard.UnitTests.Logging;

public sealed class PlainLinesTests
{
    private const string Forged = "a\r\n02:00:00.000 INF Dashboard.Api: a forged entry\u2028\u001b[31m\u202e";
    private const string Plain = "a\\r\\n02:00:00.000 INF Dashboard.Api: a forged entry\\u2028\\u001B[31m\\u202E";

    [Fact]
    public void A_text_of_a_caller_writes_no_line_of_its_own()
    {
        Written(log => log.Warning("A sign-in failed: {Reason}", Forged)).ShouldBe($"A sign-in failed: {Plain}|");
        Written(log => log.Warning("{Reason} of {@Call}", "x", new { Path = Forged })).ShouldNotContain("\u2028");
        Written(log => log.Warning("Addresses {All}", (object)(string[])[Forged])).ShouldNotContain("\n");
        // The text is a part of the template where a program writes a finished sentence.
        Written(log => log.Write(LogEventLevel.Warning, Forged)).ShouldBe(Plain + "|");
    }

    [Fact]
    public void A_message_of_an_exception_is_escaped_and_the_lines_of_its_stack_trace_stay()
    {
        var written = Written(log =>
        {
            try
            {
                throw new InvalidOperationException("outside", new FormatException(Forged));
            }
            catch (InvalidOperationException exception)
            {
                log.Error(exception, "It failed");
            }
        });

        written.ShouldContain(Plain);
        written.ShouldNotContain("\n02:00:00.000");
        written.ShouldContain(Environment.NewLine + "   at ");
    }

    [Fact]
    public void An_entry_without_such_characters_stays_the_same_object()
    {
        LogEvent? seen = null;
        using var log = new LoggerConfiguration().WriteTo.Sink(new Kept(e => seen = e)).CreateLogger();
        log.Information("Ærø {Number} {Text}", 7, "čaj 茶");

        PlainLines.Plain(seen!).ShouldBeSameAs(seen);
    }

    private static string Written(Action<ILogger> write)
    {
        var written = new StringWriter();
        var output = new LoggerConfiguration().WriteTo.Sink(new Kept(e => written.Write($"{e.RenderMessage(null)}|{e.Exception}")))
            .CreateLogger();
        using var log = new LoggerConfiguration().WriteTo.Sink(new PlainLines(output)).CreateLogger();
        write(log);
        return written.ToString().Replace("\"", "", StringComparison.Ordinal);
    }

    private sealed class Kept(Action<LogEvent> keep) : ILogEventSink
    {
        public void Emit(LogEvent logEvent) => keep(logEvent);
    }
}
