using System.Security.Cryptography;
using System.Text.Json;
using EspSmartMeter.Options;

namespace EspSmartMeter.Esp.Updates;

/// <summary>The firmware that came with the app: its version, the key it is signed with, and an image for each board (<c>firmware/release index</c> writes what is read here).</summary>
internal sealed class FirmwareBundle
{
    private const long LongestIndex = 64 * 1024, LongestImage = 8 * 1024 * 1024;

    private readonly Dictionary<string, FirmwareImage> _images;

    private FirmwareBundle(string version, string? key, Dictionary<string, FirmwareImage> images) => (Version, Key, _images) = (version, key, images);

    public string Version { get; }

    /// <summary>What /status.json calls the key it is signed with; null: it is not signed.</summary>
    public string? Key { get; }

    /// <summary>The image for a board; null where there is none.</summary>
    public FirmwareImage? For(string board) => _images.GetValueOrDefault(board);

    /// <summary>Reads what a folder holds; null where it holds none.</summary>
    /// <exception cref="InvalidDataException">What it holds is none; the message names the file.</exception>
    public static FirmwareBundle? Load(string folder)
    {
        string file = Path.Combine(folder, FirmwareOption.Index);
        if (!File.Exists(file))
            return null;
        try
        {
            using FileStream stream = File.OpenRead(file);
            if (stream.Length > LongestIndex)
                throw new InvalidDataException($"{file} has {stream.Length} bytes, more than such a file has");
            using JsonDocument document = JsonDocument.Parse(stream, new JsonDocumentOptions { MaxDepth = 4 });
            JsonElement root = document.RootElement;
            return new FirmwareBundle(
                root.GetProperty("version").GetString() ?? "",
                root.GetProperty("key").GetString(),
                root.GetProperty("images").EnumerateArray().Select(image => ImageIn(folder, image)).ToDictionary(image => image.Board));
        }
        catch (Exception other) when (other is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or ArgumentException or IOException or UnauthorizedAccessException)
        {
            throw new InvalidDataException($"{file} cannot be read as the list of the firmware's images: {other.Message}", other);
        }
    }

    /// <summary>The image's bytes; null where they are not those that were released.</summary>
    public static async Task<byte[]?> ReadAsync(FirmwareImage image, CancellationToken cancellation)
    {
        try
        {
            if (image.Bytes > LongestImage || new FileInfo(image.Path).Length != image.Bytes)
                return null;
            byte[] bytes = await File.ReadAllBytesAsync(image.Path, cancellation);
            return Convert.ToHexStringLower(SHA256.HashData(bytes)) == image.Sha256 ? bytes : null;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>By its numbers; of two that are the same one with something behind them (<c>1.2.0-beta</c>) came before. One that is no version is newer than none.</summary>
    public bool IsNewerThan(string installed)
    {
        if (!TryNumbers(Version, out Version? ours) || !TryNumbers(installed, out Version? theirs))
            return false;
        return ours > theirs || (ours == theirs && installed.Contains('-', StringComparison.Ordinal) && !Version.Contains('-', StringComparison.Ordinal));
    }

    private static bool TryNumbers(string version, out Version? numbers) => System.Version.TryParse(version.Split('-')[0], out numbers);

    private static FirmwareImage ImageIn(string folder, JsonElement image)
    {
        string file = Text("file");
        return file == Path.GetFileName(file)
            ? new FirmwareImage(Text("board"), Path.Combine(folder, file), image.GetProperty("bytes").GetInt64(), Text("sha256").ToLowerInvariant())
            : throw new FormatException($"'{file}' is no name of a file beside it");

        string Text(string name) => image.GetProperty(name).GetString() ?? throw new FormatException($"{name} is missing");
    }
}
