using EspSmartMeter.EspHome;
using NSec.Cryptography;

namespace EspSmartMeter.Tests.EspHome;

/// <summary>The handshake against the vector of its protocol in the public collection that Noise libraries are checked with (cacophony.txt, as in the sources of cacophony and snow).</summary>
public sealed class NoiseHandshakeTests
{
    private static readonly byte[]
        Prologue = Hex("4a6f686e2047616c74"),
        Psk = Hex("54686973206973206d7920417573747269616e20706572737065637469766521"),
        Ephemeral = Hex("893e28b9dc6ca8d611ab664754b8ceb7bac5117349a4439a6b0569da977c464a");

    private const string
        First = "ca35def5ae56cec33dc2036731ab14896bc4c75dbb07a61f879f8e3afa4c794479b962b8aff8485742ac32f905ba45369e2465fb59e138a93d67a0d1266b6a54",
        Second = "95ebc60d2b1fa672c1f46a8aa265ef51bfe38e7ccb39ec5be34069f144808843d6062704d5a9c422a8e834423f8c1feada7e8d0d910a1a2cd030fb584221e3";

    [Fact]
    public void Both_messages_and_what_follows_are_those_of_the_vector()
    {
        using NoiseHandshake handshake = Begun();
        Assert.Equal(First, Hex(handshake.Begin(Hex("4c756477696720766f6e204d69736573"))));
        using NoiseSession? session = handshake.End(Hex(Second));
        Assert.NotNull(session);
        Assert.Equal("4d757272617920526f746862617264", Hex(session.Payload));
        Assert.Equal("f4d03dc34495c95729ea6de9e1b59004b59733102488b3e24bc441e0be208eaf", Hex([.. handshake.Hash]));
        Assert.Equal("e632c3763d7669067383433197a3baddf146e9e70ad4b4e9e59e0f", Hex(session.Sending.Encrypt([], Hex("462e20412e20486179656b"))));
        Assert.Equal("4361726c204d656e676572", Hex(session.Receiving.Decrypt([], Hex("64c6bee32ea91c8474bb4c21d7a700109ad45af77b29764ba5eb1e"))!));
        Assert.Equal("e2fa0bed0603b62d3ccac2ecabbf3fe33f3e86514909b323361626266cb2471cc8", Hex(session.Sending.Encrypt([], Hex("4a65616e2d426170746973746520536179"))));
        Assert.Equal("457567656e2042f6686d20766f6e2042617765726b", Hex(session.Receiving.Decrypt([], Hex("0c01dc9cec1fe4ddd692e8dd32188aa351088dc91183639a53b57aa4692b5ebdef8b8ca111"))!));
    }

    [Fact]
    public void An_answer_that_was_changed_anywhere_is_none()
    {
        byte[] answer = Hex(Second);
        for (int at = 0; at < answer.Length; at++)
        {
            byte[] changed = [.. answer];
            changed[at] ^= 1;
            Assert.Null(Ended(changed));
        }
        for (int length = 0; length < answer.Length; length++)
            Assert.Null(Ended(answer[..length]));
        // Points that give no secret: RFC 7748, 6.1.
        Assert.Null(Ended([.. new byte[32], .. answer[32..]]));
        Assert.Null(Ended([1, .. new byte[31], .. answer[32..]]));
    }

    private static NoiseSession? Ended(byte[] answer)
    {
        using NoiseHandshake handshake = Begun();
        _ = handshake.Begin([]);
        return handshake.End(answer);
    }

    private static NoiseHandshake Begun() => new(Psk, Prologue, Key.Import(KeyAgreementAlgorithm.X25519, Ephemeral, KeyBlobFormat.RawPrivateKey));

    private static byte[] Hex(string digits) => Convert.FromHexString(digits);

    private static string Hex(byte[] octets) => Convert.ToHexStringLower(octets);
}
