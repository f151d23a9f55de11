namespace EspSmartMeter.Sources;

/// <summary>
/// Reads every source, each in a loop of its own, and decodes each line. It ends before all else, whatever the order that services were registered in: nothing more
/// comes when what takes it ends.
/// </summary>
internal sealed class SourceService(SourceRegistry sources, ISourceReceiver receiver, TimeProvider time, ILogger<SourceService> log)
    : IHostedLifecycleService, IByteReceivers, IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private Task _reading = Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        // The rest of the host starts meanwhile.
        _reading = Task.Run(() => Task.WhenAll(sources.Sources.Select(source => new SourceLoop(source, this, time, log).RunAsync(_stop.Token))), CancellationToken.None);
        return Task.CompletedTask;
    }

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        await _stop.CancelAsync();
        await _reading.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public IByteReceiver Of(Source line) => new DecodingReceiver(line, sources.DecoderOptionsOf(line), receiver, () => sources.LineCount);

    public void Found(Source line) => receiver.OnLine(line);

    public void Link(Source source) => receiver.OnLink(source);

    public void Dispose() => _stop.Dispose();

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
