namespace EspSmartMeter.Captures;

/// <summary>How much of a capture there is to tell its form by.</summary>
internal enum Extent
{
    /// <summary>A little: it may become what it is not yet.</summary>
    Begun,

    /// <summary>Enough to decide, cut anywhere.</summary>
    Enough,

    /// <summary>All of it.</summary>
    Whole,
}
