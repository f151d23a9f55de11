namespace EspSmartMeter.Lines;

/// <summary><c>homewizard://host</c>: the newest telegram of a HomeWizard P1 meter (its local API v1, <c>/api/v1/telegram</c>), or of what answers as one.</summary>
internal sealed class HomeWizardScheme : IOneLineScheme
{
    /// <summary>Meters send each second at most: asked twice as often, none is missed.</summary>
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(500);

    public string Name => "homewizard";

    public string Form => "homewizard://host";

    public void Check(Uri url)
    {
        PulledPage.CheckHost(url, Form);
        if (url.Query.Length > 0)
            throw new FormatException($"what stands behind the ? means nothing in an address of the form {Form}");
    }

    public ValueTask<ILine> OpenAsync(LineOpening opening, CancellationToken cancellation) =>
        PulledLine.OpenAsync(new PulledPage(opening.Url, "/api/v1/telegram", Every), opening.Time, cancellation);
}
