namespace SmartMeter.Decoding.Tests.Simulated;

/// <summary>Simulated families that the decoder has still to learn. Their tests are skipped, loudly.</summary>
internal static class NotYetRead
{
    private static readonly string[] Names =
    [
        "sagemcom-austria",
    ];

    public static void Skip(string name) => Assert.SkipWhen(Names.Contains(name), "the decoder does not read this family yet");
}
