using System.Globalization;
using SmartMeter.Decoding.Apdus;
using SmartMeter.Decoding.Lists;
using SmartMeter.Decoding.Obis;
using SmartMeter.Decoding.Readings;
using SmartMeter.Decoding.Streams;

namespace SmartMeter.Decoding;

/// <summary>Reads the examples that stand in list tables, and compares what comes out with what they expect.</summary>
public static class ListExamples
{
    /// <summary>Reads the examples of all lists but the built-in ones, which a test reads.</summary>
    /// <exception cref="ListTableException">One is not read as it says; the message names file and line.</exception>
    public static void Check(ListCatalogue lists)
    {
        ArgumentNullException.ThrowIfNull(lists);
        foreach (ListTable table in lists.Tables.Except(ListCatalogue.BuiltIn.Tables))
            Check(table, lists);
    }

    internal static void Check(ListTable table, ListCatalogue lists)
    {
        foreach (ListExample example in table.Examples)
        {
            Reading reading = Read(example, table, lists);
            if (!IsReadBy(table, reading))
                throw example.Fault($"the example of list {table.Name} is read by {reading.List ?? "no list"}");
            foreach (ListExpectation expected in example.Expectations)
            {
                string? found = expected.Code is ObisCode code ? Shown(reading, code) : reading.MeterId;
                if (found is null)
                    throw expected.Line.Fault($"{Named(expected)} is not in the example of list {table.Name}");
                if (!IsSame(found, expected.Value))
                    throw expected.Line.Fault($"{Named(expected)} is {found} in the example of list {table.Name}, not {expected.Value}");
            }
        }
    }

    private static Reading Read(ListExample example, ListTable table, ListCatalogue lists)
    {
        Outcome outcome = new();
        byte[] octets = example.Octets;
        if (octets[0] == Apdu.DataNotification)
        {
            // What the ciphering of a `ciphered` list tells beyond its contents: that it was, and whose system title it bore.
            Reading reading = new() { Encrypted = table.Ciphered, Manufacturer = table.Ciphered ? table.Maker : null };
            FrameOutcome read = MeterDecoder.PayloadReadersOf(Options(table, lists)).Apdus().Read(octets, reading, ApduFrame.Checked);
            outcome.Add(read.Refusal, reading);
        }
        else
        {
            MeterDecoder decoder = new(Options(table, lists), outcome);
            decoder.Feed(octets, default);
            decoder.End(default);
        }
        return outcome.Reading is Reading one && outcome.Refused is null
            ? one
            : throw example.Fault($"the example of list {table.Name} is refused: {outcome.Refused ?? "it holds no whole telegram"}");
    }

    // Where nothing but its length tells a list, its user says that it is meant.
    private static DecoderOptions Options(ListTable table, ListCatalogue lists) => new() { Lists = lists, List = table.Evidence == 0 ? table.Name : null };

    // A list whose version stands in the payload goes by that.
    private static bool IsReadBy(ListTable table, Reading reading) =>
        reading.List == table.Name || (table.Shape != ListShape.Positions && (reading.List is null || table.Version?.Holds(reading.List) == true));

    private static string Named(ListExpectation expected) => expected.Code?.ToString() ?? "the meter's number";

    private static string? Shown(Reading reading, ObisCode code) => !reading.TryFind(code, out Measurement found) ? null : found.Kind switch
    {
        ValueKind.Number => $"{found.Number.ToString(CultureInfo.InvariantCulture)} {(found.ScaleKnown ? found.Unit.Symbol() : "?")}".TrimEnd(),
        ValueKind.Text => found.Text,
        ValueKind.Time => found.Time.ToString(),
        _ => "null",
    };

    // 0.030 kWh and 0.03 kWh are one.
    private static bool IsSame(string found, string expected)
    {
        string[] one = found.Split(' ', 2), other = expected.Split(' ', 2);
        return found == expected || (one.Length == other.Length && (one.Length == 1 || one[1] == other[1])
            && decimal.TryParse(one[0], NumberStyles.Float, CultureInfo.InvariantCulture, out decimal left)
            && decimal.TryParse(other[0], NumberStyles.Float, CultureInfo.InvariantCulture, out decimal right) && left == right);
    }

    /// <summary>What came of an example: one reading, or why not.</summary>
    private sealed class Outcome : IDecoderSink
    {
        public Reading? Reading { get; private set; }

        public string? Refused { get; private set; }

        public void Add(Refusal? refusal, Reading reading)
        {
            Reading = reading;
            Refused = refusal is null ? null : Told(refusal.Layer, refusal.Reason, refusal.Detail);
        }

        public void OnReading(Reading reading)
        {
            Refused = Reading is null ? Refused : "it holds several telegrams";
            Reading = reading.Copy();
        }

        public void OnRejected(Rejected rejected) => Refused ??= Told(rejected.Layer, rejected.Reason, rejected.Detail);

        private static string Told(RejectionLayer layer, RejectionReason reason, string? detail) =>
            $"{layer.Name}/{reason.Name()}{(detail is null ? "" : $": {detail}")}";
    }
}
