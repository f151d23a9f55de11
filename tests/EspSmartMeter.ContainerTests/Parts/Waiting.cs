using System.Diagnostics;

namespace EspSmartMeter.ContainerTests.Parts;

internal static class Waiting
{
    /// <summary>True once the condition holds; false where it does not within so many seconds.</summary>
    public static Task<bool> HoldsWithin(int seconds, Func<bool> condition) => HoldsWithin(seconds, () => Task.FromResult(condition()));

    public static async Task<bool> HoldsWithin(int seconds, Func<Task<bool>> condition)
    {
        Stopwatch watch = Stopwatch.StartNew();
        while (!await condition())
        {
            if (watch.Elapsed.TotalSeconds > seconds)
                return false;
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
        return true;
    }
}
