using System.Collections.Concurrent;
using EspSmartMeter.Languages;
using EspSmartMeter.Sources;

namespace EspSmartMeter.Esp.Updates;

/// <summary>Offers the ESPs the firmware that came with the app, and installs it where the user asks for it. Safe to be called from any thread.</summary>
internal sealed partial class EspUpdates(FirmwareBundle? bundle, EspStatuses statuses, UpdatePace pace, TimeProvider time, ILogger<EspUpdates> log) : IHostedService, IDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentDictionary<Source, Installing> _installing = new();

    /// <summary>The bundle of a folder. One that cannot be read is told, and none is offered.</summary>
    public static FirmwareBundle? BundleIn(string folder, ILogger<EspUpdates> log)
    {
        try
        {
            return FirmwareBundle.Load(folder);
        }
        catch (InvalidDataException broken)
        {
            LogBundle(log, broken.Message);
            return null;
        }
    }

    /// <summary>Null for a source whose device never answered.</summary>
    public UpdateState? Of(Source source)
    {
        if (statuses.Of(source) is not EspFigures device)
            return null;
        UpdateOffer offer = OfferTo(source, device);
        Installing? last = _installing.GetValueOrDefault(source);
        return new UpdateState(
            device.Version,
            offer.Image is null ? device.Version : bundle!.Version,
            last?.Told ?? offer.Told,
            last is { Told: null },
            last is { Told: null } ? last.Percentage : null);
    }

    /// <summary>Begins to install the newest firmware; where that cannot be, or is under way, nothing happens, and the state tells why.</summary>
    public void Install(Source source)
    {
        if (statuses.Of(source) is not EspFigures device || OfferTo(source, device) is not { IsReady: true, Image: FirmwareImage image })
        {
            _ = _installing.TryRemove(source, out _);
            return;
        }
        Installing begun = new();
        if (_installing.GetValueOrDefault(source) is Installing last ? last.Told is not null && _installing.TryUpdate(source, begun, last) : _installing.TryAdd(source, begun))
            begun.Task = InstallAsync(source, image, begun);
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        await Task.WhenAll(_installing.Values.Select(installing => installing.Task)).WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public void Dispose() => _stopping.Dispose();

    private UpdateOffer OfferTo(Source source, EspFigures device) => UpdateOffer.Of(bundle, device, source.DevicePassword is not null);

    private async Task InstallAsync(Source source, FirmwareImage image, Installing installing)
    {
        // Not in the turn of the one that asked.
        await Task.Yield();
        LogBegin(log, source.Name, bundle!.Version);
        Sentence told;
        try
        {
            told = await FirmwareBundle.ReadAsync(image, _stopping.Token) is byte[] bytes ? await SendAsync(source, bytes, installing) : Sentence.Of("update.damaged", image.Path);
        }
        catch (OperationCanceledException)
        {
            return;
        }
        LogEnd(log, source.Name, told);
        installing.Told = told;
    }

    private async Task<Sentence> SendAsync(Source source, byte[] image, Installing installing)
    {
        Uri pages = source.Pages!;
        FirmwareInstallation installation = new(new EspClient(pages), new ImageUpload(pages, source.DevicePassword!, pace, time), bundle!.Version, pace, time);
        (Sentence told, EspFigures? figures) = await installation.RunAsync(image, percentage => installing.Percentage = percentage == 100 ? null : percentage, _stopping.Token);
        if (figures is not null)
            statuses.Note(source, figures);
        return told;
    }

    [LoggerMessage(LogLevel.Warning, "No firmware is offered to the devices: {Fault}")]
    private static partial void LogBundle(ILogger log, string fault);

    [LoggerMessage(LogLevel.Information, "{Source}: firmware {Version} is being installed")]
    private static partial void LogBegin(ILogger log, string source, string version);

    [LoggerMessage(LogLevel.Information, "{Source}: {Told}")]
    private static partial void LogEnd(ILogger log, string source, Sentence told);

    /// <summary>One installation, as far as it has come; written by the one that does it.</summary>
    private sealed class Installing
    {
        private volatile object? _percentage;
        private volatile Sentence? _told;

        public Task Task { get; set; } = Task.CompletedTask;

        public int? Percentage
        {
            get => (int?)_percentage;
            set => _percentage = value;
        }

        /// <summary>What came of it; null while it is under way.</summary>
        public Sentence? Told
        {
            get => _told;
            set => _told = value;
        }
    }
}
