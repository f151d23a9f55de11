using SmartMeter.Decoding.Obis;
using SmartMeter.Decoding.Readings;

namespace EspSmartMeter.Meters.Guard;

/// <summary>The largest power of the last telegrams that told one, each way: what a register can have counted since.</summary>
internal sealed class RecentPower
{
    private const int Remembered = 3;

    private sealed class Way
    {
        private readonly Queue<decimal> _watts = new(Remembered);
        private decimal? _now;

        public decimal? Largest => _watts.Count == 0 ? null : _watts.Max();

        public void Note(decimal watts) => _now = Math.Max(_now ?? 0, watts);

        public void EndTelegram()
        {
            if (_now is not decimal watts)
                return;
            if (_watts.Count == Remembered)
                _watts.Dequeue();
            _watts.Enqueue(watts);
            _now = null;
        }
    }

    private readonly Way _import = new(), _export = new();

    /// <summary>Notes a power that is believed; it counts from the next telegram on.</summary>
    public void Note(in Measurement power)
    {
        switch (Catalogue.Find(power.Code))
        {
            case { Direction: Direction.Import }:
                _import.Note(Math.Abs(power.Number));
                break;
            case { Direction: Direction.Export }:
                _export.Note(Math.Abs(power.Number));
                break;
            case { Direction: Direction.Net or Direction.None, Phase: 0 }:
                _import.Note(Math.Max(0, power.Number));
                _export.Note(Math.Max(0, -power.Number));
                break;
        }
    }

    public void EndTelegram()
    {
        _import.EndTelegram();
        _export.EndTelegram();
    }

    /// <summary>In W; null where the meter tells none that would count in this register.</summary>
    public decimal? Of(in Measurement register) =>
        register.Unit is Unit.KilowattHour or Unit.KilovoltAmpereHour && !Submeters.Owns(register.Code) && Catalogue.Find(register.Code) is Quantity quantity
            ? quantity.Direction switch
            {
                Direction.Import => _import.Largest,
                Direction.Export => _export.Largest,
                _ => null,
            }
            : null;
}
