namespace EspSmartMeter.Lines;

/// <summary>What an address <c>mqtt://user:password@host:port/topic?format=hex</c> says.</summary>
/// <param name="Host">The broker's.</param>
/// <param name="Port">The broker's.</param>
/// <param name="Topic">What is subscribed to.</param>
/// <param name="IsHex">The payloads are hex digits.</param>
/// <param name="Username">In the address; null: none there.</param>
/// <param name="Password">In the address.</param>
internal sealed record MqttAddress(string Host, int Port, TopicFilter Topic, bool IsHex, string? Username, string? Password)
{
    private const int DefaultPort = 1883;

    /// <exception cref="FormatException">It is none; the message says why, and repeats nothing of it.</exception>
    public static MqttAddress Parse(Uri url)
    {
        if (url.HostNameType is not (UriHostNameType.Dns or UriHostNameType.IPv4 or UriHostNameType.IPv6))
            throw new FormatException("the address names no broker (mqtt://host:port/topic)");
        // Not by the parts of the URL: a # in it is a wildcard.
        string behind = Behind(url);
        int query = behind.IndexOf('?', StringComparison.Ordinal);
        bool isHex = (query < 0 ? "" : behind[query..]) switch
        {
            "" or "?format=binary" => false,
            "?format=hex" => true,
            _ => throw new FormatException("what stands behind the ? means nothing here; ?format=hex tells that payloads are hex digits, ?format=binary that they are the bytes"),
        };
        string topic = Uri.UnescapeDataString(query < 0 ? behind : behind[..query]);
        string[] user = url.UserInfo.Split(':', 2);
        return new MqttAddress(
            url.Host.Trim('[', ']'), url.Port > 0 ? url.Port : DefaultPort, TopicFilter.Parse(topic), isHex,
            user[0].Length > 0 ? Uri.UnescapeDataString(user[0]) : null, user.Length > 1 ? Uri.UnescapeDataString(user[1]) : null);
    }

    /// <summary>What stands behind the slash that ends host and port.</summary>
    public static string Behind(Uri url)
    {
        string text = url.OriginalString;
        int slash = text.IndexOf('/', text.IndexOf("://", StringComparison.Ordinal) + "://".Length);
        return slash < 0 ? "" : text[(slash + 1)..];
    }

    /// <summary>Never the password: records print their members otherwise.</summary>
    public override string ToString() => $"mqtt://{Host}:{Port}/{Topic.Text}";
}
