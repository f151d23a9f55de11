using EspSmartMeter.Esp;
using EspSmartMeter.Esp.Updates;

namespace EspSmartMeter.Tests.Esp.Updates;

/// <summary>Which devices are offered the app's firmware, and what the others are told.</summary>
public sealed class UpdateOfferTests : IDisposable
{
    private static readonly EspUpdateTerms Terms = new(IsPossible: true, IsUnlocked: true, FirmwareFolder.Key);

    private static readonly EspFigures Device = new("a1b2c3", "0.1.0", "Power On", -61, 1, 1, "115200-8N1", 0, 0, 0, 0, 0, "d1_mini", Terms);

    private readonly FirmwareFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_device_of_the_projects_key_is_offered_a_newer_version()
    {
        UpdateOffer offer = Offer(Device);
        Assert.Equal(("update.ready", true), (offer.Told.Key, offer.IsReady));
        Assert.Equal("d1_mini", offer.Image!.Board);
    }

    [Fact]
    public void An_app_without_firmware_offers_none_and_says_so() => Assert.Equal("update.no_bundle", NotOffered(UpdateOffer.Of(null, Device, hasPassword: true)));

    [Fact]
    public void A_build_of_ones_own_is_left_alone_and_told_so()
    {
        Assert.Equal("update.own_build", NotOffered(Offer(Device with { Update = Terms with { Key = null } })));
        Assert.Equal("update.own_build", NotOffered(Offer(Device with { Update = Terms with { Key = "fedcba9876543210" } })));
        // An app with firmware that nobody signed offers it to none.
        Assert.Equal("update.own_build", NotOffered(Offer(Device with { Update = Terms with { Key = null } }, key: null)));
    }

    [Fact]
    public void A_board_that_cannot_or_has_no_image_is_offered_none()
    {
        Assert.Equal("update.impossible", NotOffered(Offer(Device with { Update = Terms with { IsPossible = false } })));
        Assert.Equal("update.impossible", NotOffered(Offer(Device with { Update = null })));
        Assert.Equal("update.no_image", NotOffered(Offer(Device with { Board = "esp32dev" })));
    }

    [Fact]
    public void One_that_is_up_to_date_is_told_nothing() => Assert.Equal("", NotOffered(Offer(Device with { Version = "1.0.0" })));

    [Fact]
    public void Where_a_password_is_missing_the_newer_version_is_shown_and_cannot_be_installed_yet()
    {
        Assert.Equal("update.locked", Shown(Offer(Device with { Update = Terms with { IsUnlocked = false } })));
        Assert.Equal("update.password_missing", Shown(Offer(Device, hasPassword: false)));

        static string Shown(UpdateOffer offer)
        {
            Assert.NotNull(offer.Image);
            Assert.False(offer.IsReady);
            return offer.Told.Key;
        }
    }

    private static string NotOffered(UpdateOffer offer)
    {
        Assert.Null(offer.Image);
        Assert.False(offer.IsReady);
        return offer.Told.Key;
    }

    private UpdateOffer Offer(EspFigures device, bool hasPassword = true, string? key = FirmwareFolder.Key)
    {
        _folder.Write("1.0.0", "d1_mini", [1, 2, 3], key);
        return UpdateOffer.Of(FirmwareBundle.Load(_folder.Path), device, hasPassword);
    }
}
