using SmartMeter.Decoding.Obis;

namespace SmartMeter.Decoding.Tests;

/// <summary>What the decoder makes of one stream, in order; the stream ends with its bytes.</summary>
internal sealed class DecodedStream : IDecoderSink
{
    private static readonly DateTimeOffset Start = new(2026, 11, 22, 7, 0, 0, TimeSpan.Zero);

    public List<Reading> Readings { get; } = [];

    public List<Rejected> Rejections { get; } = [];

    /// <summary>The only reading of a stream in which nothing was refused.</summary>
    public Reading Reading
    {
        get
        {
            Assert.Empty(Rejections);
            return Assert.Single(Readings);
        }
    }

    /// <summary>The only rejection of a stream without reading, as <c>layer reason offset+length</c>.</summary>
    public string Rejection
    {
        get
        {
            Assert.Empty(Readings);
            return Told(Assert.Single(Rejections));
        }
    }

    public static DecodedStream Of(ReadOnlySpan<byte> bytes, DecoderOptions? options = null)
    {
        DecodedStream decoded = new();
        MeterDecoder decoder = new(options ?? new DecoderOptions(), decoded);
        decoder.Feed(bytes, Start);
        decoder.End(Start);
        return decoded;
    }

    /// <summary>Bursts with a second of silence between and behind them, on a line that stays open.</summary>
    public static DecodedStream OfBursts(params byte[][] bursts)
    {
        DecodedStream decoded = new();
        MeterDecoder decoder = new(new DecoderOptions(), decoded);
        DateTimeOffset now = Start;
        foreach (byte[] burst in bursts)
        {
            decoder.Feed(burst, now);
            for (int i = 0; i < 10; i++)
                decoder.Idle(now = now.AddMilliseconds(100));
        }
        return decoded;
    }

    public static string Told(Rejected rejected) =>
        $"{rejected.Layer.Name()} {rejected.Reason.Name()} {rejected.Offset}+{rejected.Bytes.Length}";

    public void OnReading(Reading reading) => Readings.Add(reading.Copy());

    public void OnRejected(Rejected rejected) => Rejections.Add(rejected);
}

/// <summary>A reading's values as a person writes them.</summary>
internal static class ReadingText
{
    /// <summary><c>52185.78 kWh</c>, a text, a stamp, or <c>null</c>; <c>?</c> behind a number whose scale nobody knows.</summary>
    public static string Of(this Reading reading, string code)
    {
        Assert.True(reading.TryFind(ObisCode.Parse(code), out Measurement found), $"no {code}");
        return found.Kind switch
        {
            ValueKind.Number => FormattableString.Invariant($"{found.Number} {found.Unit.Symbol()}").TrimEnd() + (found.ScaleKnown ? "" : " ?"),
            ValueKind.Text => found.Text!,
            ValueKind.Time => found.Time.ToString(),
            _ => "null",
        };
    }
}
