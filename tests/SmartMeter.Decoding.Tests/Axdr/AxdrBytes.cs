using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using SmartMeter.Decoding.Apdus;
using SmartMeter.Decoding.Apdus.Ciphering;
using SmartMeter.Decoding.Obis;
using SmartMeter.Decoding.Tests.Protocols.Hdlc;

namespace SmartMeter.Decoding.Tests.Axdr;

/// <summary>Builds COSEM data in A-XDR (tag, length where it varies, octets), and the pushes that carry it.</summary>
internal static class AxdrBytes
{
    public static readonly byte[] Key = [.. Enumerable.Range(1, 16).Select(number => (byte)number)];

    /// <summary>2026-11-22 08:00:00, one hour ahead of UTC.</summary>
    public static readonly byte[] ClockOctets = [0x07, 0xEA, 11, 22, 7, 8, 0, 0, 0, 0xFF, 0xC4, 0];

    public static readonly byte[] Clock = Octets(ClockOctets);

    public static readonly byte[] Null = [0];

    public static byte[] Structure(params byte[][] elements) => [2, (byte)elements.Length, .. elements.SelectMany(element => element)];

    public static byte[] Array(params byte[][] elements) => [1, (byte)elements.Length, .. elements.SelectMany(element => element)];

    public static byte[] Octets(params byte[] octets) => [9, (byte)octets.Length, .. octets];

    public static byte[] Text(string text) => Octets(Encoding.ASCII.GetBytes(text));

    public static byte[] Visible(string text) => [10, (byte)text.Length, .. Encoding.ASCII.GetBytes(text)];

    public static byte[] Bool(bool value) => [3, (byte)(value ? 1 : 0)];

    public static byte[] Enum(byte value) => [22, value];

    public static byte[] U8(byte value) => [17, value];

    public static byte[] I16(short value) => Number(16, value, 2);

    public static byte[] U16(ushort value) => Number(18, value, 2);

    public static byte[] U32(uint value) => Number(6, value, 4);

    public static byte[][] U16s(params ushort[] values) => [.. values.Select(U16)];

    public static byte[][] U32s(params uint[] values) => [.. values.Select(U32)];

    public static byte[] I64(long value) => Number(20, value, 8);

    public static byte[] U64(ulong value) => Number(21, (long)value, 8);

    public static byte[] ScalerUnit(sbyte scaler, byte unit) => Structure([15, (byte)scaler], Enum(unit));

    /// <summary>A code as a value: its six octets in an octet-string.</summary>
    public static byte[] Code(string code) => Octets(Six(code));

    /// <summary>A row of code and value in turn.</summary>
    public static byte[][] Pairs(params (string Code, byte[] Value)[] pairs) => [.. pairs.SelectMany(pair => (byte[][])[Code(pair.Code), pair.Value])];

    /// <summary>The list of objects, headed by the push setup whose value it is, and their values.</summary>
    public static byte[] Objects(string pushSetup, params (string Code, byte[] Value)[] objects)
    {
        byte[] list = Array([.. objects.Select(item => item.Code).Prepend(pushSetup).Select(code => Structure(U16(3), Code(code), [15, 2], U16(0)))]);
        return Structure([list, .. objects.Select(item => item.Value)]);
    }

    /// <summary>A pair whose code stands in an attribute descriptor without tags.</summary>
    public static byte[] Descriptor(string code, byte[] value) => [2, 2, 0, 3, .. Six(code), 2, .. value];

    /// <summary>A data-notification in an HDLC frame.</summary>
    public static byte[] Push(byte[] body, bool octetStringHead = false) => HdlcWire.Frame([0xE6, 0xE7, 0, .. Apdu(body, octetStringHead)]);

    /// <summary>The same, ciphered under the system title of this maker (FLAG id).</summary>
    public static byte[] Ciphered(string flag, byte[] body)
    {
        byte[] title = [.. Encoding.ASCII.GetBytes(flag), 1, 2, 3, 4, 5], nonce = [.. title, 0, 0, 0, 1];
        byte[] apdu = Apdu(body, octetStringHead: false), text = new byte[apdu.Length], tag = new byte[12];
        using AesGcm gcm = new(Key, tag.Length);
        gcm.Encrypt(nonce, apdu, text, tag, (byte[])[0x30, .. Key]);
        byte[] content = [0x30, .. nonce[8..], .. text, .. tag];
        return HdlcWire.Frame([0xE6, 0xE7, 0, 0xDB, 8, .. title, 0x81, (byte)content.Length, .. content]);
    }

    /// <summary>What comes of a push, with the keys of <see cref="Ciphered"/>.</summary>
    public static Decoded Decode(byte[] frame, Decoding.Lists.ListCatalogue? lists = null) =>
        Decoded.From(frame, new DecoderOptions { Keys = new KeyRing(new MeterKeys(Key, Key)), Lists = lists });

    private static byte[] Apdu(byte[] body, bool octetStringHead) =>
        [0x0F, 0, 0, 0, 1, .. octetStringHead ? (byte[])[9] : [], 12, .. ClockOctets, .. body];

    private static byte[] Six(string text)
    {
        ObisCode code = ObisCode.Parse(text);
        return [code.A, code.B, code.C, code.D, code.E, code.F];
    }

    private static byte[] Number(byte tag, long value, int octets)
    {
        byte[] eight = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(eight, value);
        return [tag, .. eight[^octets..]];
    }
}
