using SmartMeter.Decoding.Readings;

namespace SmartMeter.Decoding.Apdus;

/// <summary>APDUs behind the one that was read, in the same frame or under the same cipher, and what is known of them all. Bounded.</summary>
internal sealed class PendingApdus
{
    private const int Longest = 64 * 1024;

    private byte[] _octets = [];
    private byte[] _taken = [];
    private int _length;
    private bool _ciphered, _encrypted, _authenticated;
    private uint? _frameCounter;
    private string? _manufacturer;
    private TelegramCheck _check;

    public bool IsEmpty => _length == 0;

    /// <summary>What the frame says of them.</summary>
    public ApduFrame Frame { get; private set; }

    /// <summary>The system title they were ciphered under, in hex; null without one.</summary>
    public string? SystemTitle { get; private set; }

    public void Put(ReadOnlySpan<byte> octets, ApduFrame frame)
    {
        Frame = frame;
        _length = Math.Min(octets.Length, Longest);
        if (_octets.Length < _length)
            _octets = new byte[_length * 2];
        octets[.._length].CopyTo(_octets);
    }

    /// <summary>They came under the same cipher as this reading.</summary>
    public void NoteCipher(Reading reading, string? systemTitle)
    {
        _ciphered = true;
        (_encrypted, _authenticated, _frameCounter, _manufacturer) = (reading.Encrypted, reading.Authenticated, reading.FrameCounter, reading.Manufacturer);
        _check = reading.Check;
        SystemTitle = systemTitle;
    }

    /// <summary>Tells a reading what is known of it beforehand.</summary>
    public void Describe(Reading reading)
    {
        if (!_ciphered)
            return;
        (reading.Encrypted, reading.Authenticated, reading.FrameCounter, reading.Manufacturer) = (_encrypted, _authenticated, _frameCounter, _manufacturer);
        reading.Check = _check;
    }

    /// <summary>All of them; from then on none is pending.</summary>
    public ReadOnlySpan<byte> Take()
    {
        (_octets, _taken) = (_taken, _octets);
        ReadOnlySpan<byte> all = _taken.AsSpan(0, _length);
        _length = 0;
        return all;
    }

    public void Clear()
    {
        _length = 0;
        _ciphered = false;
        SystemTitle = null;
    }
}
