namespace SmartMeter.Decoding.Lists;

/// <summary>Of the lists that fit, the one that asks most of the payload. Two that ask as much name none.</summary>
internal struct BestFit
{
    private ListTable? _best, _rival;
    private bool _bound;

    /// <summary>The list; null where none fits, or several equally.</summary>
    public readonly ListTable? Table => _rival is null ? _best : null;

    /// <summary>Two lists that fit equally.</summary>
    public readonly (ListTable One, ListTable Other)? Rivals => _rival is null ? null : (_best!, _rival);

    /// <summary>A list that fits and that nothing but its length tells from others: only the user can say that it is meant. Null without one.</summary>
    public ListTable? Unbound { get; private set; }

    /// <param name="table">A list that fits.</param>
    /// <param name="bound">The user says that it is meant.</param>
    public void Offer(ListTable table, bool bound)
    {
        if (_bound)
            return;
        if (bound)
            (_best, _rival, _bound) = (table, null, true);
        else if (table.Evidence == 0)
            Unbound = table;
        else if (_best is null || table.Evidence > _best.Evidence)
            (_best, _rival) = (table, null);
        else if (table.Evidence == _best.Evidence)
            _rival = table;
    }
}
