using System.Net;

namespace EspSmartMeter.Esp.Updates;

/// <summary>An image as the body of a request, in blocks; <paramref name="sent"/> hears how many bytes are gone.</summary>
internal sealed class ImageContent(ReadOnlyMemory<byte> image, Action<int> sent) : HttpContent
{
    private const int Block = 4096;

    protected override bool TryComputeLength(out long length)
    {
        length = image.Length;
        return true;
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        for (int at = 0; at < image.Length;)
        {
            ReadOnlyMemory<byte> block = image.Slice(at, Math.Min(Block, image.Length - at));
            await stream.WriteAsync(block, cancellationToken);
            await stream.FlushAsync(cancellationToken);
            sent(at += block.Length);
        }
    }
}
