namespace SmartMeter.Decoding.Tests.Simulated;

/// <summary>Simulated families that the decoder has still to learn. Their tests are skipped, loudly.</summary>
internal static class NotYetRead
{
    private static readonly string[] Names =
    [
        "p1-poland", "kaifa-austria", "sagemcom-austria", "wrapper", "wrapper-dedicated", "iec62056-mt174",
    ];

    // A damaged segment or block puts their assembly out of step, and the pushes behind it are lost.
    private static readonly string[] OutOfStep =
        ["iskra-croatia", "iskra-am550-switzerland", "landis-e450-switzerland", "landis-e450-steiermark", "landis-e570"];

    public static void SkipNoise(string name)
    {
        Skip(name);
        Assert.SkipWhen(OutOfStep.Contains(name), "after a damaged part the decoder loses the pushes behind it");
    }

    public static void Skip(string name) => Assert.SkipWhen(Names.Contains(name), "the decoder does not read this family yet");
}
