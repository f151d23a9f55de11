using SmartMeter.Decoding.Obis;

namespace SmartMeter.Decoding.Lists;

/// <summary>A table while its lines are read; finished, it is checked as a whole.</summary>
internal sealed class TableDraft(TableLine head, string name, string file)
{
    private ListTable? _like;

    public string Name => name;

    /// <summary>The keywords met that a table has once.</summary>
    public HashSet<string> Keywords { get; } = [];

    public string? Maker { get; set; }

    public ListShape? Shape { get; set; }

    public TextPattern? Version { get; set; }

    public bool StandardTimeAllYear { get; set; }

    public bool IdElsewhere { get; set; }

    public List<ListCondition> When { get; } = [];

    public ObisCode? PushSetup { get; set; }

    public bool Ciphered { get; set; }

    public bool OctetStringHead { get; set; }

    public bool AttributeDescriptors { get; set; }

    public List<(TableLine Line, ListInvariant Invariant)> Invariants { get; } = [];

    public List<(TableLine Line, ListValue Value)> Values { get; } = [];

    public List<ListExample> Examples { get; } = [];

    /// <summary>An example, or one more line of the one that has no expectation yet.</summary>
    public void AddExample(TableLine line)
    {
        if (Examples.Count == 0 || Examples[^1].Expectations.Count > 0)
            Examples.Add(new ListExample(line));
        Examples[^1].Add(line);
    }

    public void AddExpectation(TableLine line)
    {
        if (Examples.Count == 0)
            throw line.Fault("`expect` stands behind the `example` it tells of");
        Examples[^1].Expectations.Add(ListExpectation.Read(line));
    }

    /// <summary>Takes over what another list says of its values.</summary>
    public void Like(TableLine line, ListTable other)
    {
        if (_like is not null || Shape is not null || Values.Count > 0)
            throw line.Fault("`like` stands once, right behind `list`");
        _like = other;
        (Maker, Shape, Version, StandardTimeAllYear, IdElsewhere) =
            (other.Maker, other.Shape, other.Version, other.StandardTimeAllYear, other.IdElsewhere);
    }

    public ListTable Finish()
    {
        if (Shape is not ListShape shape)
            throw head.Fault($"list {name} has no `shape` line (described, pairs, objects or positions)");
        CheckLines(shape);
        ListTable table = new(AllValues())
        {
            Name = name,
            Maker = Maker,
            Shape = shape,
            Version = Version,
            When = [.. When],
            PushSetup = PushSetup,
            Ciphered = Ciphered,
            OctetStringHead = OctetStringHead,
            AttributeDescriptors = AttributeDescriptors,
            Invariants = [.. _like?.Invariants ?? [], .. Invariants.Select(line => line.Invariant)],
            StandardTimeAllYear = StandardTimeAllYear,
            IdElsewhere = IdElsewhere,
            Examples = [.. Examples],
            Origin = file,
        };
        CheckTable(table);
        return table;
    }

    private List<ListValue> AllValues()
    {
        List<ListValue> values = [.. (_like?.Values ?? []).Where(value => !Values.Exists(own => own.Value.Code == value.Code))];
        values.AddRange(Values.Select(line => line.Value));
        return values;
    }

    private void CheckLines(ListShape shape)
    {
        bool positions = shape == ListShape.Positions;
        if (positions && (Version is not null || When.Count > 0))
            throw head.Fault($"list {name}: `version` and `when` need codes in the payload; for positions put `= TEXT` behind the value");
        if (PushSetup is not null && shape != ListShape.Objects)
            throw head.Fault($"list {name}: `push` is for shape objects");
        if (AttributeDescriptors && shape != ListShape.Pairs)
            throw head.Fault($"list {name}: `attribute-descriptors` is for shape pairs");
        if (Ciphered && Maker is null)
            throw head.Fault($"list {name}: `ciphered` needs the `maker` whose system title it is");
        if (positions && _like is not null && Values.Count > 0)
            throw Values[0].Line.Fault("a list of positions that is `like` another takes all of its values");
        foreach ((TableLine line, ListValue value) in Values)
        {
            if (positions && value.Code is not null && Values.FindIndex(other => other.Value.Code == value.Code) < Values.FindIndex(other => other.Value == value))
                throw line.Fault($"{value.Code} stands in list {name} already: a list of positions has each code once");
            if (!positions && value.Code is null)
                throw line.Fault("a value without a code (`-`) only makes sense by position");
            if (!positions && value.Text is not null)
                throw line.Fault("`= TEXT` behind a value is for positions; use `when CODE = TEXT`");
        }
    }

    private void CheckTable(ListTable table)
    {
        if (Examples.Find(example => example.Expectations.Count == 0) is ListExample mute)
            throw mute.Fault($"an example of list {name} says nothing: behind it belongs `expect CODE = VALUE UNIT`");
        if (table.Values.Length == 0 && table.Shape != ListShape.Described)
            throw head.Fault($"list {name} has no values");
        foreach ((TableLine line, ListInvariant invariant) in Invariants)
        {
            foreach (ObisCode code in (ObisCode[])[invariant.Sum, .. invariant.Parts])
            {
                if (!Array.Exists(table.Values, value => value.Code == code))
                    throw line.Fault($"`require` names {code}, which is no value of the list");
            }
        }
    }
}
