using System.Runtime.InteropServices;
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

    public ReadOnlySpan<RegisterEntry> All => CollectionsMarshal.AsSpan(_entries);

    /// <summary>True where the payload starts with the list of objects that it holds.</summary>
    public bool FromObjectList { get; private set; }

    /// <summary>The push setup that heads the list of objects; it names the push itself and no quantity (IEC 62056-6-2, 4.4.8).</summary>
    public ObisCode? PushSetup { get; private set; }

    /// <summary>True where scale and unit stand beside a value.</summary>
    public bool Described { get; private set; }

    /// <summary>The index of the first text that no code names; -1 without one. List versions and meter numbers stand so.</summary>
    public int FirstLooseText { get; private set; }

    /// <summary>The index of the last text that no code names.</summary>
    public int LastLooseText { get; private set; }

    /// <summary>How many numbers no code names.</summary>
    public int LooseNumbers { get; private set; }

    public void Find(AxdrDocument document)
    {
        Clear();
        FromObjectList = TryObjectList(document);
        if (FromObjectList)
            return;
        Clear();
        Walk(document, 0);
    }

    private void Clear()
    {
        _entries.Clear();
        FirstLooseText = LastLooseText = -1;
        LooseNumbers = 0;
        Described = false;
        PushSetup = null;
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
                Described |= scalerUnit is not null;
                _entries.Add(new RegisterEntry(code, value, scalerUnit));
                continue;
            }
            if (node.IsContainer)
                Walk(document, at);
            else
                NoteLoose(node, at);
            at = node.Next;
        }
    }

    private void NoteLoose(AxdrNode node, int index)
    {
        if (node.IsNumber)
            LooseNumbers++;
        if (!node.IsText || node.Length == 0)
            return;
        if (FirstLooseText < 0)
            FirstLooseText = index;
        LastLooseText = index;
    }

    // structure { array of { class u16, code, attribute i8, data index u16 [, restriction, columns] }, value, value ... }: where the push
    // setup heads the list, the list itself is its value.
    private bool TryObjectList(AxdrDocument document)
    {
        if (document.Count < 2 || document[0].Tag != AxdrTag.Structure || document[1].Tag != AxdrTag.Array)
            return false;
        int at = 2;
        int value = TryObject(document, at, out ObisCode first) && IsPushSetup(first) ? 1 : document[1].Next;
        for (int i = 0; i < document[1].Length; i++)
        {
            if (value >= document[0].Next || !TryObject(document, at, out ObisCode code))
                return false;
            AddObject(document, code, value);
            value = document[value].Next;
            at = document[at].Next;
        }
        return value == document[0].Next;
    }

    private void AddObject(AxdrDocument document, ObisCode code, int value)
    {
        if (IsPushSetup(code))
            PushSetup ??= code;
        else if (document[value].IsContainer)
            Walk(document, value);
        else
            _entries.Add(new RegisterEntry(code, value, null));
    }

    private static bool TryObject(AxdrDocument document, int at, out ObisCode code)
    {
        code = default;
        return at + 4 < document.Count && document[at] is { Tag: AxdrTag.Structure, Length: 4 or 6 }
            && document[at + 1].Tag == AxdrTag.LongUnsigned && document.TryObis(document[at + 2], out code)
            && document[at + 3].Tag == AxdrTag.Integer && document[at + 4].Tag == AxdrTag.LongUnsigned;
    }

    private static bool IsPushSetup(ObisCode code) => code is { A: 0, C: 25, D: 9, E: 0 };
}
