using System.Globalization;
using System.Text;
using SmartMeter.Decoding.Obis;
using SmartMeter.Decoding.Readings;

namespace SmartMeter.Decoding.Tests;

/// <summary>What a stream decodes to, for tests to look at.</summary>
internal sealed class Decoded : IDecoderSink
{
    public static readonly DateTimeOffset Noon = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    public List<Reading> Readings { get; } = [];

    public List<Rejected> Rejections { get; } = [];

    public void OnReading(Reading reading) => Readings.Add(reading.Copy());

    public void OnRejected(Rejected rejected) => Rejections.Add(rejected);

    /// <summary>Decodes a whole stream in one go.</summary>
    public static Decoded From(ReadOnlySpan<byte> stream, DecoderOptions? options = null)
    {
        Decoded decoded = new();
        MeterDecoder decoder = new(options ?? new DecoderOptions(), decoded);
        decoder.Feed(stream, Noon);
        decoder.End(Noon);
        return decoded;
    }

    public static Decoded From(string latin1, DecoderOptions? options = null) => From(Encoding.Latin1.GetBytes(latin1), options);

    /// <summary>Decodes bursts with a second of silence behind each, on a line that stays open.</summary>
    public static Decoded FromBursts(params byte[][] bursts)
    {
        Decoded decoded = new();
        MeterDecoder decoder = new(new DecoderOptions(), decoded);
        DateTimeOffset now = Noon;
        foreach (byte[] burst in bursts)
        {
            decoder.Feed(burst, now);
            for (int i = 0; i < 10; i++)
                decoder.Idle(now = now.AddMilliseconds(100));
        }
        return decoded;
    }

    /// <summary>A rejection as "layer reason offset+length".</summary>
    public static string Told(Rejected rejected) =>
        $"{rejected.Layer.Name} {rejected.Reason.Name()} {rejected.Offset}+{rejected.Bytes.Length}";

    /// <summary>The one reading; fails where there are more, none, or a rejection.</summary>
    public Reading Only()
    {
        Assert.Empty(Rejections.Select(rejected => $"{rejected.Layer} {rejected.Reason} {rejected.Detail}"));
        return Assert.Single(Readings);
    }

    /// <summary>The one rejection, as "layer reason".</summary>
    public string OnlyRejection()
    {
        Assert.Empty(Readings);
        Rejected rejected = Assert.Single(Rejections);
        return $"{rejected.Layer.Name} {rejected.Reason.Name()}";
    }

    /// <summary>The one rejection, as "layer reason offset+length".</summary>
    public string OnlyRefused()
    {
        Assert.Empty(Readings);
        return Told(Assert.Single(Rejections));
    }

    /// <summary>A value of the one reading as data.json would show it: "1122 W".</summary>
    public string Value(string code) => Text(Only(), code);

    public static string Text(Reading reading, string code)
    {
        Assert.True(reading.TryFind(ObisCode.Parse(code), out Measurement found), $"{code} is not there");
        return found.Kind switch
        {
            ValueKind.Number => $"{found.Number.ToString(CultureInfo.InvariantCulture)} {found.Unit.Symbol()}".TrimEnd(),
            ValueKind.Time => found.Time.ToString(),
            ValueKind.Text => found.Text!,
            _ => "null",
        };
    }
}

internal static class ReadingText
{
    /// <summary>A value as data.json would show it; <c>?</c> behind a number whose scale nobody knows.</summary>
    public static string Of(this Reading reading, string code)
    {
        bool unscaled = reading.TryFind(ObisCode.Parse(code), out Measurement found) && found is { Kind: ValueKind.Number, ScaleKnown: false };
        return Decoded.Text(reading, code) + (unscaled ? " ?" : "");
    }
}
