namespace EspSmartMeter.Lines;

/// <summary>
/// <c>mqtt://host:port/topic/+?format=hex</c>: raw bytes that a gateway publishes, one payload one burst. A topic with wildcards brings many lines, each named by what the
/// wildcards stand for. What the broker kept is of another time and is not read.
/// </summary>
internal sealed class MqttScheme : IManyLinesScheme, IOneLineScheme
{
    public string Name => "mqtt";

    public string Form => "mqtt://host:port/topic";

    public string? Hint => "a topic with + or # brings a line for each that comes; ?format=hex: payloads are hex digits";

    public bool TakesUser => true;

    public bool TakesHash => true;

    public void Check(Uri url) => MqttAddress.Parse(url);

    public bool IsMany(Uri url) => MqttAddress.Parse(url).Topic.IsMany;

    public string Shown(Uri url) =>
        url.UserInfo.Length == 0 ? url.OriginalString : $"{url.Scheme}://{ILineScheme.HiddenUser}{url.GetComponents(UriComponents.HostAndPort, UriFormat.UriEscaped)}/{MqttAddress.Behind(url)}";

    public string NameOf(Uri url) => MqttAddress.Parse(url).Topic.PlainName is { Length: > 0 } name ? name : url.Host;

    public async ValueTask<ILineCarrier> OpenCarrierAsync(LineOpening opening, CancellationToken cancellation) =>
        await MqttSubscription.OpenAsync(opening, cancellation);

    public async ValueTask<ILine> OpenAsync(LineOpening opening, CancellationToken cancellation) =>
        new WholeSubscription(await MqttSubscription.OpenAsync(opening, cancellation));

    /// <summary>A topic without wildcards is one line, which begins with its first payload and is as long as the subscription.</summary>
    private sealed class WholeSubscription(MqttSubscription subscription) : ILine
    {
        private ILine? _line;

        public async ValueTask<LineRead> ReadAsync(Memory<byte> buffer, CancellationToken cancellation)
        {
            _line ??= (await subscription.NextAsync(cancellation)).Line;
            return await _line.ReadAsync(buffer, cancellation);
        }

        public void Dispose()
        {
            _line?.Dispose();
            subscription.Dispose();
        }
    }
}
