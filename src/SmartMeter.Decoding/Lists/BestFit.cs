namespace SmartMeter.Decoding.Lists;

/// <summary>Of the lists that fit, the one that asks most of the payload. Two that ask as much name none.</summary>
internal struct BestFit
{
    private ListTable? _best, _rival;

    /// <summary>The list; null where none fits, or several equally.</summary>
    public readonly ListTable? Table => _rival is null ? _best : null;

    /// <summary>Two lists that fit equally.</summary>
    public readonly (ListTable One, ListTable Other)? Rivals => _rival is null ? null : (_best!, _rival);

    public void Offer(ListTable table)
    {
        if (_best is null || table.Evidence > _best.Evidence)
            (_best, _rival) = (table, null);
        else if (table.Evidence == _best.Evidence)
            _rival = table;
    }
}
