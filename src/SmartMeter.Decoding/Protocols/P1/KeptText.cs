namespace SmartMeter.Decoding.Protocols.P1;

/// <summary>Keeps a telegram's text as it came, for who passes it on: reading its values may join lines. It grows to the longest telegram, and is reused.</summary>
internal sealed class KeptText
{
    private byte[] _octets = new byte[4096];

    /// <param name="text">From '/' to before '!'.</param>
    /// <returns>Valid until the next.</returns>
    public ReadOnlyMemory<byte> Of(ReadOnlySpan<byte> text)
    {
        if (_octets.Length < text.Length)
            _octets = new byte[text.Length * 2];
        text.CopyTo(_octets);
        return _octets.AsMemory(0, text.Length);
    }
}
