using EspSmartMeter.Meters.Scale;
using SmartMeter.Decoding.Obis;
using SmartMeter.Decoding.Readings;

namespace EspSmartMeter.Tests.Meters.Scale;

/// <summary>A scale that is wrong: some codes of a meter show so many times what they should. What hears them is to find that.</summary>
internal sealed class ScaleFault(string name, ObisCode[] codes, decimal times)
{
    private readonly ScaleProof _proof = new();

    /// <summary>Not off at all.</summary>
    public static ScaleFault None() => new("none", [], 1);

    public IReadOnlyList<ObisCode> Codes => codes;

    public IReadOnlyList<ScaleDoubt> Doubts => _proof.Doubts;

    public DateTimeOffset? ToldAt { get; private set; }

    /// <summary>True where what is asked first names the values that are off, and the factor that puts them right.</summary>
    public bool IsNamed => Doubts.Count == 1
        && Doubts[0].Corrections.All(correction => codes.Contains(correction.Code) && Math.Abs((correction.Factor * times) - 1) < 0.001m);

    public void Hear(DateTimeOffset at, MeterTime? stamp, IReadOnlyList<Measurement> values)
    {
        _proof.Begin(at, stamp);
        foreach (Measurement value in values)
            _proof.Take(Array.IndexOf(codes, value.Code) < 0 ? value : value with { Number = value.Number * times }, null);
        _proof.End();
        if (Doubts.Count > 0)
            ToldAt ??= at;
    }

    public override string ToString() => $"{name} ({string.Join(' ', codes)}) × {times:0.######}: {Told(Doubts)}";

    private static string Told(IReadOnlyList<ScaleDoubt> doubts) => doubts.Count == 0 ? "nothing" : string.Join("; ", doubts.Select(doubt =>
        $"{string.Join(", ", doubt.Corrections.Select(correction => $"{correction.Code} × {correction.Factor}"))} against {doubt.Against}{(doubt.Other is null ? "" : $" or {doubt.Other.Code} × {doubt.Other.Factor}")}"));
}
