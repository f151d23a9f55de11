namespace EspSmartMeter.EspHome;

/// <summary>How messages stand in the stream of octets.</summary>
internal interface IApiFraming
{
    /// <summary>Takes the first message out of what came; null where it is not whole yet.</summary>
    /// <exception cref="ApiException">It is none.</exception>
    ApiMessage? Take(ApiOctets octets);

    byte[] Frame(ApiMessage message);
}
