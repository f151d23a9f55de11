namespace EspSmartMeter.Captures.Pcap;

/// <summary>How a file of packets is written: records, of which some hold a packet.</summary>
internal interface IPcapFormat
{
    /// <summary>The length of the record that begins here; null: more is needed to tell; 0: there is none.</summary>
    int? LengthOf(ReadOnlySpan<byte> rest);

    /// <summary>Where in a whole record its packet lies, and the network's kind (LINKTYPE); null: it holds none.</summary>
    (int Start, int Count, int Link)? PacketIn(ReadOnlySpan<byte> record);
}
