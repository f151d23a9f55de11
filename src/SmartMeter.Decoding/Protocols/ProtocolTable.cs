using SmartMeter.Decoding.Apdus;
using SmartMeter.Decoding.Protocols.Bare;
using SmartMeter.Decoding.Protocols.Hdlc;
using SmartMeter.Decoding.Protocols.Iec62056;
using SmartMeter.Decoding.Protocols.MBus;
using SmartMeter.Decoding.Protocols.P1;
using SmartMeter.Decoding.Protocols.Sml;
using SmartMeter.Decoding.Protocols.Tic;
using SmartMeter.Decoding.Protocols.Wrapper;
using SmartMeter.Decoding.Streams;

namespace SmartMeter.Decoding.Protocols;

/// <summary>All protocols, a row a format: how its frames are found, and what reads them. What they are called stands in the format.</summary>
internal static class ProtocolTable
{
    /// <summary>The formats and readers of one decoder. The order decides only between formats that start and end alike.</summary>
    public static Dictionary<FrameFormat, FrameReader> For(PayloadReaders payloads) => new()
    {
        [new P1Format(payloads.VerifyCrc)] = new P1FrameReader(payloads.DataSets(P1Format.Refuses), payloads.VerifyCrc, payloads.Decipherer),
        [new Iec62056Format()] = new Iec62056FrameReader(payloads.DataSets(Iec62056Format.Refuses)),
        [new Iec62056BareFormat()] = new Iec62056FrameReader(payloads.DataSets(Iec62056Format.Refuses)),
        [new Iec62056ProgrammingFormat()] = new ProgrammingMessageReader(),
        [new TicFormat()] = new TicFrameReader(payloads.Texts, payloads.Clock),
        [new HdlcFormat()] = new HdlcFrameReader(payloads.Apdus()),
        [new MBusFormat()] = new MBusFrameReader(payloads.Apdus()),
        [new SmlFormat(payloads.VerifyCrc)] = new SmlFrameReader(new SmlListPayload(payloads.Texts), payloads.VerifyCrc),
        [new WrapperFormat()] = new WrapperFrameReader(payloads.Apdus()),
        [new CipheredApduFormat()] = new ApduFrameReader(payloads.Apdus(), ApduFrame.Found),
        [new LlcFormat()] = new ApduFrameReader(payloads.Apdus(), ApduFrame.Delimited),
        [new BareApduFormat()] = new ApduFrameReader(payloads.Apdus(), ApduFrame.Delimited),
    };
}
