using System.Buffers.Binary;
using System.Globalization;
using SmartMeter.Decoding.Apdus.Ciphering;
using SmartMeter.Decoding.Axdr;
using SmartMeter.Decoding.DataSets;
using SmartMeter.Decoding.Dissection;
using SmartMeter.Decoding.Lists;
using SmartMeter.Decoding.Readings;

namespace SmartMeter.Decoding.Apdus;

/// <summary>Application protocol data units as trees of parts, down to their values.</summary>
/// <param name="decipherer">Has the meters' keys; what comes out stands in octets of its own.</param>
/// <param name="lists">The makers' lists.</param>
internal sealed class ApduDissection(Decipherer decipherer, ListCatalogue lists)
{
    private const int MaxDepth = 4, InvokeIdOctets = 4, LlcOctets = 3;

    private readonly AxdrDocument _document = new();
    private readonly GeneralBlockTransfer _blocks = new();

    /// <summary>What came of them; null: nothing.</summary>
    public Reading? Reading { get; set; }

    /// <summary>Adds what stands from one place in the octets to another.</summary>
    public void Write(PartTree parts, int from, int to) => Write(parts, from, to, depth: 0);

    private void Write(PartTree parts, int from, int to, int depth)
    {
        while (from < to)
        {
            ReadOnlySpan<byte> rest = parts.Bytes[from..to];
            if (Apdu.StartsWithLlc(rest))
            {
                parts.Add("LLC header", from, LlcOctets);
                from += LlcOctets;
                continue;
            }
            from += depth > MaxDepth ? Unknown(parts, from, rest) : rest[0] switch
            {
                Apdu.DataNotification => Notification(parts, from, rest),
                Apdu.GeneralGloCiphering or Apdu.GeneralDedCiphering => Ciphered(parts, from, rest, depth),
                Apdu.GeneralBlockTransfer => Block(parts, from, rest, depth),
                (byte)'/' => Text(parts, from, rest),
                _ => Unknown(parts, from, rest),
            };
        }
    }

    private int Notification(PartTree parts, int from, ReadOnlySpan<byte> apdu)
    {
        if (!DataNotification.TryRead(apdu, out DataNotification push))
            return Unknown(parts, from, apdu, "the head of the data-notification is not in order");
        int head = apdu.Length - push.Body.Length;
        int body = _document.TryReadWhole(push.Body) ? push.Body.Length : _document.TryReadFirst(push.Body, out int first) ? first : -1;
        parts.Begin("data-notification", from);
        parts.Add("tag", from, 1, $"{apdu[0]:X2}");
        parts.Add("long-invoke-id-and-priority", from + 1, InvokeIdOctets, $"{BinaryPrimitives.ReadUInt32BigEndian(apdu[1..]):X8}");
        parts.Add("date-time", from + 1 + InvokeIdOctets, head - 1 - InvokeIdOctets, push.DateTime.IsEmpty ? "none" : AxdrDissection.Stamp(push.DateTime));
        if (body < 0)
            parts.Add("notification-body", from + head, push.Body.Length, fault: "its structure does not end where its octets do");
        else
            new AxdrDissection(_document, ListNotes.Of(_document, Reading, lists)).Write(parts, from + head);
        int used = body < 0 ? apdu.Length : head + body;
        parts.End(from + used);
        return used;
    }

    private int Ciphered(PartTree parts, int from, ReadOnlySpan<byte> apdu, int depth)
    {
        if (!CipheredApdu.TryReadFirst(apdu, out CipheredApdu ciphered, out int used))
            return Unknown(parts, from, apdu, "the head of the ciphered APDU is not in order, or it is cut");
        int text = from + used - ciphered.Tag.Length - ciphered.Ciphertext.Length, security = text - CipheredApdu.HeaderOctets;
        parts.Begin(apdu[0] == Apdu.GeneralGloCiphering ? "general-glo-ciphering" : "general-ded-ciphering", from);
        parts.Add("tag", from, 1, $"{apdu[0]:X2}");
        int title = ciphered.SystemTitle.Length;
        parts.Add("system title", from + 1, 1 + title, TitleText(ciphered.SystemTitle));
        parts.Add("length", from + 2 + title, security - from - 2 - title, string.Create(CultureInfo.InvariantCulture, $"{used - (security - from)}"));
        WriteSecured(parts, security, ciphered, depth);
        parts.End(from + used);
        return used;
    }

