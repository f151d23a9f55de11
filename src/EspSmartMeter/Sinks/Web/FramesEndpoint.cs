using System.Text.Json;
using EspSmartMeter.Captures;
using EspSmartMeter.Captures.Held;
using EspSmartMeter.Http;
using EspSmartMeter.Json;
using EspSmartMeter.Options;
using EspSmartMeter.Sources;
using Microsoft.AspNetCore.Http.Features;
using SmartMeter.Decoding;
using SmartMeter.Decoding.Apdus.Ciphering;
using SmartMeter.Decoding.Dissection;

namespace EspSmartMeter.Sinks.Web;

/// <summary>
/// api/frames?source=N: what a source sent last, frame by frame, taken apart. The same by POST for bytes that somebody has: their text in whatever form, and keys that are
/// used and forgotten. Nothing is done until somebody asks.
/// </summary>
internal sealed class FramesEndpoint(SourceRegistry sources, AppOptions options, TimeProvider time) : IEndpoint
{
    private const int MostFrames = 500, MostPasted = 1024 * 1024, LargestRequest = 4 * MostPasted;

    public void Map(Routes routes)
    {
        routes.Read("/api/frames", Recent);
        routes.Write("/api/frames", Pasted);
    }

    private Task Recent(HttpContext context)
    {
        if (!int.TryParse(context.Request.Query["source"], out int number) || number < 0 || number >= sources.Sources.Count)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Answer.Text(context, "There is no such source.\n");
        }
        IEnumerable<FrameDissection> frames = sources.Sources[number].Lines.SelectMany(FramesOf).OrderBy(frame => frame.At);
        return Answer.Json(context, json => FramesJson.Write(json, [.. frames.TakeLast(MostFrames)]));
    }

    private IEnumerable<FrameDissection> FramesOf(Source line)
    {
        (long before, IReadOnlyList<DissectedBurst> bursts) = line.Recent.Kept;
        // What is kept may begin in the middle of a frame.
        return FrameDissector.Of(bursts, sources.DecoderOptionsOf(line), time.GetUtcNow())
            .SkipWhile(frame => before > 0 && frame is { Offset: 0, Reading: null })
            .Select(frame => frame with { Offset = before + frame.Offset });
    }

    private async Task Pasted(HttpContext context)
    {
        context.Features.GetRequiredFeature<IHttpMaxRequestBodySizeFeature>().MaxRequestBodySize = LargestRequest;
        try
        {
            using JsonDocument request = await JsonDocument.ParseAsync(context.Request.Body, default, context.RequestAborted);
            FrameDissection[] frames = [.. FramesIn(request.RootElement).Take(MostFrames)];
            await Answer.Json(context, json => FramesJson.Write(json, frames, withTimes: false));
        }
        catch (Exception wrong) when (wrong is CaptureFault or UsageException or JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            // What a parser says of it may quote it.
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            await Answer.Text(context, wrong is CaptureFault or UsageException ? $"{wrong.Message}\n" : "This is no request of the page.\n");
        }
    }

    private List<FrameDissection> FramesIn(JsonElement asked)
    {
        DecoderOptions decoder = new() { Keys = KeysIn(asked), TimeZone = options.TimeZone, Lists = options.Lists };
        List<FrameDissection> frames = [];
        int octets = 0;
        CaptureInput input = new(form: null, new GatheredStreams(MostPasted, time.GetUtcNow(), Add));
        input.Push(asked.GetProperty("bytes").GetBytesFromBase64());
        input.End();
        return frames;

        void Add(IReadOnlyList<DissectedBurst> stream)
        {
            octets += stream.Sum(burst => burst.Bytes.Length);
            if (octets > MostPasted)
                throw GatheredStreams.TooMuch(MostPasted);
            frames.AddRange(FrameDissector.Of(stream, decoder));
        }
    }

    private static KeyRing KeysIn(JsonElement asked) => HexKey.Ring("key", Text(asked, "key"), "auth_key", Text(asked, "auth_key"));

    private static string? Text(JsonElement asked, string name) => asked.TryGetProperty(name, out JsonElement found) && found.GetString() is { Length: > 0 } text ? text : null;
}
