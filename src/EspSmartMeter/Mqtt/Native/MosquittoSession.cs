using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace EspSmartMeter.Mqtt;

/// <summary>
/// One connection through libmosquitto, from the attempt to its end; the next attempt gets a new one, so that nothing old waits inside the library.
/// <see cref="Loop"/> is called by one thread, <see cref="Publish"/> by any.
/// The library's callbacks only note what happened (they must not throw, and run under the library's locks); <see cref="Loop"/> then hands it out.
/// </summary>
internal sealed unsafe class MosquittoSession : IDisposable
{
    private static readonly int Initialised = Libmosquitto.Initialise();

    private readonly nint _client;
    private readonly GCHandle _self;
    private readonly ConcurrentQueue<int> _confirmed = new();
    private readonly ConcurrentQueue<MqttMessage> _received = new();
    private readonly ConcurrentDictionary<int, string> _asked = new();
    private readonly ConcurrentQueue<string> _refused = new();

    public MosquittoSession(string clientId, Broker broker, MqttMessage will)
    {
        _ = Initialised;
        _self = GCHandle.Alloc(this);
        _client = Libmosquitto.New(clientId, true, GCHandle.ToIntPtr(_self));
        if (_client == 0)
        {
            _self.Free();
            throw new InvalidOperationException("libmosquitto has no memory for a client.");
        }
        try
        {
            SetUp(broker, will);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    private void SetUp(Broker broker, MqttMessage will)
    {
        Expect(Libmosquitto.SetThreaded(_client, true));
        Expect(Libmosquitto.SetOption(_client, Libmosquitto.OptionProtocolVersion, Libmosquitto.Mqtt311));
        Expect(Libmosquitto.SetOption(_client, Libmosquitto.OptionTcpNoDelay, 1));
        Libmosquitto.OnConnect(_client, &Answered);
        Libmosquitto.OnPublish(_client, &Confirmed);
        Libmosquitto.OnMessage(_client, &Arrived);
        Libmosquitto.OnSubscribe(_client, &Granted);
        Libmosquitto.OnLog(_client, &Logged);
        if (broker.Username is not null)
            Expect(Libmosquitto.SetLogin(_client, broker.Username, broker.Password));
        fixed (byte* payload = will.Payload.Span)
            Expect(Libmosquitto.SetWill(_client, will.Topic, will.Payload.Length, payload, (int)will.Quality, will.Retain));
    }

    /// <summary>The code of the broker's CONNACK (MQTT 3.1.1, 3.2.2.3); null until it came.</summary>
    public int? Answer { get; private set; }

    /// <summary>The errors the library told of, at most a few: for TLS it is where the reason stands.</summary>
    public string? Errors { get; private set; }

    /// <summary>The errno of the last failed call.</summary>
    public int Errno { get; private set; }

    public int UseTls(Broker broker)
    {
        if (broker.CaFile is null && broker.ClientCertificateFile is null)
            return Libmosquitto.SetOption(_client, Libmosquitto.OptionUseSystemAuthorities, 1);
        string? caFolder = broker.CaFile is null ? "/etc/ssl/certs" : null;
        return Libmosquitto.SetTls(_client, broker.CaFile, caFolder, broker.ClientCertificateFile, broker.ClientKeyFile, 0);
    }

    public int Connect(Broker broker)
    {
        int result = Libmosquitto.Connect(_client, broker.Host, broker.Port, (int)MqttLimits.KeepAlive.TotalSeconds);
        Errno = Marshal.GetLastPInvokeError();
        return result;
    }

    /// <summary>Sends and receives what there is, waiting for at most <paramref name="wait"/>; anything but Success: the connection is over.</summary>
    public int Loop(TimeSpan wait)
    {
        int result = Libmosquitto.Loop(_client, (int)wait.TotalMilliseconds, 1);
        if (result != MosquittoResult.Success)
            Errno = Marshal.GetLastPInvokeError();
        return result;
    }

    public int Publish(MqttMessage message, out int messageId)
    {
        fixed (byte* payload = message.Payload.Span)
        {
            return Libmosquitto.Publish(
                _client, out messageId, message.Topic, message.Payload.Length, payload, (int)message.Quality, message.Retain);
        }
    }

    public int Subscribe(string filter)
    {
        int result = Libmosquitto.Subscribe(_client, out int messageId, filter, (int)MqttQuality.AtLeastOnce);
        _asked[messageId] = filter;
        return result;
    }

    public void Disconnect() => _ = Libmosquitto.Disconnect(_client);

    public bool TryConfirmed(out int messageId) => _confirmed.TryDequeue(out messageId);

    public bool TryReceived(out MqttMessage message) => _received.TryDequeue(out message!);

    /// <summary>A topic that the broker did not grant.</summary>
    public bool TryRefused(out string filter) => _refused.TryDequeue(out filter!);

    public void Dispose()
    {
        Libmosquitto.Destroy(_client);
        _self.Free();
    }

    /// <summary>Calls that fail only when asked wrongly, or without memory.</summary>
    private static void Expect(int result)
    {
        if (result != MosquittoResult.Success)
            throw new InvalidOperationException($"libmosquitto: {Libmosquitto.TextOf(result)}");
    }

    private static MosquittoSession Of(nint context) => (MosquittoSession)GCHandle.FromIntPtr(context).Target!;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Answered(nint client, nint context, int code) => Of(context).Answer = code;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Confirmed(nint client, nint context, int messageId) => Of(context)._confirmed.Enqueue(messageId);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Arrived(nint client, nint context, Libmosquitto.NativeMessage* message)
    {
        if (message->Length > MqttLimits.LargestIncoming || message->Length < 0)
            return;
        string topic = Marshal.PtrToStringUTF8(message->Topic) ?? "";
        byte[] payload = new ReadOnlySpan<byte>(message->Payload, message->Length).ToArray();
        Of(context)._received.Enqueue(new MqttMessage(topic, payload, message->Retain != 0, (MqttQuality)message->Quality));
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Granted(nint client, nint context, int messageId, int count, int* qualities)
    {
        const int failure = 0x80;
        MosquittoSession session = Of(context);
        if (count > 0 && qualities[0] >= failure && session._asked.TryGetValue(messageId, out string? filter))
            session._refused.Enqueue(filter);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Logged(nint client, nint context, int level, nint text)
    {
        const int enough = 300;
        MosquittoSession session = Of(context);
        if (level != Libmosquitto.LogError || session.Errors?.Length > enough)
            return;
        string? error = Marshal.PtrToStringUTF8(text);
        session.Errors = session.Errors is null ? error : $"{session.Errors}; {error}";
    }
}
