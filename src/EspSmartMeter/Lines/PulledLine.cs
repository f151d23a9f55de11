using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using EspSmartMeter.Languages;

namespace EspSmartMeter.Lines;

/// <summary>
/// The newest telegram of a device that is asked for it over HTTP, again and again. What is new of an answer is a burst; the same octets once more are the same telegram,
/// which the device kept, and are not read again.
/// </summary>
internal sealed class PulledLine : ILine
{
    /// <summary>More octets are no telegram, nor a few of them.</summary>
    private const int LongestAnswer = 64 * 1024;

    private readonly PulledPage _page;
    private readonly TimeProvider _time;
    private readonly HttpClient _http;
    private byte[] _last = [];
    private ReadOnlyMemory<byte> _rest;
    private long _asked;

    private PulledLine(PulledPage page, TimeProvider time)
    {
        (_page, _time) = (page, time);
        _http = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            MaxResponseHeadersLength = 16,
            ConnectCallback = async (_, patience) => new NetworkStream(await TcpLine.ConnectedAsync(page.Host, page.Port, patience), ownsSocket: true),
        })
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }

    /// <summary>Asks once, so that what is wrong is told at the opening.</summary>
    /// <exception cref="LineException">The device cannot be reached, or does not answer with a telegram.</exception>
    public static async ValueTask<ILine> OpenAsync(PulledPage page, TimeProvider time, CancellationToken cancellation)
    {
        PulledLine line = new(page, time);
        try
        {
            await line.AskAsync(cancellation);
            return line;
        }
        catch
        {
            line.Dispose();
            throw;
        }
    }

    public async ValueTask<LineRead> ReadAsync(Memory<byte> buffer, CancellationToken cancellation)
    {
        while (_rest.IsEmpty)
        {
            TimeSpan wait = _page.Every - _time.GetElapsedTime(_asked);
            if (wait > TimeSpan.Zero)
                await Task.Delay(wait, _time, cancellation);
            await AskAsync(cancellation);
        }
        int count = Math.Min(buffer.Length, _rest.Length);
        _rest[..count].CopyTo(buffer);
        _rest = _rest[count..];
        return new LineRead(count, EndsBurst: _rest.IsEmpty);
    }

    public void Dispose() => _http.Dispose();

    private async Task AskAsync(CancellationToken cancellation)
    {
        _asked = _time.GetTimestamp();
        byte[] answer = await AnswerAsync(cancellation);
        if (answer.AsSpan().SequenceEqual(_last))
            return;
        _rest = _last = answer;
    }

    private async Task<byte[]> AnswerAsync(CancellationToken cancellation)
    {
        using CancellationTokenSource waiting = new(TcpFault.Patience, _time);
        using CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation, waiting.Token);
        try
        {
            using HttpRequestMessage request = new(HttpMethod.Get, new Uri(_page.Root, _page.Path)) { Headers = { Authorization = _page.Authorization } };
            using HttpResponseMessage response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, patience.Token);
            if (response.StatusCode == HttpStatusCode.Unauthorized)
                throw new LineException(Sentence.Of("pull.refused_user", _page.Peer));
            if (response.StatusCode != HttpStatusCode.OK)
                throw NoTelegram($"HTTP {(int)response.StatusCode}");
            await using Stream body = await response.Content.ReadAsStreamAsync(patience.Token);
            byte[] answer = new byte[LongestAnswer + 1];
            int length = await body.ReadAtLeastAsync(answer, answer.Length, throwOnEndOfStream: false, patience.Token);
            return length <= LongestAnswer ? answer[..length] : throw NoTelegram($"> {LongestAnswer} B");
        }
        catch (HttpRequestException failed) when (failed.InnerException is SocketException unreachable)
        {
            throw TcpFault.Of(unreachable, _page.Scheme, _page.Host, _page.Port);
        }
        catch (Exception broken) when (broken is HttpRequestException or IOException)
        {
            throw TcpFault.Broke(_page.Peer, broken);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw TcpFault.NoAnswer(_page.Peer);
        }
    }

    private LineException NoTelegram(string what) => new(Sentence.Of("pull.no_telegram", _page.Peer, what));
}

/// <summary>Where a device has its newest telegram.</summary>
/// <param name="Url">The source's address: its scheme, host and port.</param>
/// <param name="Path">From the host's root.</param>
/// <param name="Every">How often it is asked for.</param>
/// <param name="User">Null: it asks for none.</param>
/// <param name="Password">The user's.</param>
internal sealed record PulledPage(Uri Url, string Path, TimeSpan Every, string? User = null, string? Password = null)
{
    private const int DefaultPort = 80;

    public string Scheme => Url.Scheme;

    public string Host => Url.Host.Trim('[', ']');

    public int Port => Url.Port > 0 ? Url.Port : DefaultPort;

    public string Peer => TcpFault.Peer(Host, Port);

    public Uri Root => new UriBuilder(Uri.UriSchemeHttp, Url.Host, Port).Uri;

    public AuthenticationHeaderValue? Authorization =>
        User is null ? null : new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{User}:{Password}")));

    /// <exception cref="FormatException">An address that names no host alone; the message repeats nothing of it.</exception>
    public static void CheckHost(Uri url, string form)
    {
        if (url.HostNameType is not (UriHostNameType.Dns or UriHostNameType.IPv4 or UriHostNameType.IPv6))
            throw new FormatException($"the address names no host ({form})");
        if (url.AbsolutePath.Length > 1)
            throw new FormatException($"an address of the form {form} has no path behind it");
    }

    /// <summary>Never the password: records print their members otherwise.</summary>
    public override string ToString() => $"PulledPage {Peer}";
}
