namespace EspSmartMeter.Commands;

/// <summary>How far a long file is, on the terminal of someone whose output goes elsewhere.</summary>
internal sealed class DecodeProgress
{
    private const int LongFile = 4 * 1024 * 1024, Percent = 100;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    private readonly Stream _input;
    private readonly DecodedLines _lines;
    private readonly bool _isShown;
    private long _shownAt = TimeProvider.System.GetTimestamp();

    public DecodeProgress(Stream input, DecodedLines lines)
    {
        (_input, _lines) = (input, lines);
        _isShown = Console.IsOutputRedirected && !Console.IsErrorRedirected && input.CanSeek && input.Length >= LongFile;
    }

    public void Show()
    {
        if (!_isShown || TimeProvider.System.GetElapsedTime(_shownAt) < Pause)
            return;
        _shownAt = TimeProvider.System.GetTimestamp();
        Console.Error.Write($"\r{_input.Position * Percent / _input.Length} %, {_lines.Readings} readings, {_lines.Rejections} rejections ");
    }

    public void Hide()
    {
        if (_isShown)
            Console.Error.Write($"\r{_lines.Readings} readings, {_lines.Rejections} rejections{new string(' ', 20)}\n");
    }
}
