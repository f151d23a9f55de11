using System.Runtime.InteropServices;
using SmartMeter.Decoding.Obis;

namespace SmartMeter.Decoding.Axdr;

/// <summary>One code of a payload and the value it names.</summary>
/// <param name="Code">The code.</param>
/// <param name="Value">The index of the value's node.</param>
internal readonly record struct RegisterEntry(ObisCode Code, int Value)
{
    /// <summary>Scale and unit, where they stand beside the value.</summary>
    public (sbyte Scaler, byte Unit)? ScalerUnit { get; init; }

    /// <summary>The index of the stamp that stands beside the value; 0 without one.</summary>
    public int CaptureTime { get; init; }
}

/// <summary>
/// Finds the codes in a payload that names them, however it is nested: structures {code, value, {scaler, unit}}, structures
/// {code, value}, the same in one flat row, and an object list first with the values behind it in its order.
/// </summary>
internal sealed class RegisterEntries
{
    private const byte ValueAttribute = 2, ScalerUnitAttribute = 3;

    private readonly List<RegisterEntry> _entries = new(64);

    public ReadOnlySpan<RegisterEntry> All => CollectionsMarshal.AsSpan(_entries);

    /// <summary>How many of the codes name a single value; the others name tables (profiles, logs), which are not read.</summary>
    public int Values { get; private set; }

    /// <summary>True where the payload starts with the list of objects that it holds.</summary>
    public bool FromObjectList { get; private set; }

    /// <summary>The push setup that heads the list of objects; it names the push itself and no quantity (IEC 62056-6-2, 4.4.8).</summary>
    public ObisCode? PushSetup { get; private set; }

    /// <summary>True where scale and unit stand beside a value.</summary>
    public bool Described { get; private set; }

    /// <summary>The index of the first text that no code names; -1 without one. List versions and meter numbers stand so, clocks are none.</summary>
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
        Values = LooseNumbers = 0;
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
            if (document.TryObis(node, out ObisCode code) && node.Next < parent.Next)
            {
                at = AddNamed(document, container, code, node.Next);
                continue;
            }
            if (node.IsContainer)
                Walk(document, at);
            else
                NoteLoose(document, node, at);
            at = node.Next;
        }
    }

    // Adds what a code names and gives the index behind it.
    private int AddNamed(AxdrDocument document, int container, ObisCode code, int value)
    {
        int end = document[container].Next, next = document[value].Next;
        if (document.TryScaledValue(value, out (sbyte, byte)? inside))
        {
            Add(new RegisterEntry(code, value + 1) { ScalerUnit = inside });
            return next;
        }
        if (document[value].IsContainer)
        {
            AddTable(document, code, value);
            return next;
        }
        if (next >= end || !document.TryScalerUnit(next, out (sbyte, byte)? beside))
        {
            Add(new RegisterEntry(code, value));
            return next;
        }
        next = document[next].Next;
        int stamp = value == container + 2 ? CaptureTime(document, next, end) : 0;
        Add(new RegisterEntry(code, value) { ScalerUnit = beside, CaptureTime = stamp });
        return stamp > 0 ? end : next;
    }

    // An extended register ends {scaler, unit} [, status], capture time (IEC 62056-6-2, 4.3.3).
    private static int CaptureTime(AxdrDocument document, int at, int end)
    {
        if (at < end && document[at].Next < end && !document[at].IsContainer)
            at = document[at].Next;
        return at < end && document[at].Next == end && document.IsClock(document[at]) ? at : 0;
    }

    // A container behind a code holds codes of its own, or it is a table that the code names: then nothing in it is loose.
    private void AddTable(AxdrDocument document, ObisCode code, int container)
    {
        (int count, int first, int last, int numbers) = (_entries.Count, FirstLooseText, LastLooseText, LooseNumbers);
        Walk(document, container);
        if (_entries.Count > count)
            return;
        (FirstLooseText, LastLooseText, LooseNumbers) = (first, last, numbers);
        _entries.Add(new RegisterEntry(code, container));
    }

    private void Add(RegisterEntry entry)
    {
        _entries.Add(entry);
        Values++;
        Described |= entry.ScalerUnit is not null;
    }

    private void NoteLoose(AxdrDocument document, AxdrNode node, int index)
    {
        if (node.IsNumber)
            LooseNumbers++;
        if (!node.IsText || node.Length == 0 || document.IsClock(node))
            return;
        if (FirstLooseText < 0)
            FirstLooseText = index;
        LastLooseText = index;
    }

    // structure { array of { class u16, code, attribute i8, data index u16 [, restriction, columns] }, value, value ... }: where the push
    // setup's list of objects heads the list, the list itself is its value.
    private bool TryObjectList(AxdrDocument document)
    {
        if (document.Count < 2 || document[0].Tag != AxdrTag.Structure || document[1].Tag != AxdrTag.Array)
            return false;
        int at = 2;
        bool headsItself = TryObject(document, at, out ObisCode first, out byte attribute) && IsPushSetup(first) && attribute == ValueAttribute;
        int value = headsItself ? 1 : document[1].Next;
        for (int i = 0; i < document[1].Length; i++)
        {
            if (value >= document[0].Next || !TryObject(document, at, out ObisCode code, out attribute))
                return false;
            AddObject(document, code, attribute, value);
            value = document[value].Next;
            at = document[at].Next;
        }
        return value == document[0].Next;
    }

    private void AddObject(AxdrDocument document, ObisCode code, byte attribute, int value)
    {
        if (IsPushSetup(code))
            PushSetup ??= code;
        else if (attribute == ScalerUnitAttribute && document.TryScalerUnit(value, out (sbyte, byte)? scalerUnit))
            Describe(code, scalerUnit.Value);
        else if (document[value].IsContainer)
            Walk(document, value);
        else
            Add(new RegisterEntry(code, value));
    }

    // The list asks for a register's scaler_unit as for its value.
    private void Describe(ObisCode code, (sbyte Scaler, byte Unit) scalerUnit)
    {
        for (int i = _entries.Count - 1; i >= 0; i--)
        {
            if (_entries[i].Code != code)
                continue;
            _entries[i] = _entries[i] with { ScalerUnit = scalerUnit };
            return;
        }
    }

    private static bool TryObject(AxdrDocument document, int at, out ObisCode code, out byte attribute)
    {
        code = default;
        attribute = 0;
        bool isObject = at + 4 < document.Count && document[at] is { Tag: AxdrTag.Structure, Length: 4 or 6 }
            && document[at + 1].Tag == AxdrTag.LongUnsigned && document.TryObis(document[at + 2], out code)
            && document[at + 3].Tag == AxdrTag.Integer && document[at + 4].Tag == AxdrTag.LongUnsigned;
        if (isObject)
            attribute = document.Contents(document[at + 3])[0];
        return isObject;
    }

    private static bool IsPushSetup(ObisCode code) => code is { A: 0, C: 25, D: 9, E: 0 };
}
