using SmartMeter.Decoding.Apdus;
using SmartMeter.Decoding.Apdus.Ciphering;
using SmartMeter.Decoding.DataSets;
using SmartMeter.Decoding.Lists;
using SmartMeter.Decoding.Protocols.P1;
using SmartMeter.Decoding.Readings;

namespace SmartMeter.Decoding.Protocols;

/// <summary>What the protocols of one decoder read the inside of their frames with.</summary>
/// <param name="lists">The makers' lists.</param>
/// <param name="list">The name of the one that the meter sends, where the user says so.</param>
/// <param name="clock">Gives offsets to stamps that carry none.</param>
/// <param name="decipherer">Deciphers with the meters' keys.</param>
/// <param name="verifyCrc">False: P1 and SML checksums are not looked at.</param>
internal sealed class PayloadReaders(ListCatalogue lists, string? list, MeterClock clock, Decipherer decipherer, bool verifyCrc)
{
    /// <summary>The texts that came before, so that none is made twice.</summary>
    public TextPool Texts { get; } = new();

    public bool VerifyCrc => verifyCrc;

    public MeterClock Clock => clock;

    public Decipherer Decipherer => decipherer;

    /// <summary>Reads data sets, and refuses them in the name of the framing that brought them.</summary>
    public DataSetPayload DataSets(RejectionLayer framing) => new(framing, Texts, clock);

    /// <summary>Reads APDUs. Each framing has a reader of its own, which holds the blocks of its messages.</summary>
    public ApduReader Apdus() => new(new ListPayload(lists, list, Texts, clock), new P1Text(DataSets(P1Format.Refuses)), decipherer);
}
