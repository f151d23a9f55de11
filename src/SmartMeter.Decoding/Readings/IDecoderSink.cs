
namespace SmartMeter.Decoding.Readings;

/// <summary>Takes what the decoder finds, in the order of the stream. Called on the thread that feeds.</summary>
public interface IDecoderSink
{
    /// <summary>A telegram that decoded. The instance is reused after the call: <see cref="Reading.Copy"/> what is to be kept.</summary>
    void OnReading(Reading reading);

    /// <summary>A stretch of bytes that did not.</summary>
    void OnRejected(Rejected rejected);
}
