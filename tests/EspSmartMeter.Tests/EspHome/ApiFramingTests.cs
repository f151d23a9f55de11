using EspSmartMeter.EspHome;

namespace EspSmartMeter.Tests.EspHome;

/// <summary>Frames and messages that are damaged, or none at all: each is a fault that has a sentence, and takes bounded room.</summary>
public sealed class ApiFramingTests
{
    [Fact]
    public async Task A_frame_in_any_pieces_is_one()
    {
        byte[] frame = new PlainFraming().Frame(new ApiMessage(147, new byte[300]));
        for (int cut = 0; cut <= frame.Length; cut += 7)
        {
            ApiOctets octets = new(new Pieces(frame[..cut], frame[cut..], [0, 0, 7]));
            Assert.Equal(147, (await NextAsync(octets)).Type);
            Assert.Equal(7, (await NextAsync(octets)).Type);
        }
    }

    [Theory]
    [InlineData("0100", nameof(ApiFault.WantsKey))]
    [InlineData("53", nameof(ApiFault.NotSpoken))]
    [InlineData("00FFFFFFFF7F01", nameof(ApiFault.NotSpoken))]
    [InlineData("00FFFF7F01", nameof(ApiFault.NotSpoken))]
    public async Task What_is_no_plain_frame_is_told(string hex, string fault) =>
        Assert.Equal(fault, $"{(await Assert.ThrowsAsync<ApiException>(async () => await NextAsync(new ApiOctets(new Pieces(Convert.FromHexString(hex)))))).Fault}");

    [Fact]
    public async Task What_never_ends_is_held_up_to_a_bound()
    {
        ApiOctets octets = new(new Pieces([.. Enumerable.Repeat(new byte[1000], 70)]));
        Assert.Equal(ApiFault.NotSpoken, (await Assert.ThrowsAsync<ApiException>(async () =>
        {
            while (true)
                await octets.FillAsync(TestContext.Current.CancellationToken);
        })).Fault);
        Assert.Equal(ApiOctets.Most, octets.Held.Length);
    }

    [Fact]
    public void Random_octets_as_messages_are_faults_or_nothing()
    {
        Random random = new(21);
        for (int i = 0; i < 20_000; i++)
        {
            byte[] message = new byte[random.Next(40)];
            random.NextBytes(message);
            foreach (Action<byte[]> read in (Action<byte[]>[])[m => ApiAnswers.MinorVersion(m), m => ApiAnswers.Ports(m), m => ApiAnswers.Data(m), m => ApiAnswers.Answer(m)])
            {
                try
                {
                    read(message);
                }
                catch (ApiException fault)
                {
                    Assert.Equal(ApiFault.NotSpoken, fault.Fault);
                }
            }
        }
    }

    [Theory]
    [InlineData("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=", true)]
    [InlineData(" \"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8\" ", true)]
    [InlineData("//79/Pv6+fj39vX08/Lx8O/u7ezr6uno5+bl5OPi4eA=", true)]
    [InlineData("__79_Pv6-fj39vX08_Lx8O_u7ezr6uno5-bl5OPi4eA", true)]
    [InlineData("AAECAwQFBgcICQoLDA0ODw==", false)]
    [InlineData("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8gIQ==", false)]
    [InlineData("000102030405060708090a0b0c0d0e0f", false)]
    [InlineData("", false)]
    public void A_key_is_32_octets_in_base64(string text, bool isOne) => Assert.Equal(isOne, ApiKey.TryParse(text) is { Length: 32 });

    private static async Task<ApiMessage> NextAsync(ApiOctets octets)
    {
        PlainFraming framing = new();
        while (true)
        {
            if (framing.Take(octets) is ApiMessage message)
                return message;
            await octets.FillAsync(TestContext.Current.CancellationToken);
        }
    }

    /// <summary>What comes, piece by piece; then nothing more.</summary>
    private sealed class Pieces(params byte[][] pieces) : IApiTransport
    {
        private readonly Queue<byte> _octets = new(pieces.SelectMany(piece => piece));
        private readonly Queue<int> _lengths = new(pieces.Where(piece => piece.Length > 0).Select(piece => piece.Length));
        private int _left;

        public ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellation)
        {
            if (_left == 0)
                _left = _lengths.Dequeue();
            int count = Math.Min(_left, buffer.Length);
            for (int i = 0; i < count; i++)
                buffer.Span[i] = _octets.Dequeue();
            _left -= count;
            return ValueTask.FromResult(count);
        }

        public ValueTask SendAsync(ReadOnlyMemory<byte> octets, CancellationToken cancellation) => ValueTask.CompletedTask;
    }
}
