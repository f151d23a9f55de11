namespace EspSmartMeter.Http;

/// <summary>Something that is served on the page's port. Whoever has it to serve registers it, and the server maps what is registered, in any order.</summary>
internal interface IEndpoint
{
    void Map(Routes routes);
}
