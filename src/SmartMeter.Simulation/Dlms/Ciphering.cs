using System.Buffers.Binary;
using System.Security.Cryptography;

namespace SmartMeter.Simulation.Dlms;

/// <summary>How a ciphered APDU writes its length: in the shortest form, or always in two octets (as Sagemcom's P1 does).</summary>
internal enum CipheredLength { Shortest, TwoOctets }

/// <summary>
/// general-glo-ciphering (DB) and general-ded-ciphering (DC) of IEC 62056-5-3, 5.3.7:
/// <c>tag system-title length security-control frame-counter ciphertext [tag of 12]</c>. GCM with the system title and the frame counter as
/// nonce; the security control and the authentication key are authenticated beside.
/// </summary>
internal sealed record Ciphering(byte[] SystemTitle, byte[] EncryptionKey, byte[]? AuthenticationKey)
{
    public const byte GeneralGlo = 0xDB, GeneralDed = 0xDC;

    private const byte Encrypted = 0x20, Authenticated = 0x10;
    private const int TagLength = 12;

    /// <summary>The security suite in the low nibble: 0 AES-128, 1 AES-128 (some write it without a tag), 2 AES-256.</summary>
    public byte Suite { get; init; }

    public byte ApduTag { get; init; } = GeneralGlo;

    public CipheredLength Length { get; init; }

    public byte[] Apply(uint frameCounter, ReadOnlySpan<byte> plain)
    {
        byte[] sealedText = SecurityHeaderAndText(frameCounter, plain);
        byte[] length = Length == CipheredLength.TwoOctets
            ? [0x82, (byte)(sealedText.Length >> 8), (byte)sealedText.Length]
            : BerLength.Octets(sealedText.Length);
        return [ApduTag, (byte)SystemTitle.Length, .. SystemTitle, .. length, .. sealedText];
    }

    /// <summary><c>security-control frame-counter ciphertext [tag]</c> alone.</summary>
    public byte[] SecurityHeaderAndText(uint frameCounter, ReadOnlySpan<byte> plain)
    {
        byte control = (byte)(Encrypted | (AuthenticationKey is null ? 0 : Authenticated) | Suite);
        byte[] counter = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(counter, frameCounter);
        byte[] nonce = [.. new byte[8 - SystemTitle.Length], .. SystemTitle, .. counter];
        byte[] cipherText = new byte[plain.Length], tag = new byte[TagLength];
        byte[] beside = AuthenticationKey is null ? [] : [control, .. AuthenticationKey];
        using (AesGcm gcm = new(EncryptionKey, TagLength))
            gcm.Encrypt(nonce, plain, cipherText, tag, beside);
        // Encryption alone is the same stream; only the tag is left out.
        return [control, .. counter, .. cipherText, .. AuthenticationKey is null ? [] : tag];
    }
}
