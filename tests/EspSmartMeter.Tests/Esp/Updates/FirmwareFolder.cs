using System.Security.Cryptography;
using System.Text.Json;

namespace EspSmartMeter.Tests.Esp.Updates;

/// <summary>A folder of firmware as the release makes it, with one board's image.</summary>
internal sealed class FirmwareFolder : IDisposable
{
    public const string Key = "0123456789abcdef";

    public string Path { get; } = Directory.CreateTempSubdirectory("firmware-").FullName;

    public void Write(string version, string board, byte[] image, string? key = Key)
    {
        string file = $"emeter-{board}-update.bin";
        File.WriteAllBytes(System.IO.Path.Combine(Path, file), image);
        File.WriteAllText(System.IO.Path.Combine(Path, "firmware.json"), JsonSerializer.Serialize(new
        {
            version,
            signed = key is not null,
            key,
            images = new[] { new { board, file, bytes = image.Length, sha256 = Convert.ToHexStringLower(SHA256.HashData(image)) } },
        }));
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
