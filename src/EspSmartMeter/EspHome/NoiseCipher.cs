using System.Buffers.Binary;
using NSec.Cryptography;

namespace EspSmartMeter.EspHome;

/// <summary>One direction's cipher of Noise: ChaCha20-Poly1305, its nonce four octets of zero and the count of messages (Noise, 5.1 and 12.3).</summary>
internal sealed class NoiseCipher(ReadOnlySpan<byte> key) : IDisposable
{
    private readonly Key _key = Key.Import(AeadAlgorithm.ChaCha20Poly1305, key, KeyBlobFormat.RawSymmetricKey);
    private readonly byte[] _nonce = new byte[12];
    private ulong _count;

    public byte[] Encrypt(ReadOnlySpan<byte> associated, ReadOnlySpan<byte> plain) => AeadAlgorithm.ChaCha20Poly1305.Encrypt(_key, Nonce(), associated, plain);

    /// <summary>Null for what was encrypted by another key, or changed since.</summary>
    public byte[]? Decrypt(ReadOnlySpan<byte> associated, ReadOnlySpan<byte> ciphered) => AeadAlgorithm.ChaCha20Poly1305.Decrypt(_key, Nonce(), associated, ciphered);

    public void Dispose() => _key.Dispose();

    private ReadOnlySpan<byte> Nonce()
    {
        BinaryPrimitives.WriteUInt64LittleEndian(_nonce.AsSpan(4), _count++);
        return _nonce;
    }
}
