using EspSmartMeter.Lines;

namespace EspSmartMeter.Sources;

/// <summary>How a source's line is listened to: the mode that it is opened in, and what the search for it says.</summary>
internal sealed class LineControl(ILineScheme scheme, Uri url)
{
    /// <summary>What every port can be set to.</summary>
    private static readonly SerialMode Plain = new(9600, 8, SerialParity.None, 1);

    private readonly Lock _gate = new();
    private readonly HashSet<SerialMode> _unfit = [];
    private readonly SerialMode _givenMode = scheme.ModeIn(url) ?? SerialMode.Default;
    private SerialMode? _foundMode;
    private SerialMode? _listensIn;
    private LineNote? _note;

    /// <summary>The app may open the line in any mode: its address gives none.</summary>
    public bool IsOurs => scheme.HasModes && scheme.ModeIn(url) is null;

    /// <summary>How the line is opened.</summary>
    public SerialMode Mode
    {
        get
        {
            lock (_gate)
                return _listensIn ?? _foundMode ?? (_unfit.Contains(_givenMode) ? Plain : _givenMode);
        }
    }

    /// <summary>The mode that telegrams decoded in, at a line whose address gives none.</summary>
    public SerialMode? FoundMode
    {
        get
        {
            lock (_gate)
                return _foundMode;
        }
    }

    /// <summary>What the search says; null where there was none.</summary>
    public LineNote? Note
    {
        get
        {
            lock (_gate)
                return _note;
        }
    }

    /// <summary>Takes over the mode that the last run found. One in the address is the user's, whatever was found.</summary>
    public void Restore(string? foundMode)
    {
        lock (_gate)
            _foundMode = IsOurs ? SerialMode.TryParse(foundMode) : null;
    }

    /// <summary>Opens the line anew in another mode, and from now on where it is the one that was looked for.</summary>
    public void ListenIn(SerialMode mode, bool found)
    {
        lock (_gate)
        {
            _listensIn = mode;
            if (found)
                _foundMode = mode;
        }
    }

    /// <summary>Its port was asked for this mode and cannot be set so. One in the address is asked for again.</summary>
    public void CannotBe(SerialMode mode)
    {
        lock (_gate)
        {
            if (!IsOurs)
                return;
            _unfit.Add(mode);
            if (_listensIn == mode)
                _listensIn = null;
            if (_foundMode == mode)
                _foundMode = null;
        }
    }

    /// <summary>Its port was asked for this mode in vain.</summary>
    public bool Refuses(SerialMode mode)
    {
        lock (_gate)
            return _unfit.Contains(mode);
    }

    /// <summary>The search has something to say, or no longer.</summary>
    public void Says(LineNote? note)
    {
        lock (_gate)
            _note = note;
    }
}
