using System.Security.Cryptography;
using System.Text;
using EspSmartMeter.About;
using EspSmartMeter.Http;
using EspSmartMeter.Meters;
using EspSmartMeter.Options;
using EspSmartMeter.Sources;
using SmartMeter.Decoding.Obis;

namespace EspSmartMeter.Sinks.HomeWizard;

/// <summary>
/// Answers as HomeWizard's P1 meter does (API v1), for the first electricity meter: GET of four paths, and nothing that changes anything. What is older than three
/// intervals is not told: 503.
/// </summary>
internal sealed class HomeWizardApi(SourceRegistry sources, MeterRegistry meters, TimeProvider time, AppOptions? options = null)
{
    private const string ProductType = "HWE-P1";

    public Task AnswerAsync(HttpContext context)
    {
        if (!AccessRules.IsServed(context.Request.Host.Host, options?.Hosts))
            return Refuse(context, StatusCodes.Status421MisdirectedRequest, "This is not served under that name; use the machine's address, its name in the local network, or a name of the option hosts.");
        RequestDelegate? answer = context.Request.Path.Value?.TrimEnd('/') switch
        {
            "/api" => DeviceAsync,
            "/api/v1/data" => DataAsync,
            "/api/v1/telegram" => TelegramAsync,
            "/api/v1/system" => SystemAsync,
            _ => null,
        };
        if (answer is null)
            return Refuse(context, StatusCodes.Status404NotFound, "There are /api, /api/v1/data, /api/v1/telegram and /api/v1/system.");
        if (HttpMethods.IsGet(context.Request.Method))
            return answer(context);
        context.Response.Headers.Allow = HttpMethods.Get;
        return Refuse(context, StatusCodes.Status405MethodNotAllowed, "Nothing can be changed here.");
    }

    private Task DeviceAsync(HttpContext context) => Answer.Json(context, json =>
    {
        json.WriteStartObject();
        json.WriteString("product_type", ProductType);
        json.WriteString("product_name", "P1 meter");
        json.WriteString("serial", SerialOf(First()?.Id ?? Product.Name));
        json.WriteString("firmware_version", Product.Version);
        json.WriteString("api_version", "v1");
        json.WriteEndObject();
    });

    private Task DataAsync(HttpContext context)
    {
        DateTimeOffset now = time.GetUtcNow();
        if (First()?.State is not MeterState state || !FreshValues.IsFresh(state, now) || new FreshValues(state, now) is var values && values.LacksPower)
            return RefuseOld(context);
        return Answer.Json(context, json => new MeasurementJson(json, state, values).Write());
    }

    private Task TelegramAsync(HttpContext context)
    {
        Meter? first = First();
        if (first is null || !FreshValues.IsFresh(first.State, time.GetUtcNow()))
            return RefuseOld(context);
        if (first.State.Telegram?.Encoding != "p1")
            return Refuse(context, StatusCodes.Status404NotFound, "The meter sends no P1 telegrams.");
        return first.Source.Telegrams.Newest is P1Telegram telegram && FreshValues.IsWithin(telegram.Received, first.State.Interval, time.GetUtcNow())
            ? Answer.Text(context, Encoding.ASCII.GetString(telegram.Octets))
            : RefuseOld(context);
    }

    private static Task SystemAsync(HttpContext context) => Answer.Json(context, json =>
    {
        json.WriteStartObject();
        json.WriteBoolean("cloud_enabled", false);
        json.WriteEndObject();
    });

    private static Task RefuseOld(HttpContext context) =>
        Refuse(context, StatusCodes.Status503ServiceUnavailable, "Nothing came from the meter for more than three of its intervals.");

    private static Task Refuse(HttpContext context, int status, string sentence)
    {
        context.Response.StatusCode = status;
        return Answer.Text(context, sentence + "\n");
    }

    /// <summary>Of the first source that has one; of several on one line the one that was heard first. Never another while that is silent: a reader takes them for one.</summary>
    private Meter? First()
    {
        foreach (Source source in sources.Sources)
        {
            if (meters.Meters.Where(meter => source.Lines.Contains(meter.Source) && meter.State is { Received: not null, Medium: Medium.Electricity }).MinBy(meter => meter.First) is Meter first)
                return first;
        }
        return null;
    }

    /// <summary>Readers take it for a MAC address, and know the device by it: of the kind that no maker owns, the same for the same meter.</summary>
    private static string SerialOf(string id)
    {
        byte[] octets = SHA256.HashData(Encoding.UTF8.GetBytes(id))[..6];
        octets[0] = (byte)((octets[0] & 0xFC) | 0x02);
        return Convert.ToHexStringLower(octets);
    }
}
