using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace EspSmartMeter.Tests.Chain;

/// <summary>Images for the firmware's Linux build, which is a program and runs those that are one, and folders of them as the app's image has.</summary>
internal sealed class ForwarderImages : IDisposable
{
    public const string Key = "0123456789abcdef", Newer = "9.8.7";

    private readonly string _folder = Directory.CreateTempSubdirectory("images-").FullName;

    /// <summary>The forwarder itself under a newer version.</summary>
    public static byte[] Whole()
    {
        byte[] program = File.ReadAllBytes(FirmwareOnALine.Program);
        byte[] version = Encoding.ASCII.GetBytes($"{VersionOf(Repository.PathOf("firmware", "lib", "core", "emeter", "image", "version.h"))}\0");
        byte[] newer = Encoding.ASCII.GetBytes($"{Newer}\0");
        Assert.Equal(version.Length, newer.Length);
        int found = 0;
        for (int at = 0, next; (next = program.AsSpan(at).IndexOf(version)) >= 0; found++)
        {
            at += next;
            newer.CopyTo(program, at);
        }
        Assert.True(found > 0, "the version stands nowhere in the program");
        return Signed(program);
    }

    /// <summary>A program that ends at once.</summary>
    public static byte[] Ending() => Signed([.. File.ReadAllBytes("/bin/true"), .. Mark]);

    /// <summary>Something that the forwarder takes and cannot run.</summary>
    public static byte[] NoProgram() => Signed([0xE9, .. new byte[20_000], .. Mark]);

    public static byte[] Unsigned() => [0xE9, .. new byte[20_000], .. Mark];

    /// <summary>A folder with an index and this image.</summary>
    public string FolderWith(byte[] image, string key = Key)
    {
        File.WriteAllBytes(Path.Combine(_folder, "emeter-linux-update.bin"), image);
        File.WriteAllText(Path.Combine(_folder, "firmware.json"), JsonSerializer.Serialize(new
        {
            version = Newer,
            signed = true,
            key,
            images = new[] { new { board = "linux", file = "emeter-linux-update.bin", bytes = image.Length, sha256 = Convert.ToHexStringLower(SHA256.HashData(image)) } },
        }));
        return _folder;
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static byte[] Mark => Encoding.ASCII.GetBytes("#emeter image for host.");

    /// <summary>What stands behind a signed image: 256 octets of signature, which here begin with the key's id, and their number.</summary>
    private static byte[] Signed(byte[] image) => [.. image, .. Encoding.ASCII.GetBytes(Key), .. new byte[256 - Key.Length], 0, 1, 0, 0];

    private static string VersionOf(string header) => File.ReadAllText(header).Split("version[] = \"")[1].Split('"')[0];
}
