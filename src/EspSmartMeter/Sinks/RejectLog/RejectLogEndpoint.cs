using EspSmartMeter.Http;

namespace EspSmartMeter.Sinks.RejectLog;

/// <summary>Serves log.txt.</summary>
internal sealed class RejectLogEndpoint(RejectLogSink log) : IEndpoint
{
    public void Map(Routes routes) => routes.Read("/" + RejectFile.Name, context => Answer.TextFile(context, log.File));
}
