namespace EspSmartMeter.EspHome;

/// <summary>A serial port of an ESPHome device (its component serial_proxy), subscribed to and set.</summary>
internal sealed class SerialProxy : IDisposable
{
    private readonly ApiOctets _octets;
    private readonly IApiFraming _framing;
    private int _port;
    private ReadOnlyMemory<byte> _rest;

    private SerialProxy(ApiOctets octets, IApiFraming framing) => (_octets, _framing) = (octets, framing);

    /// <summary>What came before the port was set is dropped.</summary>
    /// <param name="transport">Connected to the device.</param>
    /// <param name="key">Of its encryption; null: it has none.</param>
    /// <param name="client">Who reads it, for the device's log.</param>
    /// <param name="portName">Which port; null: the only one.</param>
    /// <param name="setting">How the port is set.</param>
    /// <param name="cancellation">Ends the attempt.</param>
    /// <exception cref="ApiException">It cannot be read.</exception>
    public static async Task<SerialProxy> OpenAsync(
        IApiTransport transport, ReadOnlyMemory<byte>? key, string client, string? portName, PortSetting setting, CancellationToken cancellation)
    {
        ApiOctets octets = new(transport);
        SerialProxy proxy = new(octets, key is ReadOnlyMemory<byte> secret ? await NoiseFraming.OpenAsync(octets, secret, cancellation) : new PlainFraming());
        try
        {
            await proxy.EnterAsync(client, portName, setting, cancellation);
            return proxy;
        }
        catch
        {
            proxy.Dispose();
            throw;
        }
    }

    /// <summary>Waits for what the port receives; a reading that is cancelled has taken none.</summary>
    /// <exception cref="ApiException">The device ends the connection, or what came is no message.</exception>
    public async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellation)
    {
        while (_rest.IsEmpty)
        {
            (int port, byte[] octets) = ApiAnswers.Data((await ReceiveAsync(ApiMessage.SerialProxyDataReceived, cancellation)).Payload);
            if (port == _port)
                _rest = octets;
        }
        int count = Math.Min(buffer.Length, _rest.Length);
        _rest[..count].CopyTo(buffer);
        _rest = _rest[count..];
        return count;
    }

    public void Dispose() => (_framing as IDisposable)?.Dispose();

    private async Task EnterAsync(string client, string? portName, PortSetting setting, CancellationToken cancellation)
    {
        await SendAsync(ApiRequests.Hello(client), cancellation);
        int version = ApiAnswers.MinorVersion((await ReceiveAsync(ApiMessage.HelloResponse, cancellation)).Payload);
        await SendAsync(ApiRequests.Empty(ApiMessage.DeviceInfoRequest), cancellation);
        _port = Chosen(ApiAnswers.Ports((await ReceiveAsync(ApiMessage.DeviceInfoResponse, cancellation)).Payload), portName);
        await SendAsync(ApiRequests.Subscription(_port), cancellation);
        Check(await AnswerAsync(ApiRequests.Subscribe, cancellation));
        await SendAsync(ApiRequests.Setting(_port, setting), cancellation);
        if (version >= ApiRequests.Minor)
            Check(await AnswerAsync(ApiRequests.Configure, cancellation));
    }

    private static int Chosen(IReadOnlyList<string> ports, string? name)
    {
        if (ports.Count == 0)
            throw new ApiException(ApiFault.NoPorts);
        string names = string.Join(", ", ports.Distinct());
        if (name is null)
            return ports.Count == 1 ? 0 : throw new ApiException(ApiFault.SeveralPorts, names);
        for (int port = 0; port < ports.Count; port++)
        {
            if (ports[port] == name)
                return port;
        }
        throw new ApiException(ApiFault.NoSuchPort, names);
    }

    private static void Check(PortAnswer answer)
    {
        if (answer.Status is PortStatus.Done or PortStatus.Assumed)
            return;
        ApiFault fault = answer.Status switch
        {
            PortStatus.InUse => ApiFault.InUse,
            PortStatus.InvalidArgument or PortStatus.NotSupported when answer.Request == ApiRequests.Configure => ApiFault.Unfit,
            _ => ApiFault.Refused,
        };
        throw new ApiException(fault, answer.Reason.Length > 0 ? answer.Reason : $"{answer.Status}");
    }

    private async ValueTask<PortAnswer> AnswerAsync(int request, CancellationToken cancellation)
    {
        while (true)
        {
            PortAnswer answer = ApiAnswers.Answer((await ReceiveAsync(ApiMessage.SerialProxyRequestResponse, cancellation)).Payload);
            if (answer.Port == _port && answer.Request == request)
                return answer;
        }
    }

    /// <summary>The next message of a type; others are passed over, but for what has to be answered.</summary>
    private async ValueTask<ApiMessage> ReceiveAsync(int type, CancellationToken cancellation)
    {
        while (true)
        {
            ApiMessage message = await NextAsync(cancellation);
            if (message.Type == type)
                return message;
            if (message.Type == ApiMessage.PingRequest)
                await SendAsync(ApiRequests.Empty(ApiMessage.PingResponse), cancellation);
            if (message.Type != ApiMessage.DisconnectRequest)
                continue;
            await SendAsync(ApiRequests.Empty(ApiMessage.DisconnectResponse), cancellation);
            throw new ApiException(ApiFault.Left);
        }
    }

    private async ValueTask<ApiMessage> NextAsync(CancellationToken cancellation)
    {
        while (true)
        {
            if (_framing.Take(_octets) is ApiMessage message)
                return message;
            await _octets.FillAsync(cancellation);
        }
    }

    private ValueTask SendAsync(ApiMessage message, CancellationToken cancellation) => _octets.SendAsync(_framing.Frame(message), cancellation);
}
