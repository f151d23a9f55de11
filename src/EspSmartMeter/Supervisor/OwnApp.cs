using System.Net.Http.Headers;
using System.Text.Json;

namespace EspSmartMeter.Supervisor;

/// <summary>What the Supervisor knows of this app: the name that its pages in Home Assistant lie under.</summary>
/// <param name="supervisor">Its base address is the Supervisor's.</param>
/// <param name="token">The Supervisor's, for this app; null or empty: there is none.</param>
internal sealed class OwnApp(HttpClient supervisor, string? token)
{
    private const int LongestSlug = 100;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>Before, what are apps now were add-ons, and their pages lay elsewhere.</summary>
    private static readonly Version FirstWithApps = new(2026, 2);

    private readonly Lock _gate = new();
    private Task? _asked;
    private string? _slug;
    private bool _hasApps;

    public bool IsSupervised => !string.IsNullOrEmpty(token);

    /// <summary>The app's page; null: nobody told.</summary>
    public string? Page => _slug is null ? null : _hasApps ? $"homeassistant://app/{_slug}" : $"homeassistant://hassio/ingress/{_slug}";

    /// <summary>The path of its configuration in Home Assistant's own pages; null: nobody told, or there is none.</summary>
    public string? ConfigurationPath => _slug is null ? null : _hasApps ? $"/config/app/{_slug}/config" : $"/hassio/addon/{_slug}/config";

    /// <summary>Asks once, whoever waits for it.</summary>
    public Task FindAsync()
    {
        lock (_gate)
            return _asked ??= IsSupervised ? AskAsync() : Task.CompletedTask;
    }

    private async Task AskAsync()
    {
        string? slug = await AskAsync("addons/self/info", "slug");
        if (slug is not { Length: > 0 and <= LongestSlug } || !slug.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.'))
            return;
        string? core = await AskAsync("info", "homeassistant");
        _hasApps = core is null || !Version.TryParse(string.Join('.', core.Split('.').Take(2)), out Version? version) || version >= FirstWithApps;
        _slug = slug;
    }

    /// <summary>A text of the Supervisor's answer; null where it gives none.</summary>
    private async Task<string?> AskAsync(string path, string name)
    {
        try
        {
            using CancellationTokenSource patience = new(Patience);
            using HttpRequestMessage request = new(HttpMethod.Get, path);
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            using HttpResponseMessage answer = await supervisor.SendAsync(request, patience.Token);
            if (!answer.IsSuccessStatusCode)
                return null;
            using JsonDocument json = JsonDocument.Parse(await answer.Content.ReadAsByteArrayAsync(patience.Token));
            return json.RootElement.TryGetProperty("data", out JsonElement data) && data.ValueKind == JsonValueKind.Object && data.TryGetProperty(name, out JsonElement text)
                && text.ValueKind == JsonValueKind.String
                    ? text.GetString()
                    : null;
        }
        catch (Exception silent) when (silent is HttpRequestException or OperationCanceledException or JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