    /// <summary>Security header, text and tag; what the keys make of the text is added behind them.</summary>
    public void WriteSecured(PartTree parts, int at, in CipheredApdu ciphered, int depth = 0)
    {
        SecurityControl control = ciphered.Security;
        string said = string.Join(", ", ((string?[])[control.Encrypted ? "encrypted" : null, control.Authenticated ? "authenticated" : null, control.Compressed ? "compressed" : null, $"suite {control.Suite}"]).Where(word => word is not null));
        parts.Add("security control", at, 1, $"{control.Octet:X2}: {said}");
        parts.Add("frame counter", at + 1, CipheredApdu.HeaderOctets - 1, ciphered.FrameCounter.ToString(CultureInfo.InvariantCulture));
        at += CipheredApdu.HeaderOctets;
        Refusal? refusal = decipherer.Decipher(ciphered, new Reading());
        bool isTelegram = decipherer.Plaintext is [Apdu.DataNotification or Apdu.GeneralBlockTransfer or (byte)'/' or (byte)'\r' or (byte)'\n' or (>= (byte)'0' and <= (byte)'9'), ..];
        string? fault = refusal is { Reason: not RejectionReason.TagMismatch } ? refusal.Detail : isTelegram ? null : "what comes out is no telegram: the key does not fit";
        parts.Add(control.Encrypted ? "ciphertext" : "text", at, ciphered.Ciphertext.Length, fault: fault);
        if (!ciphered.Tag.IsEmpty)
            parts.Add("authentication tag", at + ciphered.Ciphertext.Length, ciphered.Tag.Length, fault: refusal?.Reason == RejectionReason.TagMismatch ? "does not fit" : null);
        if (fault is not null)
            return;
        parts.BeginOctets("deciphered", decipherer.Plaintext);
        if (decipherer.Plaintext[0] is Apdu.DataNotification or Apdu.GeneralBlockTransfer or (byte)'/')
            Write(parts, 0, decipherer.Plaintext.Length, depth + 1);
        else
            DataSetDissection.Write(parts, 0, decipherer.Plaintext.Length);
        parts.EndOctets();
    }

    private int Block(PartTree parts, int from, ReadOnlySpan<byte> apdu, int depth)
    {
        const int numberAt = 2, lengthAt = 6;
        if (!TransferBlock.TryRead(apdu, out TransferBlock block))
            return Unknown(parts, from, apdu, "the head of the block is not in order, or it is cut");
        parts.Begin("general-block-transfer", from, string.Create(CultureInfo.InvariantCulture, $"block {block.Number}{(block.Last ? ", the last" : "")}"));
        parts.Add("tag", from, 1, $"{apdu[0]:X2}");
        parts.Add("block control", from + 1, 1, $"{apdu[1]:X2}");
        parts.Add("block number", from + numberAt, 2, block.Number.ToString(CultureInfo.InvariantCulture));
        parts.Add("acknowledged", from + numberAt + 2, 2);
        parts.Add("block data", from + lengthAt, apdu.Length - lengthAt, string.Create(CultureInfo.InvariantCulture, $"{block.Data.Length} octets"));
        parts.End(from + apdu.Length);
        if (_blocks.StartsAnew(block, frameCounter: null))
            _blocks.Clear();
        if (_blocks.Add(block, frameCounter: null, out _))
        {
            parts.BeginOctets("blocks joined", _blocks.Message);
            _blocks.Clear();
            Write(parts, 0, parts.Bytes.Length, depth + 1);
            parts.EndOctets();
        }
        return apdu.Length;
    }

    private static int Text(PartTree parts, int from, ReadOnlySpan<byte> apdu)
    {
        DataSetDissection.Write(parts, from, from + apdu.Length);
        return apdu.Length;
    }

    private static int Unknown(PartTree parts, int from, ReadOnlySpan<byte> apdu, string? fault = null)
    {
        parts.Add("APDU", from, apdu.Length, $"tag {apdu[0]:X2}", fault ?? "no push of a meter");
        return apdu.Length;
    }

    private static string TitleText(ReadOnlySpan<byte> title) =>
        title.IsEmpty ? "none" : Flag.MakerOf(title) is string maker ? $"{Convert.ToHexString(title)}, {maker}" : Convert.ToHexString(title);
}
