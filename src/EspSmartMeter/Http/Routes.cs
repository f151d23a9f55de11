namespace EspSmartMeter.Http;

/// <summary>The paths that are served.</summary>
internal sealed class Routes(IEndpointRouteBuilder server)
{
    /// <summary>The methods that change nothing. Kestrel leaves out the body that HEAD does not ask for.</summary>
    private static readonly string[] Reads = [HttpMethods.Get, HttpMethods.Head];

    private static readonly string[] Writes = [HttpMethods.Post];

    /// <summary>Serves what is read under a path.</summary>
    /// <param name="path">From the root of the page: <c>/data.json</c>.</param>
    /// <param name="answer">Writes the answer.</param>
    /// <param name="opensWithToken">Other programs may read it with the token of the options, from where the page is not let in.</param>
    public void Read(string path, RequestDelegate answer, bool opensWithToken = false)
    {
        IEndpointConventionBuilder route = server.MapMethods(path, Reads, answer);
        if (opensWithToken)
            route.WithMetadata(OpensWithToken.Instance);
    }

    /// <summary>Serves what changes something; the guard lets in the page's own origin alone.</summary>
    public void Write(string path, RequestDelegate answer) => server.MapMethods(path, Writes, answer);
}

/// <summary>Marks a path that the token opens.</summary>
internal sealed class OpensWithToken
{
    public static readonly OpensWithToken Instance = new();

    private OpensWithToken()
    {
    }
}
