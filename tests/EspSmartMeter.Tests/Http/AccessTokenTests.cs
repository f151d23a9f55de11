using System.Net;
using EspSmartMeter.Http;
using Microsoft.AspNetCore.Http;

namespace EspSmartMeter.Tests.Http;

public class AccessTokenTests
{
    private const string Token = "correct horse battery";

    private static readonly AccessRules Rules = new(supervised: true, Token);

    [Theory]
    [InlineData("Bearer correct horse battery", null)]
    [InlineData(null, "?token=correct%20horse%20battery")]
    public void The_token_lets_another_program_read_what_it_opens(string? header, string? query) => Assert.Null(Rules.Refuse(Request(header, query)));

    [Fact]
    public void The_token_opens_nothing_else() => Refused(Rules, Request($"Bearer {Token}", opens: false));

    [Fact]
    public async Task It_opens_the_values_alone()
    {
        await using RunningApp app = await RunningApp.Start();
        Assert.Equal(
            ["/data.json", "/metrics"],
            app.Routes.Where(route => route.Metadata.GetMetadata<OpensWithToken>() is not null).Select(route => route.RoutePattern.RawText).Order());
    }

    [Fact]
    public void The_token_changes_nothing() => Refused(Rules, Request($"Bearer {Token}", method: "POST"));

    [Theory]
    [InlineData(null)]
    [InlineData("Bearer ")]
    [InlineData("Bearer correct horse batter")]
    [InlineData("Basic correct horse battery")]
    public void Another_token_or_none_is_refused(string? header) => Refused(Rules, Request(header));

    [Fact]
    public void Where_no_token_is_set_none_is_right() => Refused(new AccessRules(supervised: true), Request("Bearer "));

    private static void Refused(AccessRules rules, HttpContext request) => Assert.Equal(StatusCodes.Status403Forbidden, rules.Refuse(request)?.Status);

    private static DefaultHttpContext Request(string? header, string? query = null, string method = "GET", bool opens = true)
    {
        DefaultHttpContext context = new();
        context.Connection.RemoteIpAddress = IPAddress.Parse("172.30.32.1");
        context.Request.Method = method;
        context.Request.Host = new HostString("homeassistant.local", 8099);
        context.SetEndpoint(new Endpoint(null, opens ? new EndpointMetadataCollection(OpensWithToken.Instance) : null, null));
        context.Request.QueryString = new QueryString(query);
        if (header is not null)
            context.Request.Headers.Authorization = header;
        return context;
    }
}
