using EspSmartMeter.Options;
using SmartMeter.Decoding.Readings;

namespace EspSmartMeter.Sinks.RejectLog;

/// <summary>
/// Writes what did not decode to log.txt: the first of a kind whole, of the rest within its minute the sum. And what the app as a whole has to say.
/// </summary>
internal sealed partial class RejectLogSink(AppOptions options, TimeProvider time, ILogger<RejectLogSink> log) : ISink
{
    private readonly RejectFile _file = new(options.DataFolder);
    private bool _writable = true;
    private HashSet<Notice> _said = [];

    public string Name => RejectFile.Name;

    /// <summary>The file that is served as log.txt.</summary>
    public string File => _file.Path;

    public ValueTask OnRejectionAsync(Rejection rejection)
    {
        Rejected rejected = rejection.Rejected;
        LogRejected(rejection.SourceName, rejected.Layer.Name, rejected.Reason.Name(), rejected.Bytes.Length, rejected.Detail is string detail ? $": {detail}" : "");
        return WriteAsync(RejectText.Of(rejection));
    }

    public ValueTask OnRepeatsAsync(Repeats repeats) => WriteAsync(RejectText.Of(repeats));

    public async ValueTask OnNoticesAsync(IReadOnlyList<Notice> standing)
    {
        HashSet<Notice> ofTheApp = [.. standing.Where(notice => notice.Source is null)];
        foreach (Notice notice in ofTheApp.Except(_said))
            await WriteAsync(RejectText.Of(notice, time.GetUtcNow()));
        _said = ofTheApp;
    }

    public ValueTask CatchUpAsync(DroppedCalls dropped) =>
        dropped.Rejections > 0 ? WriteAsync(RejectText.OfMissing(dropped.Rejections, time.GetUtcNow())) : ValueTask.CompletedTask;

    private ValueTask WriteAsync(string text)
    {
        try
        {
            _file.Append(text);
            _writable = true;
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            if (_writable)
                LogUnwritable(_file.Path, failed.Message);
            _writable = false;
        }
        return ValueTask.CompletedTask;
    }

    [LoggerMessage(LogLevel.Information, "{Source}: refused ({Layer}: {Reason}, {Length} bytes){Detail}")]
    private partial void LogRejected(string source, string layer, string reason, int length, string detail);

    [LoggerMessage(LogLevel.Warning, "{File} cannot be written: {Reason}")]
    private partial void LogUnwritable(string file, string reason);
}
