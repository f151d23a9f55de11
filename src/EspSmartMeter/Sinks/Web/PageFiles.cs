using System.Reflection;
using System.Text;
using EspSmartMeter.About;
using EspSmartMeter.Http;
using Microsoft.Net.Http.Headers;

namespace EspSmartMeter.Sinks.Web;

/// <summary>The page's files, which are inside the program.</summary>
internal static class PageFiles
{
    /// <summary>The page's scripts, by their names without the end.</summary>
    public static readonly IReadOnlyList<string> Scripts = ["page", "dom", "format", "follow", "events", "meter", "history", "peak", "source", "settings", "way", "device", "frames", "reasons"];

    private static readonly (string Path, string Resource, string Type)[] Files =
    [
        ("/", "index.html", "text/html; charset=utf-8"),
        ("/page.css", "page.css", "text/css; charset=utf-8"),
        .. from script in Scripts select ($"/{script}.js", $"{script}.js", "text/javascript; charset=utf-8"),
        ("/icon.svg", "icon.svg", "image/svg+xml"),
        ("/favicon.ico", "icon.svg", "image/svg+xml"),
    ];

    /// <param name="routes">Where to.</param>
    /// <param name="language">What the page speaks.</param>
    public static void Map(Routes routes, string language)
    {
        foreach ((string path, string resource, string type) in Files)
            Map(routes, path, Content(resource), type);
        Map(routes, "/home.js", Encoding.UTF8.GetBytes($"export const home = '{Product.Url}';\n"), "text/javascript; charset=utf-8");
        Map(routes, "/keys.js", KeyTable.Script(), "text/javascript; charset=utf-8");
        Map(routes, "/texts.js", PageTexts.Script(language), "text/javascript; charset=utf-8");
    }

    private static void Map(Routes routes, string path, byte[] content, string type)
    {
        EntityTagHeaderValue tag = new($"\"{Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(content))[..16]}\"");
        routes.Read(path, context => Send(context, content, type, tag));
    }

    private static async Task Send(HttpContext context, byte[] content, string type, EntityTagHeaderValue tag)
    {
        // A browser keeps the files and asks whether they are still these: a new version shows at once.
        context.Response.GetTypedHeaders().ETag = tag;
        context.Response.Headers.CacheControl = "no-cache";
        if (context.Request.GetTypedHeaders().IfNoneMatch.Any(known => known.Compare(tag, useStrongComparison: false)))
        {
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }
        context.Response.ContentType = type;
        context.Response.ContentLength = content.Length;
        await context.Response.Body.WriteAsync(content);
    }

    private static byte[] Content(string resource)
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"Page.{resource}")!;
        byte[] content = new byte[stream.Length];
        stream.ReadExactly(content);
        return content;
    }
}
