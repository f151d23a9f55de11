using System.Collections;
using System.Net;
using System.Net.Sockets;
using EspSmartMeter.About;
using EspSmartMeter.Esp;
using EspSmartMeter.Esp.Updates;
using EspSmartMeter.Files;
using EspSmartMeter.Http;
using EspSmartMeter.LineSearch;
using EspSmartMeter.Meters;
using EspSmartMeter.Options;
using EspSmartMeter.Sinks;
using EspSmartMeter.Sinks.DataFile;
using EspSmartMeter.Sinks.History;
using EspSmartMeter.Sinks.HomeAssistant;
using EspSmartMeter.Sinks.HomeWizard;
using EspSmartMeter.Sinks.Metrics;
using EspSmartMeter.Sinks.Peaks;
using EspSmartMeter.Sinks.RejectLog;
using EspSmartMeter.Sinks.Telegrams;
using EspSmartMeter.Sinks.Web;
using EspSmartMeter.Sources;
using EspSmartMeter.Supervisor;
using Microsoft.Extensions.Logging.Console;

namespace EspSmartMeter.Commands;

/// <summary><c>run</c>: the app. Reads the sources, keeps the meters, serves the page, publishes.</summary>
internal static partial class RunCommand
{
    /// <summary>Where readings, rejections and sentences go. Their order means nothing.</summary>
    internal static readonly IReadOnlyList<Func<IServiceCollection, IServiceCollection>> Sinks =
    [
        HomeAssistantServices.AddHomeAssistant,
        PageServices.AddPage,
        MetricsServices.AddPrometheusMetrics,
        DataFileServices.AddDataFile,
        HistoryServices.AddHistory,
        PeaksServices.AddPeaks,
        RejectLogServices.AddRejectLog,
        HomeWizardServices.AddHomeWizard,
        TelegramServices.AddTelegrams,
    ];

    public static async Task<int> RunAsync(string[] arguments)
    {
        AppOptions options = OptionsLoader.Load(arguments, Environment());
        await using WebApplication app = Build(options, TimeProvider.System);
        ILogger log = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger(Product.Name);
        Greet(log, options);
        try
        {
            await app.StartAsync();
        }
        catch (Exception refused) when (refused is IOException or SocketException)
        {
            // What has begun ends before what it uses is disposed of.
            await app.StopAsync();
            string reason = refused.InnerException is Microsoft.AspNetCore.Connections.AddressInUseException ? "it is in use" : refused.Message.TrimEnd('.');
            await Console.Error.WriteLineAsync(
                $"esp-smart-meter: the page cannot be served on port {options.HttpPort} ({reason}); choose another with --http, or 0 for any");
            return CommandLine.Failed;
        }
        // Under the Supervisor Home Assistant leads to it.
        if (System.Environment.GetEnvironmentVariable("SUPERVISOR_TOKEN") is null)
            LogPage(log, PageAddress(app.Urls.First()));
        await app.WaitForShutdownAsync();
        return CommandLine.Done;
    }

    /// <summary>The app, ready to start. Tests start it with a clock of their own.</summary>
    internal static WebApplication Build(
        AppOptions options, TimeProvider time, LineSearchPace? search = null, IEnumerable<Func<IServiceCollection, IServiceCollection>>? sinks = null,
        UpdatePace? update = null)
    {
        PrepareFolder(options.DataFolder);
        // An empty builder: no appsettings.json of the folder it happens to start in, no ASPNETCORE_ variable changes what it does.
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = Product.Name });
        builder.Logging.SetMinimumLevel(options.LogLevel).AddFilter("Microsoft", LogLevel.Warning).AddConsole(console => console.FormatterName = PlainConsole.Name);
        builder.Services
            .AddSingleton(options)
            .AddSingleton(time)
            .AddSingleton<ConsoleFormatter, PlainConsole>()
            .AddSingleton<StoredFiles>()
            .AddSources()
            .AddDevices(options.Publish, search ?? new LineSearchPace())
            .AddDeviceUpdates(update ?? new UpdatePace())
            .AddMeters()
            .AddBroker(options.Mqtt)
            .AddOwnApp()
            .AddSinkFanout()
            .Configure<ConsoleLifetimeOptions>(console => console.SuppressStatusMessages = true)
            .Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(8));
        foreach (Func<IServiceCollection, IServiceCollection> addSink in sinks ?? Sinks)
            addSink(builder.Services);
        builder.AddWebServer(options, supervised: System.Environment.GetEnvironmentVariable("SUPERVISOR_TOKEN") is not null);
        WebApplication app = builder.Build();
        app.MapEndpoints();
        return app;
    }

    /// <summary>What to open in a browser on this computer; one that is bound everywhere is at localhost too.</summary>
    internal static string PageAddress(string bound)
    {
        Uri address = new(bound);
        bool isHere = !IPAddress.TryParse(address.Host.Trim('[', ']'), out IPAddress? ip) || IPAddress.IsLoopback(ip) || ip.Equals(IPAddress.Any) || ip.Equals(IPAddress.IPv6Any);
        return $"http://{(isHere ? "localhost" : address.Host)}:{address.Port}";
    }

    private static void PrepareFolder(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception denied) when (denied is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"--data: the folder {folder} cannot be made: {(File.Exists(folder) ? "it is a file" : FileFault.Reason(denied, folder))}");
        }
    }

    internal static void Greet(ILogger log, AppOptions options)
    {
        foreach (string fault in options.Faults)
            LogFault(log, fault);
        foreach (string warning in options.Warnings)
            LogWarning(log, warning);
        LogStart(log, Product.Version, options.DataFolder);
    }

    [LoggerMessage(LogLevel.Error, "Options: {Fault}")]
    private static partial void LogFault(ILogger log, string fault);

    [LoggerMessage(LogLevel.Warning, "{Warning}")]
    private static partial void LogWarning(ILogger log, string warning);

    [LoggerMessage(LogLevel.Information, "Version {Version}; data in {Folder}")]
    private static partial void LogStart(ILogger log, string version, string folder);

    [LoggerMessage(LogLevel.Information, "The page: {Address}")]
    private static partial void LogPage(ILogger log, string address);

    /// <summary>By names in any case, as options are. Of two that differ in it alone (http_proxy, HTTP_PROXY) one is kept.</summary>
    internal static Dictionary<string, string> Environment()
    {
        Dictionary<string, string> variables = new(StringComparer.OrdinalIgnoreCase);
        foreach (DictionaryEntry variable in System.Environment.GetEnvironmentVariables())
            variables[(string)variable.Key] = (string?)variable.Value ?? "";
        return variables;
    }
}
