namespace SmartMeter.Decoding.Lists;

/// <summary>The makers' lists the decoder reads position-only and scaler-less payloads by.</summary>
public sealed class ListCatalogue
{
}
