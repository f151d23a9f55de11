using EspSmartMeter.Languages;

namespace EspSmartMeter.Esp.Updates;

/// <summary>Whether a device is offered the bundle's firmware. A device is only shown a newer version that it would take: a build of its own makers it never is.</summary>
/// <param name="Image">What it gets; null: nothing is offered.</param>
/// <param name="Told">Why nothing is, or what is still missing, or what installing takes; <see cref="Sentence.None"/> where it is up to date.</param>
/// <param name="IsReady">It can be installed.</param>
internal sealed record UpdateOffer(FirmwareImage? Image, Sentence Told, bool IsReady)
{
    /// <param name="bundle">Null: the app came without firmware.</param>
    /// <param name="device">What it says of itself.</param>
    /// <param name="hasPassword">The user gave the device password.</param>
    public static UpdateOffer Of(FirmwareBundle? bundle, EspFigures device, bool hasPassword)
    {
        if (bundle is null)
            return None(Sentence.Of("update.no_bundle"));
        if (device.Update is not { IsPossible: true } update)
            return None(Sentence.Of("update.impossible"));
        if (update.Key is null || update.Key != bundle.Key)
            return None(Sentence.Of("update.own_build"));
        if (bundle.For(device.Board) is not FirmwareImage image)
            return None(Sentence.Of("update.no_image", device.Board));
        if (!bundle.IsNewerThan(device.Version))
            return None(Sentence.None);
        if (!update.IsUnlocked)
            return new UpdateOffer(image, Sentence.Of("update.locked"), false);
        return hasPassword ? new UpdateOffer(image, Sentence.Of("update.ready"), true) : new UpdateOffer(image, Sentence.Of("update.password_missing"), false);
    }

    private static UpdateOffer None(Sentence why) => new(null, why, false);
}
