using SmartMeter.Decoding.Axdr;

namespace SmartMeter.Decoding.Apdus;

/// <summary>
/// The head of a data-notification (IEC 62056-5-3, 7.3.14):
/// <code>0F | long-invoke-id-and-priority 4 | date-time | notification body (Data)</code>
/// The date-time is met in three forms: <c>00</c>, <c>0C</c> + 12 octets, <c>09 0C</c> + 12 octets.
/// </summary>
internal readonly ref struct DataNotification
{
    private const int DateTimeAt = 5;

    private DataNotification(ReadOnlySpan<byte> dateTime, bool octetString, ReadOnlySpan<byte> body)
    {
        DateTime = dateTime;
        HasOctetStringHead = octetString;
        Body = body;
    }

    /// <summary>Twelve octets, or none.</summary>
    public ReadOnlySpan<byte> DateTime { get; }

    /// <summary>The date-time is written with the tag of an octet-string, which the standard has not (Kaifa).</summary>
    public bool HasOctetStringHead { get; }

    /// <summary>The body, from its tag on.</summary>
    public ReadOnlySpan<byte> Body { get; }

    public static bool TryRead(ReadOnlySpan<byte> apdu, out DataNotification notification)
    {
        notification = default;
        if (apdu.Length <= DateTimeAt + 1 || apdu[0] != Apdu.DataNotification)
            return false;
        int at = DateTimeAt;
        bool octetString = apdu[at] == (byte)AxdrTag.OctetString;
        if (octetString)
            at++;
        int length = apdu[at++];
        if (length is not (0 or CosemDateTime.Octets) || apdu.Length <= at + length)
            return false;
        notification = new DataNotification(apdu.Slice(at, length), octetString, apdu[(at + length)..]);
        return true;
    }
}
