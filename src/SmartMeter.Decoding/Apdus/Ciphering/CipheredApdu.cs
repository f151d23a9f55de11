using System.Buffers.Binary;
using SmartMeter.Decoding.Axdr;

namespace SmartMeter.Decoding.Apdus.Ciphering;

/// <summary>The security control octet (IEC 62056-5-3, 5.7.2.4).</summary>
internal readonly record struct SecurityControl(byte Octet)
{
    /// <summary>0 and 1: AES-128; 2: AES-256.</summary>
    public int Suite => Octet & 0x0F;

    public bool Authenticated => (Octet & 0x10) != 0;

    public bool Encrypted => (Octet & 0x20) != 0;

    public bool Compressed => (Octet & 0x80) != 0;
}

/// <summary>
/// A ciphered APDU taken apart (IEC 62056-5-3, 7.3.8):
/// <code>DB or DC | title length | system title | length | security control | frame counter 4 | ciphertext | tag 12</code>
/// </summary>
internal readonly ref struct CipheredApdu
{
    public const int TagOctets = 12;

    /// <summary>The security control octet and the frame counter.</summary>
    public const int HeaderOctets = 1 + CounterOctets;

    private const int CounterOctets = 4;

    private CipheredApdu(ReadOnlySpan<byte> systemTitle, ReadOnlySpan<byte> content)
    {
        SystemTitle = systemTitle;
        Security = new SecurityControl(content[0]);
        FrameCounter = BinaryPrimitives.ReadUInt32BigEndian(content[1..]);
        ReadOnlySpan<byte> rest = content[(1 + CounterOctets)..];
        int tag = Security.Authenticated && rest.Length >= TagOctets ? TagOctets : 0;
        Ciphertext = rest[..^tag];
        Tag = rest[^tag..];
    }

    public ReadOnlySpan<byte> SystemTitle { get; }

    public SecurityControl Security { get; }

    public uint FrameCounter { get; }

    public ReadOnlySpan<byte> Ciphertext { get; }

    /// <summary>Twelve octets, or none.</summary>
    public ReadOnlySpan<byte> Tag { get; }

    /// <summary>Takes an APDU apart that ends where the octets do.</summary>
    public static bool TryRead(ReadOnlySpan<byte> apdu, out CipheredApdu ciphered) => TryReadFirst(apdu, out ciphered, out int used) && used == apdu.Length;

    /// <summary>The same without the tag before the system title.</summary>
    public static bool TryReadFromTitle(ReadOnlySpan<byte> octets, out CipheredApdu ciphered)
    {
        int at = 0;
        return TryRead(octets, ref at, out ciphered) && at == octets.Length;
    }

    /// <summary>Takes the first APDU apart; others may follow it.</summary>
    /// <param name="octets">From its tag on.</param>
    /// <param name="ciphered">Its parts.</param>
    /// <param name="used">Its octets.</param>
    public static bool TryReadFirst(ReadOnlySpan<byte> octets, out CipheredApdu ciphered, out int used)
    {
        used = 1;
        return TryRead(octets, ref used, out ciphered);
    }

    /// <summary>What stands where only the security header does: control, frame counter, text and tag, and nobody's title.</summary>
    public static CipheredApdu WithoutTitle(ReadOnlySpan<byte> content) => new([], content);

    private static bool TryRead(ReadOnlySpan<byte> octets, scoped ref int at, out CipheredApdu ciphered)
    {
        ciphered = default;
        if (!TryOctets(octets, ref at, out ReadOnlySpan<byte> title) || !TryOctets(octets, ref at, out ReadOnlySpan<byte> content))
            return false;
        if (content.Length <= 1 + CounterOctets)
            return false;
        ciphered = new CipheredApdu(title, content);
        return true;
    }

    private static bool TryOctets(ReadOnlySpan<byte> apdu, scoped ref int at, out ReadOnlySpan<byte> octets)
    {
        octets = default;
        if (!AxdrLength.TryRead(apdu, ref at, out int length) || length > apdu.Length - at)
            return false;
        octets = apdu.Slice(at, length);
        at += length;
        return true;
    }
}
