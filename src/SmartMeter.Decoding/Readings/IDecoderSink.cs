
namespace SmartMeter.Decoding.Readings;

/// <summary>Takes what the decoder finds, in the order of the stream. Called on the thread that feeds.</summary>
public interface IDecoderSink
{
    /// <summary>A telegram that decoded. The instance is reused after the call: <see cref="Reading.Copy"/> what is to be kept.</summary>
    void OnReading(Reading reading);

    /// <summary>A stretch of bytes that did not.</summary>
    void OnRejected(Rejected rejected);

    /// <summary>A gateway changes octets on their way, which the decoder undoes from now on, <c>CR LF for LF</c>; null: it does so no longer.</summary>
    void OnOctetsChanged(string? how)
    {
    }

    /// <summary>So many octets were sound traffic of the link that carries no reading, such as a meter's polls for M-Bus slaves: neither read nor refused.</summary>
    void OnLinkTraffic(int octets)
    {
    }
}
