using Dashboard.Api.Ingest;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Dashboard.UnitTests.Ingest;

public sealed class CallKeyTests
{
    [Theory]
    [InlineData("BK1", "BK1")]
    [InlineData("\"BK1\"", "BK1")]
    [InlineData("\"a \\\"b\\\\c\\\"\"", "a \"b\\c\"")]
    [InlineData("8e03978e-40d5-43dd-bc93-6894a57f9324", "8e03978e-40d5-43dd-bc93-6894a57f9324")]
    public void Read_QuotedOrNot_IsTheSameKey(string header, string key)
    {
        CallKey.Read(Request(header), 100, out var error).ShouldBe(key);
        error.ShouldBeNull();
    }

    [Theory]
    [InlineData("")]
    [InlineData("\"\"")]
    [InlineData("\"BK1")]
    [InlineData("\"BK\"1")]
    [InlineData("\"BK1\\\"")]
    [InlineData("\"BK\\1\"")]
    [InlineData("\"BK1 \"")]
    public void Read_NoKey_IsAnError(string header)
    {
        CallKey.Read(Request(header), 100, out var error).ShouldBeNull();
        error.ShouldNotBeNull();
    }

    [Fact]
    public void Read_TwoKeysOrALongOne_IsAnError()
    {
        CallKey.Read(Request(new StringValues(["a", "b"])), 100, out var twice);
        twice.ShouldNotBeNull();
        CallKey.Read(Request(new string('k', 101)), 100, out var tooLong);
        tooLong.ShouldNotBeNull();
        CallKey.Read(new DefaultHttpContext().Request, 100, out var absent).ShouldBeNull();
        absent.ShouldBeNull();
    }

    private static HttpRequest Request(StringValues header)
    {
        var request = new DefaultHttpContext().Request;
        request.Headers[CallKey.Header] = header;
        return request;
    }
}
