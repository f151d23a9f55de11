using System.Net;
using Microsoft.AspNetCore.Connections;

namespace EspSmartMeter.Http;

/// <summary>
/// Lets connections in on the page's port, before a byte of them is read. Peers that may not come are dropped and count for nothing; where too many came, the one
/// that has been idle longest goes, so that sockets which somebody opens and leaves keep nobody out.
/// </summary>
internal sealed partial class ConnectionDoor(AccessRules rules, TimeProvider time, ILogger<ConnectionDoor> log)
{
    /// <summary>Connections at once; a browser opens six, and the ingress one for each.</summary>
    internal const int Most = 64;

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();

    /// <summary>The one that has been idle longest first.</summary>
    private readonly LinkedList<Visit> _idle = new();

    private int _visits;
    private DateTimeOffset? _toldAt;

    private sealed class Visit(ConnectionContext connection)
    {
        public ConnectionContext Connection => connection;

        /// <summary>Its place among the idle; null while a request of it is answered.</summary>
        public LinkedListNode<Visit>? Idle { get; set; }

        /// <summary>It no longer counts: it ended, or another took its place.</summary>
        public bool IsOver { get; set; }
    }

    /// <summary>A connection, from its beginning to its end.</summary>
    public async Task EnterAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        if (!rules.MayEnter((connection.RemoteEndPoint as IPEndPoint)?.Address))
        {
            connection.Abort();
            return;
        }
        Visit visit = new(connection);
        connection.Items[typeof(ConnectionDoor)] = visit;
        if (!TryBegin(visit))
        {
            connection.Abort();
            return;
        }
        try
        {
            await next(connection);
        }
        finally
        {
            End(visit);
        }
    }

    /// <summary>A request, which keeps its connection from being dropped while it is answered.</summary>
    public async Task AnswerAsync(HttpContext context, RequestDelegate next)
    {
        Visit? visit = context.Features.Get<Microsoft.AspNetCore.Connections.Features.IConnectionItemsFeature>()?.Items[typeof(ConnectionDoor)] as Visit;
        Move(visit, idle: false);
        try
        {
            await next(context);
        }
        finally
        {
            Move(visit, idle: true);
        }
    }

    /// <summary>False where every other connection has a request that is being answered.</summary>
    private bool TryBegin(Visit visit)
    {
        Visit? dropped = null;
        lock (_gate)
        {
            if (_visits >= Most)
            {
                Tell();
                if (_idle.First is not LinkedListNode<Visit> oldest)
                    return false;
                dropped = oldest.Value;
                Leave(dropped);
            }
            _visits++;
            visit.Idle = _idle.AddLast(visit);
        }
        dropped?.Connection.Abort();
        return true;
    }

    private void End(Visit visit)
    {
        lock (_gate)
        {
            if (!visit.IsOver)
                Leave(visit);
        }
    }

    private void Move(Visit? visit, bool idle)
    {
        lock (_gate)
        {
            if (visit is null || visit.IsOver)
                return;
            if (visit.Idle is LinkedListNode<Visit> node)
                _idle.Remove(node);
            visit.Idle = idle ? _idle.AddLast(visit) : null;
        }
    }

    private void Leave(Visit visit)
    {
        if (visit.Idle is LinkedListNode<Visit> node)
            _idle.Remove(node);
        visit.IsOver = true;
        _visits--;
    }

    private void Tell()
    {
        DateTimeOffset now = time.GetUtcNow();
        if (_toldAt is DateTimeOffset told && now >= told && now - told < Minute)
            return;
        _toldAt = now;
        LogFull(Most);
    }

    [LoggerMessage(LogLevel.Warning, "{Most} connections stand open on the page's port: for each that comes, the one that has been idle longest is dropped.")]
    private partial void LogFull(int most);
}
