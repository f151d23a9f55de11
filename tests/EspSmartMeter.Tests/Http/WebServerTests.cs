using System.Net;
using System.Text.Json;
using EspSmartMeter.Http;
using EspSmartMeter.Options;
using Microsoft.AspNetCore.Http;
using SmartMeter.Simulation.Line;

namespace EspSmartMeter.Tests.Http;

public class WebServerTests
{
    [Fact]
    public async Task A_simulated_meter_shows_in_data_json_metrics_and_log_and_the_file_is_written_at_the_stop()
    {
        await using SimulatedMeterServer meter = RunningApp.Simulate("dsmr5-gas");
        string folder = Directory.CreateTempSubdirectory("app-").FullName;
        await using (RunningApp app = await RunningApp.Start(folder, null, ("house", $"tcp://127.0.0.1:{meter.EndPoint.Port}")))
        {
            JsonElement data = await app.Until("data.json", json => json.GetProperty("meters").EnumerateObject().Any(meter => meter.Value.GetProperty("values").EnumerateObject().Any()));
            JsonElement reading = data.GetProperty("meters").EnumerateObject().Single().Value;
            Assert.Equal("W", reading.GetProperty("values").GetProperty("1-0:1.7.0").GetProperty("unit").GetString());
            Assert.Equal("Gas", reading.GetProperty("values").GetProperty("0-1:24.2.1").GetProperty("name").GetString());

            string metrics = await app.Http.GetStringAsync("metrics", TestContext.Current.CancellationToken);
            Assert.Contains("esp_smart_meter_source_connected{source=\"house\"} 1\n", metrics);
            Assert.Contains("obis=\"1-0:1.7.0\",quantity=\"import\"}", metrics);
            Assert.Contains("esp_smart_meter_sink_dropped_total{sink=\"Home Assistant\"} 0\n", metrics);
            Assert.Equal("ok\n", await app.Http.GetStringAsync("health", TestContext.Current.CancellationToken));
        }
        JsonElement stored = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(folder, "data.json"), TestContext.Current.CancellationToken)).RootElement;
        Assert.Single(stored.GetProperty("meters").EnumerateObject());
        Assert.True(File.Exists(Path.Combine(folder, "state.json")));
        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData("localhost", HttpStatusCode.OK)]
    [InlineData("127.0.0.1", HttpStatusCode.OK)]
    [InlineData("192.168.1.7:8099", HttpStatusCode.OK)]
    [InlineData("meter.local", HttpStatusCode.OK)]
    [InlineData("raspberrypi", HttpStatusCode.OK)]
    [InlineData("rebound.example.com", HttpStatusCode.MisdirectedRequest)]
    public async Task A_name_that_a_stranger_could_point_here_is_refused(string host, HttpStatusCode status)
    {
        await using RunningApp app = await RunningApp.Start();
        using HttpRequestMessage request = new(HttpMethod.Get, "data.json") { Headers = { Host = host } };

        using HttpResponseMessage answer = await app.Http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(status, answer.StatusCode);
    }

    [Theory]
    [InlineData("meter.example.com", HttpStatusCode.OK)]
    [InlineData("METER.example.com:443", HttpStatusCode.OK)]
    [InlineData("other.example.com", HttpStatusCode.MisdirectedRequest)]
    public async Task A_reverse_proxys_name_is_served_where_it_is_allowed(string host, HttpStatusCode status)
    {
        await using RunningApp app = await RunningApp.StartWith(options => options with { Hosts = new AllowedHosts(["meter.example.com"]) });
        using HttpRequestMessage request = new(HttpMethod.Get, "data.json") { Headers = { Host = host } };

        using HttpResponseMessage answer = await app.Http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(status, answer.StatusCode);
    }

    [Theory]
    [InlineData(null, HttpStatusCode.Forbidden)]
    [InlineData("http://evil.example.com", HttpStatusCode.Forbidden)]
    [InlineData("same", HttpStatusCode.MethodNotAllowed)]
    public async Task A_write_from_another_site_is_refused(string? origin, HttpStatusCode status)
    {
        await using RunningApp app = await RunningApp.Start();
        using HttpRequestMessage request = new(HttpMethod.Post, "api/overview");
        if (origin is not null)
            request.Headers.Add("Origin", origin == "same" ? app.Address.GetLeftPart(UriPartial.Authority) : origin);

        using HttpResponseMessage answer = await app.Http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(status, answer.StatusCode);
    }

    [Theory]
    [InlineData("continue", null, HttpStatusCode.Forbidden)]
    [InlineData("continue", "same", HttpStatusCode.NotFound)]
    [InlineData("as-it-is", "same", HttpStatusCode.NotFound)]
    [InlineData("drop-offset", "same", HttpStatusCode.NotFound)]
    public async Task A_decision_is_taken_from_the_page_alone_and_for_a_meter_that_is_known(string decision, string? origin, HttpStatusCode status)
    {
        await using RunningApp app = await RunningApp.Start();
        using HttpRequestMessage request = new(HttpMethod.Post, $"api/meters/none/{decision}");
        if (origin is not null)
            request.Headers.Add("Origin", app.Address.GetLeftPart(UriPartial.Authority));

        using HttpResponseMessage answer = await app.Http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(status, answer.StatusCode);
    }

    [Theory]
    [InlineData(true, "172.30.32.2", "ha.example.com", null)]
    [InlineData(true, "127.0.0.1", "localhost", null)]
    [InlineData(true, "172.30.33.9", "localhost", 403)]
    [InlineData(true, "192.168.1.20", "localhost", 403)]
    [InlineData(false, "192.168.1.20", "192.168.1.7", null)]
    public void Under_the_Supervisor_only_its_ingress_and_loopback_are_let_in(bool supervised, string remote, string host, int? status)
    {
        DefaultHttpContext context = new() { Connection = { RemoteIpAddress = IPAddress.Parse(remote) }, Request = { Method = "GET", Host = new HostString(host) } };

        Assert.Equal(status, new AccessRules(supervised).Refuse(context)?.Status);
    }

    /// <summary>What Core and the Supervisor make of a browser's request: they pass on Host, Origin and Sec-Fetch-Site, and add X-Forwarded-Host.</summary>
    [Theory]
    // Straight to Home Assistant, without TLS.
    [InlineData("homeassistant.local:8123", "homeassistant.local:8123", "http://homeassistant.local:8123", null, true)]
    // Over TLS, a proxy that keeps the name.
    [InlineData("ha.example.com", "ha.example.com", "https://ha.example.com", "same-origin", true)]
    // A proxy that drops the port of the name.
    [InlineData("ha.example.com", "ha.example.com", "https://ha.example.com:8443", null, true)]
    // A proxy that asks Home Assistant under its inner address, and tells the name.
    [InlineData("192.168.1.10:8123", "ha.example.com", "http://ha.example.com", null, true)]
    // Two of them.
    [InlineData("192.168.1.10:8123", "ha.example.com, inner.example.com", "http://ha.example.com", null, true)]
    // One that does not tell it: the browser does.
    [InlineData("192.168.1.10:8123", "192.168.1.10:8123", "https://ha.example.com", "same-origin", true)]
    [InlineData("ha.example.com", "ha.example.com", "https://evil.example.com", "cross-site", false)]
    [InlineData("ha.example.com", "ha.example.com", "https://evil.example.com", null, false)]
    [InlineData("ha.example.com", "ha.example.com", "https://other.example.com", "same-site", false)]
    [InlineData("ha.example.com", "ha.example.com", null, null, false)]
    [InlineData("ha.example.com", "ha.example.com", "null", null, false)]
    public void A_write_through_the_ingress_is_the_pages_own(string host, string forwardedHost, string? origin, string? site, bool taken)
    {
        DefaultHttpContext context = new() { Connection = { RemoteIpAddress = IPAddress.Parse("172.30.32.2") }, Request = { Method = "POST", Host = new HostString(host) } };
        context.Request.Headers["X-Forwarded-Host"] = forwardedHost;
        if (origin is not null)
            context.Request.Headers.Origin = origin;
        if (site is not null)
            context.Request.Headers["Sec-Fetch-Site"] = site;

        Assert.Equal(taken ? null : 403, new AccessRules(supervised: true).Refuse(context)?.Status);
    }

    [Fact]
    public void Outside_the_ingress_a_forwarded_name_tells_nothing()
    {
        DefaultHttpContext context = new() { Connection = { RemoteIpAddress = IPAddress.Parse("192.168.1.20") }, Request = { Method = "POST", Host = new HostString("192.168.1.7", 8099) } };
        context.Request.Headers["X-Forwarded-Host"] = "evil.example.com";
        context.Request.Headers.Origin = "http://evil.example.com";

        Assert.Equal(403, new AccessRules(supervised: false).Refuse(context)?.Status);
    }

    [Theory]
    [InlineData("")]
    [InlineData("page.css")]
    [InlineData("page.js")]
    [InlineData("icon.svg")]
    [InlineData("favicon.ico")]
    public async Task The_pages_files_come_with_security_headers_and_a_tag(string path)
    {
        await using RunningApp app = await RunningApp.Start();
        using HttpResponseMessage answer = await app.Http.GetAsync(path, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.StartsWith("default-src 'none'", answer.Headers.GetValues("Content-Security-Policy").Single());
        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.NotNull(answer.Headers.ETag);

        using HttpRequestMessage again = new(HttpMethod.Get, path) { Headers = { IfNoneMatch = { answer.Headers.ETag } } };
        using HttpResponseMessage unchanged = await app.Http.SendAsync(again, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NotModified, unchanged.StatusCode);
    }

    [Fact]
    public async Task A_hostile_stream_fills_neither_memory_nor_disk_and_the_app_goes_on()
    {
        string dump = Path.GetTempFileName();
        byte[] noise = new byte[20_000_000];
        new Random(7).NextBytes(noise);
        noise[0] = (byte)'/';
        await File.WriteAllBytesAsync(dump, noise, TestContext.Current.CancellationToken);
        await using RunningApp app = await RunningApp.Start(null, null, ("noise", $"file://{dump}"));

        JsonElement overview = await app.Until("api/overview", json => json.GetProperty("sources")[0].GetProperty("link").GetString() == "ended", seconds: 120);

        Assert.Equal(noise.Length, overview.GetProperty("sources")[0].GetProperty("bytes").GetInt64());
        Assert.Empty(overview.GetProperty("meters").EnumerateArray());
        Assert.NotEmpty(overview.GetProperty("rejections").EnumerateArray());
        Assert.All(overview.GetProperty("rejections").EnumerateArray(), rejection => Assert.Equal("noise", rejection.GetProperty("source").GetString()));
        Assert.True(new FileInfo(Path.Combine(app.Folder, "log.txt")).Length <= 1024 * 1024);
        File.Delete(dump);
    }
}
