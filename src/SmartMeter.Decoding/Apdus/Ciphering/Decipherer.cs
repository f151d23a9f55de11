using SmartMeter.Decoding.Readings;

namespace SmartMeter.Decoding.Apdus.Ciphering;

/// <summary>Deciphers APDUs with the meter's keys, and tells apart what stands in the way: no key, the wrong one, a false tag, a replay.</summary>
/// <param name="keys">The meters' keys.</param>
/// <param name="counters">Tell a telegram that was sent before; null: none is refused for that.</param>
internal sealed class Decipherer(KeyRing keys, FrameCounters? counters)
{
    private const int TitleOctets = 8;
    private const int LongestPlaintext = 64 * 1024;

    private readonly Dictionary<MeterKeys, AesGcmKey> _ready = new(ReferenceEqualityComparer.Instance);
    private byte[] _plaintext = new byte[2048];
    private int _length;

    /// <summary>What the last <see cref="Decipher"/> gave, also where the tag did not fit.</summary>
    public Span<byte> Plaintext => _plaintext.AsSpan(0, _length);

    /// <summary>Deciphers into <see cref="Plaintext"/>; notes title, counter and authenticity in <paramref name="reading"/>.</summary>
    public Refusal? Decipher(in CipheredApdu apdu, Reading reading)
    {
        if (apdu.SystemTitle.Length is not (0 or TitleOctets))
            return Refuse(RejectionReason.Unsupported, apdu, "a system title of another length than 8");
        if (apdu.Security.Compressed)
            return Refuse(RejectionReason.Unsupported, apdu, "compressed before it was ciphered");
        if (apdu.Security.Authenticated && apdu.Tag.IsEmpty)
            return Refuse(RejectionReason.Malformed, apdu, "too short for its tag");
        if (apdu.Ciphertext.Length > LongestPlaintext)
            return Refuse(RejectionReason.Oversize, apdu, "longer than any telegram");
        if (!apdu.Security.Encrypted)
            return TakePlain(apdu, reading);
        if (keys.Find(apdu.SystemTitle) is not MeterKeys found)
            return Refuse(RejectionReason.KeyMissing, apdu, "set the option `key` of its source");
        AesGcmKey key = Ready(found);
        if (key.KeyOctets != KeyOctetsOf(apdu))
            return Refuse(RejectionReason.KeyWrong, apdu, $"security suite {apdu.Security.Suite} wants a key of another length");

        MakeRoom(apdu.Ciphertext.Length);
        bool verified = apdu.Security.Authenticated && key.CanVerify;
        if (verified && key.TryVerify(apdu, Plaintext))
        {
            Note(apdu, reading, verified);
            return null;
        }
        key.Decipher(apdu, Plaintext);
        if (verified)
            return Refuse(RejectionReason.TagMismatch, apdu, "its bytes are damaged, or one of the two keys is wrong");
        Note(apdu, reading, verified);
        return null;
    }

    // Authenticated and not ciphered: whoever has both keys can tell whether the text is the meter's; without them it is read as any plain one.
    private Refusal? TakePlain(in CipheredApdu apdu, Reading reading)
    {
        MakeRoom(apdu.Ciphertext.Length);
        apdu.Ciphertext.CopyTo(Plaintext);
        AesGcmKey? key = apdu.Security.Authenticated && !apdu.SystemTitle.IsEmpty && keys.Find(apdu.SystemTitle) is MeterKeys found ? Ready(found) : null;
        bool verifiable = key is { CanVerify: true } && key.KeyOctets == KeyOctetsOf(apdu);
        if (verifiable && !key!.TryVerifyPlain(apdu))
            return Refuse(RejectionReason.TagMismatch, apdu, "its bytes are damaged, or one of the two keys is wrong: without the option `auth_key` it is read, and not proven");
        Note(apdu, reading, verifiable);
        return null;
    }

    private void MakeRoom(int octets)
    {
        if (_plaintext.Length < octets)
            _plaintext = new byte[octets];
        _length = octets;
    }

    private static void Note(in CipheredApdu apdu, Reading reading, bool verified)
    {
        reading.Encrypted = apdu.Security.Encrypted;
        reading.Authenticated = verified;
        if (verified)
            reading.Check = TelegramCheck.Tag;
        reading.FrameCounter = apdu.FrameCounter;
        reading.Manufacturer = Flag.MakerOf(apdu.SystemTitle);
    }

    private static int KeyOctetsOf(in CipheredApdu apdu) => apdu.Security.Suite == 2 ? 32 : 16;

    /// <summary>Once the contents have proven themselves: refused where they were sent before.</summary>
    public Refusal? Advance(in CipheredApdu apdu, Reading reading)
    {
        // Without a title nothing tells one meter's counter from another's.
        if (counters is null || apdu.SystemTitle.IsEmpty || keys.Find(apdu.SystemTitle) is not MeterKeys found)
            return null;
        return counters.TryAdvance(KeyRing.Number(apdu.SystemTitle), Ready(found).Name, apdu.FrameCounter, reading.Authenticated, reading.Received)
            ? null
            : Refuse(RejectionReason.Replayed, apdu, $"frame counter {apdu.FrameCounter} came before");
    }

    /// <summary>The deciphered octets are no telegram: the key does not fit.</summary>
    public static Refusal KeyWrong(in CipheredApdu apdu) =>
        Refuse(RejectionReason.KeyWrong, apdu, "what comes out is no telegram: check the option `key` of its source");

    /// <summary>What comes out was a telegram before some octets were damaged: the key is right.</summary>
    public static Refusal Damaged(in CipheredApdu apdu) =>
        Refuse(RejectionReason.Checksum, apdu, "the key fits, and some octets are damaged");

    /// <summary>What comes out is a telegram, and its tag does not fit: the key is right.</summary>
    /// <param name="apdu">It.</param>
    /// <param name="checkedOctets">A checksum says that no octet is damaged.</param>
    public static Refusal AuthenticationKeyWrong(in CipheredApdu apdu, bool checkedOctets) => checkedOctets
        ? Refuse(RejectionReason.AuthKeyWrong, apdu, "the key fits and the auth_key does not: leave the option `auth_key` of its source empty, or correct it")
        : Refuse(RejectionReason.TagMismatch, apdu, "the key fits; the auth_key does not, or some octets are damaged: if no telegram is read, leave the option `auth_key` of its source empty, or correct it");

    /// <summary>Nothing but the tag could vouch for these octets, and the key to verify it is not set.</summary>
    public static Refusal AuthenticationKeyMissing(in CipheredApdu apdu) =>
        Refuse(RejectionReason.AuthKeyMissing, apdu, "set the option `auth_key` of its source");

    /// <summary>There is no tag, no checksum and no frame.</summary>
    public static Refusal NothingVouches(in CipheredApdu apdu) =>
        Refuse(RejectionReason.Unsupported, apdu, "no tag and no frame, and not alone in its burst: nothing vouches for its octets");

    public static Refusal Unsupported(string what) => new(RejectionLayer.Ciphering, RejectionReason.Unsupported, what);

    private static Refusal Refuse(RejectionReason reason, in CipheredApdu apdu, string detail) =>
        new(RejectionLayer.Ciphering, reason, apdu.SystemTitle.IsEmpty ? $"no system title: {detail}" : $"system title {Convert.ToHexString(apdu.SystemTitle)}: {detail}");

    private AesGcmKey Ready(MeterKeys found)
    {
        if (!_ready.TryGetValue(found, out AesGcmKey? key))
            _ready[found] = key = new AesGcmKey(found);
        return key;
    }
}
