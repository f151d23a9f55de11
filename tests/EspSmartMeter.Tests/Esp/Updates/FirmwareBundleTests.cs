using EspSmartMeter.Esp.Updates;

namespace EspSmartMeter.Tests.Esp.Updates;

/// <summary>The folder of firmware that comes with the app.</summary>
public sealed class FirmwareBundleTests : IDisposable
{
    private readonly FirmwareFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_folder_without_an_index_has_none() => Assert.Null(FirmwareBundle.Load(Path.Combine(_folder.Path, "nothing")));

    [Fact]
    public async Task Each_board_has_its_image()
    {
        _folder.Write("1.2.3", "d1_mini", [1, 2, 3]);
        FirmwareBundle bundle = FirmwareBundle.Load(_folder.Path)!;
        Assert.Equal(("1.2.3", FirmwareFolder.Key), (bundle.Version, bundle.Key));
        Assert.Equal((byte[])[1, 2, 3], await FirmwareBundle.ReadAsync(bundle.For("d1_mini")!, TestContext.Current.CancellationToken));
        Assert.Null(bundle.For("esp32dev"));
    }

    [Fact]
    public async Task A_file_that_is_not_the_released_one_is_none()
    {
        _folder.Write("1.2.3", "d1_mini", [1, 2, 3]);
        FirmwareImage image = FirmwareBundle.Load(_folder.Path)!.For("d1_mini")!;
        File.WriteAllBytes(image.Path, [1, 2, 4]);
        Assert.Null(await Read());
        File.WriteAllBytes(image.Path, [1, 2, 3, 0]);
        Assert.Null(await Read());
        File.Delete(image.Path);
        Assert.Null(await Read());

        Task<byte[]?> Read() => FirmwareBundle.ReadAsync(image, TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("""{"version": "1.2.3"}""")]
    [InlineData("""{"version": "1.2.3", "key": 7, "images": []}""")]
    [InlineData("""{"version": "1.2.3", "key": null, "images": [{"board": "d1_mini", "file": "../secret", "bytes": 1, "sha256": "00"}]}""")]
    public void An_index_that_is_none_is_told_by_its_name(string index)
    {
        File.WriteAllText(Path.Combine(_folder.Path, "firmware.json"), index);
        Assert.Contains("firmware.json cannot be read", Assert.Throws<InvalidDataException>(() => FirmwareBundle.Load(_folder.Path)).Message);
    }

    [Theory]
    [InlineData("1.2.3", "1.2.2", true)]
    [InlineData("1.10.0", "1.9.9", true)]
    [InlineData("1.2.3", "1.2.3", false)]
    [InlineData("1.2.3", "1.2.3-beta", true)]
    [InlineData("1.2.3-beta", "1.2.3", false)]
    [InlineData("1.2.3", "1.3.0", false)]
    [InlineData("1.2.3", "something", false)]
    public void Which_is_newer_is_told_by_the_numbers(string bundled, string installed, bool isNewer)
    {
        _folder.Write(bundled, "d1_mini", [1]);
        Assert.Equal(isNewer, FirmwareBundle.Load(_folder.Path)!.IsNewerThan(installed));
    }
}
