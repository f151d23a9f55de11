using System.Globalization;

namespace EspSmartMeter.Tests.Soak;

/// <summary>What the kernel knows of a process.</summary>
internal static class ProcessFigures
{
    private const double TicksASecond = 100; // USER_HZ, on every Linux that Debian makes

    public static double ResidentMebibytes(int process) => Status(process, "VmRSS") / 1024d;

    public static int Threads(int process) => Status(process, "Threads");

    public static int Handles(int process) => Directory.EnumerateFileSystemEntries($"/proc/{process}/fd").Count();

    public static double ProcessorSeconds(int process)
    {
        string[] fields = File.ReadAllText($"/proc/{process}/stat").Split(')')[^1].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return (long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture)) / TicksASecond;
    }

    private static int Status(int process, string name)
    {
        string line = File.ReadLines($"/proc/{process}/status").Single(line => line.StartsWith(name + ':', StringComparison.Ordinal));
        return int.Parse(line[(name.Length + 1)..].Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);
    }
}
