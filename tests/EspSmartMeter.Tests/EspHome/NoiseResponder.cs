using System.Buffers.Binary;
using System.Security.Cryptography;
using NSec.Cryptography;
using ChaCha20Poly1305 = System.Security.Cryptography.ChaCha20Poly1305;

namespace EspSmartMeter.Tests.EspHome;

/// <summary>The device's side of <c>Noise_NNpsk0_25519_ChaChaPoly_SHA256</c>, written from the framework's text; its cipher is .NET's own.</summary>
internal sealed class NoiseResponder
{
    private readonly byte[] _psk;
    private byte[] _hash = SHA256.HashData("Noise_NNpsk0_25519_ChaChaPoly_SHA256"u8), _chain, _key = [];
    private ulong _sent, _received;
    private byte[] _sending = [], _receiving = [];

    public NoiseResponder(byte[] psk, byte[] prologue)
    {
        (_psk, _chain) = (psk, _hash);
        Mix(prologue);
    }

    /// <summary>Answers the first message; null where it was made with another secret.</summary>
    public byte[]? Answer(byte[] first)
    {
        byte[][] keys = Derive(_psk, 3);
        Mix(keys[1]);
        (_chain, _key) = (keys[0], keys[2]);
        byte[] theirs = first[..32];
        Mix(theirs);
        MixKey(theirs);
        if (Opened(_key, 0, _hash, first[32..]) is null)
            return null;
        Mix(first[32..]);
        using Key own = Key.Create(KeyAgreementAlgorithm.X25519);
        byte[] ours = own.PublicKey.Export(KeyBlobFormat.RawPublicKey);
        Mix(ours);
        MixKey(ours);
        using SharedSecret shared = KeyAgreementAlgorithm.X25519.Agree(
            own, PublicKey.Import(KeyAgreementAlgorithm.X25519, theirs, KeyBlobFormat.RawPublicKey), new SharedSecretCreationParameters { ExportPolicy = KeyExportPolicies.AllowPlaintextExport })!;
        MixKey(shared.Export(SharedSecretBlobFormat.RawSharedSecret));
        byte[] proof = Closed(_key, 0, _hash, []);
        byte[][] both = Derive([], 2);
        (_receiving, _sending) = (both[0], both[1]);
        return [.. ours, .. proof];
    }

    public byte[] Close(byte[] plain) => Closed(_sending, _sent++, [], plain);

    public byte[] Open(byte[] ciphered) => Opened(_receiving, _received++, [], ciphered)!;

    private void Mix(byte[] octets) => _hash = SHA256.HashData((byte[])[.. _hash, .. octets]);

    private void MixKey(byte[] material)
    {
        byte[][] keys = Derive(material, 2);
        (_chain, _key) = (keys[0], keys[1]);
    }

    private byte[][] Derive(byte[] material, int count)
    {
        byte[] secret = HMACSHA256.HashData(_chain, material);
        List<byte[]> keys = [];
        for (byte i = 1; i <= count; i++)
            keys.Add(HMACSHA256.HashData(secret, (byte[])[.. keys.Count > 0 ? keys[^1] : [], i]));
        return [.. keys];
    }

    private static byte[] Closed(byte[] key, ulong count, byte[] associated, byte[] plain)
    {
        using ChaCha20Poly1305 cipher = new(key);
        byte[] closed = new byte[plain.Length + 16];
        cipher.Encrypt(Nonce(count), plain, closed.AsSpan(0, plain.Length), closed.AsSpan(plain.Length), associated);
        return closed;
    }

    private static byte[]? Opened(byte[] key, ulong count, byte[] associated, byte[] ciphered)
    {
        using ChaCha20Poly1305 cipher = new(key);
        byte[] plain = new byte[ciphered.Length - 16];
        try
        {
            cipher.Decrypt(Nonce(count), ciphered.AsSpan(0, plain.Length), ciphered.AsSpan(plain.Length), plain, associated);
            return plain;
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
    }

    private static byte[] Nonce(ulong count)
    {
        byte[] nonce = new byte[12];
        BinaryPrimitives.WriteUInt64LittleEndian(nonce.AsSpan(4), count);
        return nonce;
    }
}
