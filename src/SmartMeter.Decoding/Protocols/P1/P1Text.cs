using SmartMeter.Decoding.Apdus;
using SmartMeter.Decoding.DataSets;
using SmartMeter.Decoding.Readings;
using SmartMeter.Decoding.Streams;

namespace SmartMeter.Decoding.Protocols.P1;

/// <summary>A whole P1 telegram that came inside something else (deciphered): its own CRC is verified here, not by a frame.</summary>
internal sealed class P1Text(DataSetPayload payload) : ITelegramText
{
    private static readonly Refusal NoEnd = new(P1Format.Refuses, RejectionReason.Malformed, "the deciphered telegram has no end");
    private static readonly Refusal BadCrc = new(P1Format.Refuses, RejectionReason.Crc, "of the deciphered telegram");

    private readonly P1Format _format = new(verifyCrc: true);
    private readonly KeptText _kept = new();

    /// <inheritdoc/>
    public bool IsOne(ReadOnlySpan<byte> octets) => P1Ciphered.IsTelegram(octets);

    /// <inheritdoc/>
    public bool IsProven(ReadOnlySpan<byte> octets) => !octets.IsEmpty && octets[0] == P1Format.Slash
        && _format.Match(octets.TrimEnd("\r\n\0"u8), ended: true) is { Kind: MatchKind.Complete, Unproven: false };

    /// <inheritdoc/>
    public bool IsDamagedOne(ReadOnlySpan<byte> octets) => P1Ciphered.IsMostlyText(octets)
        && (!IsOne(octets) || _format.Match(octets.TrimEnd("\r\n\0"u8), ended: true) is { Kind: MatchKind.Damaged or MatchKind.Incomplete });

    /// <inheritdoc/>
    public Refusal? Read(Span<byte> telegram, Reading reading)
    {
        FrameMatch match = _format.Match(telegram.TrimEnd("\r\n\0"u8), ended: true);
        if (match.Kind == MatchKind.Damaged && match.Reason == RejectionReason.Crc)
            return BadCrc;
        if (match.Kind != MatchKind.Complete)
            return NoEnd;
        int bang = telegram[..match.Length].LastIndexOf((byte)'!');
        reading.Encoding = P1Format.Name;
        reading.Text = _kept.Of(telegram[..bang]);
        return payload.Read(telegram[..bang], strict: false, reading);
    }
}
