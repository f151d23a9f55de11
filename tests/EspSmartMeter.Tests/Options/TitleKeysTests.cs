using EspSmartMeter.Options;
using SmartMeter.Decoding.Apdus.Ciphering;

namespace EspSmartMeter.Tests.Options;

/// <summary>Keys by system title: in options.json, in the environment, and on the command line.</summary>
public sealed class TitleKeysTests : IDisposable
{
    private const string One = "000102030405060708090a0b0c0d0e0f", Two = "101112131415161718191a1b1c1d1e1f", Three = "202122232425262728292a2b2c2d2e2f";
    private static readonly byte[] Title = Convert.FromHexString("5453540000000001"), Other = Convert.FromHexString("5453540000000002");

    private readonly string _folder = Directory.CreateTempSubdirectory("keys-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_meters_own_key_goes_before_its_sources()
    {
        File.WriteAllText(
            Path.Combine(_folder, "options.json"),
            $$"""{"sources": [{"url": "tcp://a:1", "key": "{{One}}"}], "keys": [{"system_title": "54:53:54:00:00:00:00:01", "key": "{{Two}}", "auth_key": "{{Three}}"}]}""");
        KeyRing keys = Assert.Single(Load().Sources).Keys;
        Assert.Equal((Two, Three), Shown(keys.Find(Title)));
        Assert.Equal((One, null), Shown(keys.Find(Other)));
    }

    [Fact]
    public void A_meters_own_key_needs_none_for_the_source()
    {
        KeyRing keys = Assert.Single(Load([], ("ESM_KEYS__0__SYSTEM_TITLE", "5453540000000001"), ("ESM_KEYS__0__KEY", One)).Sources).Keys;
        Assert.Equal((One, null), Shown(keys.Find(Title)));
        Assert.Null(keys.Find(Other));
    }

    [Fact]
    public void On_the_command_line_a_title_stands_before_its_key()
    {
        KeyRing keys = Assert.Single(Load(["--key", One, "--key", $"5453540000000001={Two}", "--auth-key", $"5453540000000001={Three}"]).Sources).Keys;
        Assert.Equal((Two, Three), Shown(keys.Find(Title)));
        Assert.Equal((One, null), Shown(keys.Find(Other)));
    }

    [Theory]
    [InlineData("--auth-key", "5453540000000001=" + One, "--auth-key 5453540000000001=… has no --key 5453540000000001=… beside it")]
    [InlineData("--key", "54=" + One, "--key must be the 16 hex digits of a system title, as log.txt shows it")]
    [InlineData("--key", One + "=" + One, "--key must be the 16 hex digits of a system title, as log.txt shows it")]
    [InlineData("--auth-key", "0001020304050607=" + One, "--auth-key of a title has no --key of the same title beside it")]
    [InlineData("--key", "5453540000000001=12", "--key has 2 hex digits; a key has 32 (suites 0 and 1) or 64 (suite 2)")]
    public void What_is_wrong_is_told_without_a_digit_of_a_key(string flag, string value, string message) =>
        Assert.Equal(message, Assert.Throws<UsageException>(() => Load([flag, value])).Message);

    private AppOptions Load(string[]? flags = null, params (string Name, string Value)[] environment) => OptionsLoader.Load(
        ["--data", _folder, .. flags ?? []], environment.ToDictionary(variable => variable.Name, variable => variable.Value, StringComparer.OrdinalIgnoreCase));

    private static (string? Encryption, string? Authentication) Shown(MeterKeys? keys) =>
        (keys is null ? null : Convert.ToHexStringLower(keys.Encryption.Span),
        keys?.Authentication is ReadOnlyMemory<byte> authentication ? Convert.ToHexStringLower(authentication.Span) : null);
}
