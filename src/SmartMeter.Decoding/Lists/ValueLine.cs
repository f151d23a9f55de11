using System.Globalization;
using System.Text;
using SmartMeter.Decoding.Obis;

namespace SmartMeter.Decoding.Lists;

/// <summary>
/// The line of one value in a list table: <c>types code [digit unit [or digit unit] | ?] [within low..high] [id [last n]] [= text]</c>.
/// </summary>
internal static class ValueLine
{
    /// <summary>Reads the line.</summary>
    /// <param name="line">It.</param>
    /// <param name="keywords">What a line may start with instead, for messages.</param>
    public static ListValue Read(TableLine line, IEnumerable<string> keywords)
    {
        ListValue value = ReadTraits(line, ReadType(line, keywords), line[1] == "-" ? null : line.Code(1));
        Check(value, line);
        return value;
    }

    private static ListValue ReadTraits(TableLine line, ListType type, ObisCode? code)
    {
        List<ListScale> scales = [];
        TextPattern? text = null;
        PlausibleWindow? window = null;
        bool namesTheMeter = false;
        int nameLength = 0;
        for (int at = 2; at < line.Count;)
        {
            switch (line[at])
            {
                case "=":
                    text = line.Pattern(at);
                    at = line.Count;
                    break;
                case "within":
                    window = ReadWindow(line, at + 1);
                    at += 2;
                    break;
                case "id":
                    namesTheMeter = true;
                    bool last = at + 1 < line.Count && line[at + 1] == "last";
                    nameLength = last ? ReadCount(line, at + 2) : 0;
                    at += last ? 3 : 1;
                    break;
                case "or" when scales.Count > 0:
                case "?" when scales.Count == 0:
                    at++;
                    break;
                default:
                    scales.Add(ReadScale(line, at));
                    at += 2;
                    break;
            }
        }
        return new ListValue
        {
            Type = type, Code = code, Scales = [.. scales], Window = Canonical(window, scales), Text = text, NamesTheMeter = namesTheMeter, NameLength = nameLength,
        };
    }

    private static void Check(ListValue value, TableLine line)
    {
        if (value.Scales.Length > 1 && value.Window is null)
            throw line.Fault("several scales need a `within LOW..HIGH` that tells them apart");
        if (value.Scales.Length == 0 && value.Window is not null)
            throw line.Fault("`within` needs a scale: the window is in the unit");
        if (value.Code is null && (value.Scales.Length > 0 || value.NamesTheMeter))
            throw line.Fault("a value of unknown meaning (`-`) has no scale and names no meter");
        if ((value.NamesTheMeter || value.Text is not null) && !value.Type.MayBeText)
            throw line.Fault($"`{line[0]}` is no text: `id` and `= TEXT` stand behind `text` or `octets`");
    }

    private static ListType ReadType(TableLine line, IEnumerable<string> keywords)
    {
        ListType? type = null;
        foreach (string name in line[0].Split('|'))
        {
            if (!ListType.TryParse(name, out ListType one))
                throw line.Fault($"`{name}` is no type ({string.Join(' ', ListType.Names)}) and no keyword ({string.Join(' ', keywords)})");
            type = type?.Or(one) ?? one;
        }
        return type!.Value;
    }

    // "0.001 A": one digit on the wire is a thousandth of an ampere. "0.01 1" has no unit.
    private static ListScale ReadScale(TableLine line, int at)
    {
        if (!decimal.TryParse(line[at], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal step) || !TryPowerOfTen(step, out int exponent))
            throw line.Fault($"`{line[at]}` is no power of ten like 0.01, 1 or 10");
        string unit = line[at + 1];
        if (unit == "1")
            return new ListScale(exponent, WireUnit.None);
        return WireUnit.TryParse(Encoding.UTF8.GetBytes(unit), out WireUnit wire)
            ? new ListScale(exponent, wire)
            : throw line.Fault($"`{unit}` is no unit; known: 1 (none) {string.Join(' ', WireUnit.Names)}");
    }

    private static bool TryPowerOfTen(decimal step, out int exponent)
    {
        for (exponent = -9; exponent <= 9; exponent++)
        {
            if (ExactNumber.TryScale(1, exponent, out decimal power) && power == step)
                return true;
        }
        return false;
    }

    private static PlausibleWindow ReadWindow(TableLine line, int at)
    {
        string[] ends = line[at].Split("..");
        if (ends.Length == 2 && decimal.TryParse(ends[0], NumberStyles.Number, CultureInfo.InvariantCulture, out decimal low)
            && decimal.TryParse(ends[1], NumberStyles.Number, CultureInfo.InvariantCulture, out decimal high) && low < high)
            return new PlausibleWindow(low, high);
        throw line.Fault($"`{line[at]}` is no window like 100..300");
    }

    // It is written in the unit that stands before it.
    private static PlausibleWindow? Canonical(PlausibleWindow? window, List<ListScale> scales) =>
        window is not null && scales.Count > 0
        && ExactNumber.TryScale(window.Low, scales[0].Unit.Exponent, out decimal low) && ExactNumber.TryScale(window.High, scales[0].Unit.Exponent, out decimal high)
            ? new PlausibleWindow(low, high)
            : window;

    private static int ReadCount(TableLine line, int at) =>
        int.TryParse(line[at], NumberStyles.None, CultureInfo.InvariantCulture, out int count) && count > 0
            ? count
            : throw line.Fault($"`{line[at]}` is no number of characters");
}
