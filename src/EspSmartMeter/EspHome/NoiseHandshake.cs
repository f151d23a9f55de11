using System.Security.Cryptography;
using NSec.Cryptography;

namespace EspSmartMeter.EspHome;

/// <summary>
/// The initiator's side of <c>Noise_NNpsk0_25519_ChaChaPoly_SHA256</c> (the Noise Protocol Framework, revision 34): both sides hold one secret key and no identity, and agree on
/// keys that only this connection has.
/// </summary>
internal sealed class NoiseHandshake : IDisposable
{
    public const int KeyLength = 32;

    private readonly byte[] _psk;
    private readonly Key _ephemeral;
    private byte[] _hash, _chain;
    private NoiseCipher? _cipher;

    /// <param name="psk">The secret of both sides, 32 octets.</param>
    /// <param name="prologue">What both sides have said before.</param>
    /// <param name="ephemeral">The key of this handshake alone; null: a new one.</param>
    public NoiseHandshake(ReadOnlySpan<byte> psk, ReadOnlySpan<byte> prologue, Key? ephemeral = null)
    {
        _psk = psk.ToArray();
        _ephemeral = ephemeral ?? Key.Create(KeyAgreementAlgorithm.X25519);
        _hash = SHA256.HashData("Noise_NNpsk0_25519_ChaChaPoly_SHA256"u8);
        _chain = _hash;
        MixHash(prologue);
    }

    /// <summary>What both sides have said, in 32 octets.</summary>
    public ReadOnlySpan<byte> Hash => _hash;

    /// <summary>The first message: psk, e.</summary>
    public byte[] Begin(ReadOnlySpan<byte> payload)
    {
        MixKeyAndHash(_psk);
        byte[] own = _ephemeral.PublicKey.Export(KeyBlobFormat.RawPublicKey);
        MixHash(own);
        MixKey(own);
        byte[] ciphered = _cipher!.Encrypt(_hash, payload);
        MixHash(ciphered);
        return [.. own, .. ciphered];
    }

    /// <summary>Takes the answer: e, ee. Null where the other side has another secret, or it was changed.</summary>
    public NoiseSession? End(ReadOnlySpan<byte> answer)
    {
        if (answer.Length < KeyLength || !PublicKey.TryImport(KeyAgreementAlgorithm.X25519, answer[..KeyLength], KeyBlobFormat.RawPublicKey, out PublicKey? other))
            return null;
        MixHash(answer[..KeyLength]);
        MixKey(answer[..KeyLength]);
        using SharedSecret? shared = KeyAgreementAlgorithm.X25519.Agree(
            _ephemeral, other!, new SharedSecretCreationParameters { ExportPolicy = KeyExportPolicies.AllowPlaintextExport });
        if (shared is null)
            return null;
        MixKey(shared.Export(SharedSecretBlobFormat.RawSharedSecret));
        if (_cipher!.Decrypt(_hash, answer[KeyLength..]) is not byte[] payload)
            return null;
        MixHash(answer[KeyLength..]);
        byte[] keys = Derive([], 2);
        return new NoiseSession(payload, new NoiseCipher(keys.AsSpan(0, KeyLength)), new NoiseCipher(keys.AsSpan(KeyLength)));
    }

    public void Dispose()
    {
        _cipher?.Dispose();
        _ephemeral.Dispose();
    }

    private void MixHash(ReadOnlySpan<byte> octets) => _hash = SHA256.HashData([.. _hash, .. octets]);

    private void MixKey(ReadOnlySpan<byte> material)
    {
        byte[] keys = Derive(material, 2);
        Use(keys.AsSpan(0, KeyLength), keys.AsSpan(KeyLength));
    }

    private void MixKeyAndHash(ReadOnlySpan<byte> material)
    {
        byte[] keys = Derive(material, 3);
        MixHash(keys.AsSpan(KeyLength, KeyLength));
        Use(keys.AsSpan(0, KeyLength), keys.AsSpan(2 * KeyLength));
    }

    private void Use(ReadOnlySpan<byte> chain, ReadOnlySpan<byte> key)
    {
        _chain = chain.ToArray();
        _cipher?.Dispose();
        _cipher = new NoiseCipher(key);
    }

    /// <summary>Noise's HKDF (4.3). .NET's own refuses material of no octets, which the last step has.</summary>
    private byte[] Derive(ReadOnlySpan<byte> material, int count)
    {
        byte[] secret = HMACSHA256.HashData(_chain, material), keys = new byte[count * KeyLength], last = [];
        for (int i = 0; i < count; i++)
        {
            last = HMACSHA256.HashData(secret, (byte[])[.. last, (byte)(i + 1)]);
            last.CopyTo(keys, i * KeyLength);
        }
        return keys;
    }
}

/// <summary>What a handshake comes to.</summary>
/// <param name="Payload">What the answer held besides.</param>
/// <param name="Sending">The initiator's.</param>
/// <param name="Receiving">The other side's.</param>
internal sealed record NoiseSession(byte[] Payload, NoiseCipher Sending, NoiseCipher Receiving) : IDisposable
{
    public void Dispose()
    {
        Sending.Dispose();
        Receiving.Dispose();
    }

    /// <summary>Nothing of it: records print their members otherwise.</summary>
    public override string ToString() => "NoiseSession";
}
