using System.Buffers.Binary;
using System.Security.Cryptography;

namespace SmartMeter.Decoding.Apdus.Ciphering;

/// <summary>
/// One meter's keys, ready for use: AES-GCM with a 12-octet tag where there is one to verify (NIST SP 800-38D), else its counter mode alone,
/// which <see cref="AesGcm"/> does not offer.
/// </summary>
internal sealed class AesGcmKey : IDisposable
{
    private const int BlockOctets = 16, NonceOctets = 12;

    private readonly AesGcm _gcm;
    private readonly Aes _aes;
    private readonly ICryptoTransform _block;
    private readonly byte[] _associated;
    private readonly byte[] _counters = new byte[64 * BlockOctets];
    private byte[] _withText = [];
    private readonly byte[] _keyStream = new byte[64 * BlockOctets];

    public AesGcmKey(MeterKeys keys)
    {
        byte[] key = keys.Encryption.ToArray();
        _gcm = new AesGcm(key, CipheredApdu.TagOctets);
        _aes = Aes.Create();
        _aes.Mode = CipherMode.ECB; // one block of the counter at a time: the mode itself is GCM's
        _aes.Padding = PaddingMode.None;
        _aes.Key = key;
        _block = _aes.CreateEncryptor();
        CanVerify = keys.Authentication is { IsEmpty: false };
        _associated = new byte[1 + (keys.Authentication?.Length ?? 0)];
        keys.Authentication?.CopyTo(_associated.AsMemory(1));
        KeyOctets = key.Length;
        Name = Convert.ToHexString(SHA256.HashData([.. "esp-smart-meter frame counter"u8, .. key]).AsSpan(0, 4));
    }

    /// <summary>Tells it from other keys, and nothing else of it.</summary>
    public string Name { get; }

    public int KeyOctets { get; }

    /// <summary>The authentication key is known.</summary>
    public bool CanVerify { get; }

    /// <summary>Verifies the tag and deciphers. The associated data are the security control octet and the authentication key (IEC 62056-5-3, 5.7.2.4).</summary>
    public bool TryVerify(in CipheredApdu apdu, Span<byte> plaintext)
    {
        Span<byte> nonce = stackalloc byte[NonceOctets];
        WriteNonce(apdu, nonce);
        _associated[0] = apdu.Security.Octet;
        try
        {
            _gcm.Decrypt(nonce, apdu.Ciphertext, apdu.Tag, plaintext, _associated);
            return true;
        }
        catch (AuthenticationTagMismatchException)
        {
            return false;
        }
    }

    /// <summary>Verifies the tag of what is authenticated and not ciphered: the text is then associated data too.</summary>
    public bool TryVerifyPlain(in CipheredApdu apdu)
    {
        int octets = _associated.Length + apdu.Ciphertext.Length;
        if (_withText.Length < octets)
            _withText = new byte[octets * 2];
        _associated.CopyTo(_withText, 0);
        _withText[0] = apdu.Security.Octet;
        apdu.Ciphertext.CopyTo(_withText.AsSpan(_associated.Length));
        Span<byte> nonce = stackalloc byte[NonceOctets];
        WriteNonce(apdu, nonce);
        try
        {
            _gcm.Decrypt(nonce, [], apdu.Tag, [], _withText.AsSpan(0, octets));
            return true;
        }
        catch (AuthenticationTagMismatchException)
        {
            return false;
        }
    }

    /// <summary>Deciphers without verifying: counter mode from 2 on, as GCM does.</summary>
    public void Decipher(in CipheredApdu apdu, Span<byte> plaintext)
    {
        Span<byte> nonce = stackalloc byte[NonceOctets];
        WriteNonce(apdu, nonce);
        uint counter = 2;
        for (int at = 0; at < plaintext.Length; at += _keyStream.Length)
        {
            int octets = Math.Min(_keyStream.Length, plaintext.Length - at);
            int blocks = (octets + BlockOctets - 1) / BlockOctets;
            for (int i = 0; i < blocks; i++)
            {
                Span<byte> block = _counters.AsSpan(i * BlockOctets, BlockOctets);
                nonce.CopyTo(block);
                BinaryPrimitives.WriteUInt32BigEndian(block[NonceOctets..], counter++);
            }
            _ = _block.TransformBlock(_counters, 0, blocks * BlockOctets, _keyStream, 0);
            for (int i = 0; i < octets; i++)
                plaintext[at + i] = (byte)(apdu.Ciphertext[at + i] ^ _keyStream[i]);
        }
    }

    public void Dispose()
    {
        _gcm.Dispose();
        _block.Dispose();
        _aes.Dispose();
    }

    private static void WriteNonce(in CipheredApdu apdu, Span<byte> nonce)
    {
        nonce.Clear(); // where there is no title, zeros stand
        apdu.SystemTitle.CopyTo(nonce);
        BinaryPrimitives.WriteUInt32BigEndian(nonce[8..], apdu.FrameCounter);
    }
}
