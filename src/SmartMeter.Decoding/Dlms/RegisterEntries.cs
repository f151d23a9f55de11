using SmartMeter.Decoding.Obis;

namespace SmartMeter.Decoding.Dlms;

/// <summary>One code of a payload and the value it names.</summary>
/// <param name="Code">The code.</param>
/// <param name="Value">The index of the value's node.</param>
/// <param name="ScalerUnit">Scale and unit, where they stand beside the value.</param>
internal readonly record struct RegisterEntry(ObisCode Code, int Value, (sbyte Scaler, byte Unit)? ScalerUnit);

/// <summary>
/// Finds the codes in a payload that names them, however it is nested: structures {code, value, {scaler, unit}}, structures
/// {code, value}, the same in one flat row, and an object list first with the values behind it in its order.
/// </summary>
internal sealed class RegisterEntries
{
    private readonly List<RegisterEntry> _entries = new(64);

    public IReadOnlyList<RegisterEntry> All => _entries;

    /// <summary>True where the payload starts with the list of objects that it holds.</summary>
    public bool FromObjectList { get; private set; }

    /// <summary>The index of the first text that no code names; -1 without one. List versions and meter numbers stand so.</summary>
    public int FirstLooseText { get; private set; }

    /// <summary>The index of the last text that no code names.</summary>
    public int LastLooseText { get; private set; }

    public void Find(AxdrDocument document)
    {
        _entries.Clear();
        FirstLooseText = LastLooseText = -1;
        FromObjectList = TryObjectList(document);
        if (!FromObjectList)
            Walk(document, 0);
    }

    private void Walk(AxdrDocument document, int container)
    {
        AxdrNode parent = document[container];
        if (!parent.IsContainer)
            return;
        int at = container + 1;
        while (at < parent.Next)
        {
            AxdrNode node = document[at];
            int value = node.Next;
            if (document.TryObis(node, out ObisCode code) && value < parent.Next && !document[value].IsContainer)
            {
                at = document[value].Next;
                (sbyte, byte)? scalerUnit = null;
                if (at < parent.Next && document.TryScalerUnit(at, out scalerUnit))
                    at = document[at].Next;
                _entries.Add(new RegisterEntry(code, value, scalerUnit));
                continue;
            }
            if (node.IsContainer)
                Walk(document, at);
            else if (node.IsText && node.Length > 0)
                NoteLooseText(at);
            at = node.Next;
        }
    }

    private void NoteLooseText(int index)
    {
        if (FirstLooseText < 0)
            FirstLooseText = index;
        LastLooseText = index;
    }

    // structure { array of { class u16, code, attribute i8, data index u16 }, value, value ... }: the list itself is its first entry's value.
    private bool TryObjectList(AxdrDocument document)
    {
        if (document.Count < 2 || document[0].Tag != AxdrTag.Structure || document[1].Tag != AxdrTag.Array)
            return false;
        int value = 1, at = 2, end = document[1].Next;
        for (int i = 0; i < document[1].Length; i++)
        {
            if (!TryObject(document, at, out ObisCode code))
                return Nothing();
            if (value >= document[0].Next)
                return Nothing();
            if (!document[value].IsContainer && !IsPushSetup(code))
                _entries.Add(new RegisterEntry(code, value, null));
            value = document[value].Next;
            at = document[at].Next;
        }
        return (at == end && value == document[0].Next) || Nothing();
    }

    private bool Nothing()
    {
        _entries.Clear();
        return false;
    }

    private static bool TryObject(AxdrDocument document, int at, out ObisCode code)
    {
        code = default;
        return at + 4 < document.Count && document[at] is { Tag: AxdrTag.Structure, Length: 4 }
            && document[at + 1].Tag == AxdrTag.LongUnsigned && document.TryObis(document[at + 2], out code)
            && document[at + 3].Tag == AxdrTag.Integer && document[at + 4].Tag == AxdrTag.LongUnsigned;
    }

    // The push setup names the push itself, no quantity (IEC 62056-6-2, 4.4.8).
    private static bool IsPushSetup(ObisCode code) => code is { A: 0, C: 25, D: 9, E: 0 };
}
