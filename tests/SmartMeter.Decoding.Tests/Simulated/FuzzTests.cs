using System.Globalization;

namespace SmartMeter.Decoding.Tests.Simulated;

/// <summary>
/// Whatever comes in: nothing is thrown; each octet lies in one reading, in one rejection, in traffic of the link or in the silence between; an intact HDLC
/// telegram is read whatever stands around it; and where CRC-16 or a tag proves, nothing is read that was not sent. `./test fuzz --minutes N` goes on for N
/// minutes and prints its counts; `./test fuzz --seed N` leads the one stream of a failure through again.
/// </summary>
public class FuzzTests(ITestOutputHelper output)
{
    private const int StreamsInAnOrdinaryRun = 300;

    [Fact]
    public void Any_stream_keeps_the_invariants()
    {
        FuzzCounts counts = new();
        for (int seed = 0; seed < StreamsInAnOrdinaryRun; seed++)
            new FuzzJudge(seed, counts).Run();
        output.WriteLine(counts.ToString());
        Assert.Empty(counts.Failures);
        Assert.True(counts.IntactRead > 0);
    }

    [Fact(Explicit = true)]
    public void Any_stream_keeps_the_invariants_as_long_as_asked()
    {
        FuzzCounts counts = new();
        if (Number("FUZZ_SEED") is double one)
            new FuzzJudge((int)one, counts).Run();
        else
        {
            DateTime end = DateTime.UtcNow.AddMinutes(Number("FUZZ_MINUTES") ?? 1);
            for (int seed = Environment.TickCount & 0x3FFFFFFF; DateTime.UtcNow < end; seed++)
                new FuzzJudge(seed, counts).Run();
        }
        output.WriteLine(counts.ToString());
        Assert.Empty(counts.Failures);
    }

    private static double? Number(string variable) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text ? double.Parse(text, CultureInfo.InvariantCulture) : null;
}
