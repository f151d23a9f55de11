using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using EspSmartMeter.Languages;

namespace EspSmartMeter.Files;

/// <summary>
/// The files that a run leaves for the next. One that is not to be understood (damaged, or another version's) is neither taken for an empty one nor written over:
/// it is kept under another name, and told of in the log, on the page and by the Problem entity until the next start.
/// </summary>
internal sealed partial class StoredFiles(ILogger<StoredFiles> log)
{
    /// <summary>Of one file. The first ones stay, since the oldest holds most; the last gives way.</summary>
    private const int MostKept = 5;

    /// <summary>Several times what the bounds of meters and codes let grow.</summary>
    private const long Largest = 32 * 1024 * 1024;

    private volatile IReadOnlyList<Sentence> _unread = [];

    /// <summary>What this start could not read.</summary>
    public IReadOnlyList<Sentence> Unread => _unread;

    /// <summary>What the last run left; null where it left nothing, or nothing to be understood.</summary>
    /// <param name="path">The file.</param>
    /// <param name="form">How it is written as JSON.</param>
    /// <param name="faultOf">What no run has written so, named by its place; null: nothing.</param>
    /// <param name="unread">Tells the user: of the path, of why it is not understood, and of the name it is kept under.</param>
    public T? Read<T>(string path, JsonTypeInfo<T> form, Func<T, string?> faultOf, Func<string, string, string, Sentence> unread)
        where T : class
    {
        if (!Path.Exists(path))
            return null;
        (T? content, string? fault) = Parse(path, form, faultOf);
        if (fault is not null)
            Tell(SetAside(path, fault, unread));
        return content;
    }

    private static (T? Content, string? Fault) Parse<T>(string path, JsonTypeInfo<T> form, Func<T, string?> faultOf)
        where T : class
    {
        try
        {
            using FileStream file = File.OpenRead(path);
            if (file.Length > Largest)
                return (null, $"it is larger than {Largest} bytes");
            if (JsonSerializer.Deserialize(file, form) is not T content)
                return (null, "it holds nothing");
            return faultOf(content) is string fault ? (null, fault) : (content, null);
        }
        catch (JsonException broken)
        {
            return (null, $"it is damaged, or of a form that is not known, at {PlaceOf(broken)}");
        }
        catch (Exception odd) when (odd is InvalidOperationException or FormatException or ArgumentException or OverflowException or NotSupportedException)
        {
            return (null, "it is damaged, or of a form that is not known");
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return (null, FileFault.Reason(unreadable, path));
        }
    }

    /// <summary>The exception's own message names types of the program.</summary>
    private static string PlaceOf(JsonException broken) =>
        (broken.Path ?? "$") + (broken.LineNumber is long line ? $", line {line + 1}, byte {broken.BytePositionInLine + 1}" : "");

    private static Sentence SetAside(string path, string fault, Func<string, string, string, Sentence> unread)
    {
        try
        {
            string kept = NameFor(path);
            File.Move(path, kept, overwrite: true);
            return unread(path, fault, Path.GetFileName(kept));
        }
        catch (Exception stuck) when (stuck is IOException or UnauthorizedAccessException)
        {
            // Where it cannot be moved, nothing can be moved over it either.
            return Sentence.Of("stored.stuck", path, fault, FileFault.Reason(stuck, path));
        }
    }

    private static string NameFor(string path)
    {
        string[] names = [.. Enumerable.Range(1, MostKept).Select(number => number == 1 ? $"{path}.unread" : $"{path}.unread.{number}")];
        return names.FirstOrDefault(name => !Path.Exists(name)) ?? names[^1];
    }

    private void Tell(Sentence sentence)
    {
        _unread = [.. _unread, sentence];
        LogUnread(sentence);
    }

    [LoggerMessage(LogLevel.Error, "{Sentence}")]
    private partial void LogUnread(Sentence sentence);
}
