using System.Net;
using EspSmartMeter.Sinks.Web;
using Microsoft.AspNetCore.Http;

namespace EspSmartMeter.Tests.Sinks.Web;

public class AccessTokenTests
{
    private const string Token = "correct horse battery";

    private static readonly AccessRules Rules = new(supervised: true, Token);

    [Theory]
    [InlineData("/data.json")]
    [InlineData("/metrics")]
    public void The_token_lets_another_program_read_the_values(string path)
    {
        Assert.Null(Rules.Refuse(Request(path, header: $"Bearer {Token}")));
        Assert.Null(Rules.Refuse(Request(path, query: "?token=correct%20horse%20battery")));
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/log.txt")]
    [InlineData("/api/overview")]
    public void The_token_opens_nothing_else(string path) => Refused(Rules, Request(path, header: $"Bearer {Token}"));

    [Fact]
    public void The_token_changes_nothing() => Refused(Rules, Request("/data.json", header: $"Bearer {Token}", method: "POST"));

    [Theory]
    [InlineData(null)]
    [InlineData("Bearer ")]
    [InlineData("Bearer correct horse batter")]
    [InlineData("Basic correct horse battery")]
    public void Another_token_or_none_is_refused(string? header) => Refused(Rules, Request("/data.json", header));

    [Fact]
    public void Where_no_token_is_set_none_is_right() => Refused(new AccessRules(supervised: true), Request("/data.json", header: "Bearer "));

    private static void Refused(AccessRules rules, HttpContext request) => Assert.Equal(StatusCodes.Status403Forbidden, rules.Refuse(request)?.Status);

    private static DefaultHttpContext Request(string path, string? header = null, string? query = null, string method = "GET")
    {
        DefaultHttpContext context = new();
        context.Connection.RemoteIpAddress = IPAddress.Parse("172.30.32.1");
        context.Request.Method = method;
        context.Request.Host = new HostString("homeassistant.local", 8099);
        context.Request.Path = path;
        context.Request.QueryString = new QueryString(query);
        if (header is not null)
            context.Request.Headers.Authorization = header;
        return context;
    }
}
