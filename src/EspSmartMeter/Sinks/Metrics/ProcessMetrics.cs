using System.Diagnostics;

namespace EspSmartMeter.Sinks.Metrics;

/// <summary>The app as a process, under the names that Prometheus's own clients use.</summary>
internal static class ProcessMetrics
{
    private const string OpenFiles = "/proc/self/fd";

    /// <summary>Once: the system computes it from its own clock each time, and it would waver.</summary>
    private static readonly decimal StartedAt = StartTime();

    public static void Write(MetricsWriter writer)
    {
        using Process process = Process.GetCurrentProcess();
        writer.Counter("process_cpu_seconds_total", "Total user and system CPU time spent in seconds.");
        writer.Sample("process_cpu_seconds_total", process.TotalProcessorTime.Ticks / (decimal)TimeSpan.TicksPerSecond);
        writer.Single("process_resident_memory_bytes", "Resident memory size in bytes.", process.WorkingSet64);
        writer.Single("process_virtual_memory_bytes", "Virtual memory size in bytes.", process.VirtualMemorySize64);
        writer.Single("process_start_time_seconds", "Start time of the process since unix epoch in seconds.", StartedAt);
        if (Directory.Exists(OpenFiles))
            writer.Single("process_open_fds", "Number of open file descriptors.", Directory.EnumerateFileSystemEntries(OpenFiles).Count());
    }

    private static decimal StartTime()
    {
        using Process process = Process.GetCurrentProcess();
        return MetricsWriter.Seconds(process.StartTime.ToUniversalTime());
    }
}
