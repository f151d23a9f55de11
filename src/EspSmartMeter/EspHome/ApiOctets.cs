namespace EspSmartMeter.EspHome;

/// <summary>What frames go over: a TCP connection.</summary>
internal interface IApiTransport
{
    /// <summary>Waits for octets; at least one.</summary>
    ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellation);

    ValueTask SendAsync(ReadOnlyMemory<byte> octets, CancellationToken cancellation);
}

/// <summary>The octets that came, held until a frame is whole. A reading that is cancelled loses none.</summary>
internal sealed class ApiOctets(IApiTransport transport)
{
    /// <summary>A frame with Noise is no longer.</summary>
    public const int Most = 3 + ushort.MaxValue;

    private byte[] _held = new byte[1024];
    private int _count;

    public ReadOnlySpan<byte> Held => _held.AsSpan(0, _count);

    public void Drop(int count)
    {
        _held.AsSpan(count, _count - count).CopyTo(_held);
        _count -= count;
    }

    public async ValueTask FillAsync(CancellationToken cancellation)
    {
        if (_count == Most)
            throw new ApiException(ApiFault.NotSpoken);
        if (_count == _held.Length)
            Array.Resize(ref _held, Math.Min(Most, 2 * _count));
        _count += await transport.ReadAsync(_held.AsMemory(_count), cancellation);
    }

    public ValueTask SendAsync(ReadOnlyMemory<byte> octets, CancellationToken cancellation) => transport.SendAsync(octets, cancellation);
}
