using System.Buffers.Binary;
using SmartMeter.Decoding.Axdr;

namespace SmartMeter.Decoding.Apdus;

/// <summary>One block of a general block transfer (IEC 62056-5-3, 7.3.13).
/// <code>E0 | control: last, streaming, window | block number 2 | acknowledged 2 | length | data</code></summary>
internal readonly ref struct TransferBlock
{
    private TransferBlock(bool last, int number, ReadOnlySpan<byte> data)
    {
        Last = last;
        Number = number;
        Data = data;
    }

    public bool Last { get; }

    /// <summary>From 1.</summary>
    public int Number { get; }

    public ReadOnlySpan<byte> Data { get; }

    public static bool TryRead(ReadOnlySpan<byte> apdu, out TransferBlock block)
    {
        block = default;
        int at = 6;
        if (apdu.Length < 8 || !AxdrLength.TryRead(apdu, ref at, out int length) || length != apdu.Length - at)
            return false;
        block = new TransferBlock((apdu[1] & 0x80) != 0, BinaryPrimitives.ReadUInt16BigEndian(apdu[2..]), apdu[at..]);
        return block.Number > 0;
    }
}

/// <summary>
/// Joins the blocks of a message: they may come twice and out of order, and a push may be abandoned for a new one. Bounded in blocks and bytes.
/// </summary>
internal sealed class GeneralBlockTransfer
{
    private const int MaxBlocks = 256, LongestMessage = 64 * 1024;

    private readonly MessageBuffer _arrived = new(LongestMessage);
    private readonly MessageBuffer _message = new(LongestMessage);
    private readonly (int Start, int Length)[] _blocks = new (int, int)[MaxBlocks + 1];
    private int _count, _last;
    private long? _counterOfBlock0;

    public bool IsOpen => _count > 0;

    /// <summary>The whole message, once <see cref="Add"/> said so.</summary>
    public ReadOnlySpan<byte> Message => _message.Bytes;

    /// <summary>
    /// True where the block belongs to another message than the ones held: the same number with other contents, or, where each is ciphered by itself, a
    /// frame counter that has not run with the numbers. One block may have been sent twice.
    /// </summary>
    /// <param name="block">The block.</param>
    /// <param name="frameCounter">Of the ciphered APDU that it came in; null: it came in none.</param>
    public bool StartsAnew(in TransferBlock block, uint? frameCounter) =>
        (block.Number <= MaxBlocks && _blocks[block.Number].Length > 0 && !Contents(block.Number).SequenceEqual(block.Data))
        || (IsOpen && (frameCounter is null) != (_counterOfBlock0 is null))
        || (frameCounter > 0 && Math.Abs(frameCounter.Value - block.Number - (_counterOfBlock0 ?? 0)) > 1 && IsOpen);

    /// <summary>Takes a block. True: all are there. False with <paramref name="fits"/>: more are to come.</summary>
    public bool Add(in TransferBlock block, uint? frameCounter, out bool fits)
    {
        _counterOfBlock0 ??= frameCounter - block.Number;
        fits = block.Number <= MaxBlocks && (_last == 0 || block.Number <= _last) && !block.Data.IsEmpty;
        if (!fits)
            return false;
        if (_blocks[block.Number].Length == 0)
        {
            int start = _arrived.Bytes.Length;
            if (fits = _arrived.TryAppend(block.Data))
            {
                _blocks[block.Number] = (start, block.Data.Length);
                _count++;
            }
        }
        if (block.Last)
            _last = block.Number;
        return fits && _last > 0 && _count == _last && Join();
    }

    public void Clear()
    {
        Array.Clear(_blocks);
        _arrived.Clear();
        _count = _last = 0;
        _counterOfBlock0 = null;
    }

    private ReadOnlySpan<byte> Contents(int number) => _arrived.Bytes.Slice(_blocks[number].Start, _blocks[number].Length);

    private bool Join()
    {
        _message.Clear();
        for (int number = 1; number <= _last; number++)
            _ = _message.TryAppend(Contents(number));
        return true;
    }
}
