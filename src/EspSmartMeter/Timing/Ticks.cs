using System.Runtime.CompilerServices;

namespace EspSmartMeter.Timing;

/// <summary>Lets something be done each second or so until it is to stop.</summary>
internal sealed class Ticks(TimeSpan period, TimeProvider time) : IDisposable
{
    private readonly PeriodicTimer _timer = new(period, time);

    /// <summary>Waits for the next one; false where it is to stop.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<bool> NextAsync(CancellationToken stopping)
    {
        try
        {
            return await _timer.WaitForNextTickAsync(stopping);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    public void Dispose() => _timer.Dispose();
}
