using System.Net;
using EspSmartMeter.Languages;

namespace EspSmartMeter.Esp.Updates;

/// <summary>Brings one image onto one device, waits until it is back, and tells what came of it.</summary>
internal sealed class FirmwareInstallation(EspClient esp, ImageUpload upload, string version, UpdatePace pace, TimeProvider time)
{
    /// <param name="image">All of it.</param>
    /// <param name="progress">Hears the percentage that is sent.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>What to tell, and what the device says of itself at the end, where it does.</returns>
    public async Task<(Sentence Told, EspFigures? Figures)> RunAsync(ReadOnlyMemory<byte> image, Action<int> progress, CancellationToken cancellation)
    {
        UploadAnswer answer = await upload.SendAsync(image, progress, cancellation);
        DateTimeOffset sent = time.GetUtcNow();
        bool isTaken = answer.Status == HttpStatusCode.OK;
        // One that has the whole image and says nothing may have taken it.
        return isTaken || (answer.Status is null && answer.Percentage == 100) ? await ComeBackAsync(isTaken, sent, cancellation) : (Refusal(answer), null);
    }

    private static Sentence Refusal(UploadAnswer answer) => answer.Status switch
    {
        null when answer.Percentage == 0 => Sentence.Of("update.unreachable"),
        null => Sentence.Of("update.broke", answer.Percentage),
        HttpStatusCode.Unauthorized => Sentence.Of("update.wrong_password"),
        HttpStatusCode.TooManyRequests => Sentence.Of("update.too_often"),
        _ => Sentence.Of("update.refused", answer.Error.Length > 0 ? answer.Error : $"HTTP {(int)answer.Status}"),
    };

    private async Task<(Sentence Told, EspFigures? Figures)> ComeBackAsync(bool isTaken, DateTimeOffset sent, CancellationToken cancellation)
    {
        EspFigures? last = null;
        bool isSilent = true;
        while (time.GetUtcNow() - sent < pace.Restart)
        {
            await Task.Delay(pace.Look, time, cancellation);
            (_, EspFigures? figures) = await esp.StatusAsync(cancellation);
            isSilent = figures is null;
            last = figures ?? last;
            if (figures?.Version == version)
                return (Sentence.Of("update.done", version), figures);
            if (figures is not null && HasRestarted(figures, sent))
                return (Sentence.Of("update.old_firmware", figures.Version), figures);
        }
        if (isSilent)
            return (Sentence.Of("update.gone", (int)pace.Restart.TotalSeconds), last);
        return (isTaken ? Sentence.Of("update.not_restarted") : Sentence.Of("update.broke", 100), last);
    }

    /// <summary>Its seconds are whole ones.</summary>
    private bool HasRestarted(EspFigures figures, DateTimeOffset sent) => figures.UptimeSeconds + 1 < (time.GetUtcNow() - sent).TotalSeconds;
}
