using System.Buffers;
using System.Text.Json;
using EspSmartMeter.Json;

namespace EspSmartMeter.Http;

/// <summary>The forms that answers come in.</summary>
internal static class Answer
{
    /// <param name="context">The request.</param>
    /// <param name="text">All of it.</param>
    /// <param name="form">What stands in the type between <c>text/plain</c> and the charset, like <c>version=0.0.4; </c>.</param>
    public static Task Text(HttpContext context, string text, string form = "")
    {
        context.Response.ContentType = $"text/plain; {form}charset=utf-8";
        return context.Response.WriteAsync(text);
    }

    /// <summary>A text file as it stands on the disk; nothing where there is none.</summary>
    public static Task TextFile(HttpContext context, string path)
    {
        context.Response.ContentType = "text/plain; charset=utf-8";
        return File.Exists(path) ? context.Response.SendFileAsync(path) : Task.CompletedTask;
    }

    /// <summary>JSON that is written anew for each request, and kept by nobody.</summary>
    public static async Task Json(HttpContext context, Action<Utf8JsonWriter> write)
    {
        ArrayBufferWriter<byte> buffer = new(16384);
        using (Utf8JsonWriter json = new(buffer, JsonForm.OneLine))
            write(json);
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = buffer.WrittenCount;
        context.Response.Headers.CacheControl = "no-store";
        await context.Response.Body.WriteAsync(buffer.WrittenMemory);
    }
}
