using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using SmartMeter.Decoding.Apdus.Ciphering;
using SmartMeter.Decoding.Obis;
using SmartMeter.Decoding.Readings;

namespace SmartMeter.Decoding.Tests;

/// <summary>
/// Every case of the corpus of real captures, where the corpus lies beside the repository (<c>../shared/corpus</c>): it is not part of it.
/// The rules of comparison are the corpus's own: units normalised, numbers to 1e-6, texts as hex or characters.
/// </summary>
public partial class CorpusTests(ITestOutputHelper output)
{
    // Cases that do not pass, and what in their bytes is the reason.
    private const string EmptyGroup = "the source reads an empty group () as nothing; ten others, and the decoder, as an empty text";

    private static readonly Dictionary<string, string> Expected = new()
    {
        ["np-iskra-ie"] = EmptyGroup,
        ["np-v5"] = EmptyGroup,
    };

    [Fact]
    public void Every_case_is_read_right_or_refused()
    {
        string? folder = Repository.Shared("corpus", "cases");
        Assert.SkipWhen(folder is null, "the corpus (../shared/corpus/cases beside the repository) is not here");
        Dictionary<string, string> failures = [];
        int cases = 0;
        foreach (string file in Directory.EnumerateFiles(folder, "*.json").Order(StringComparer.Ordinal))
        {
            using JsonDocument json = JsonDocument.Parse(File.ReadAllBytes(file));
            cases++;
            if (Fault(json.RootElement) is string fault)
                failures[Path.GetFileNameWithoutExtension(file)] = fault;
        }
        output.WriteLine($"{cases} cases, {cases - failures.Count} pass");
        foreach ((string name, string fault) in failures)
            output.WriteLine($"{name}: {fault}" + (Expected.TryGetValue(name, out string? reason) ? $" ({reason})" : ""));

        Assert.DoesNotContain(failures, failure => failure.Value.StartsWith("wrong", StringComparison.Ordinal) && !Expected.ContainsKey(failure.Key));
        Assert.DoesNotContain(failures, failure => failure.Value.StartsWith("false accept", StringComparison.Ordinal));
        Assert.Equal(Expected.Keys.Order(StringComparer.Ordinal), failures.Keys.Order(StringComparer.Ordinal));
    }

    private static string? Fault(JsonElement test)
    {
        Decoded decoded = Decoded.From(Convert.FromHexString(test.GetProperty("bytes_hex").GetString()!), OptionsOf(test));
        JsonElement[] expected = [.. test.GetProperty("expected").EnumerateArray()];
        if (test.GetProperty("expect").GetString() == "reject")
            return decoded.Readings.Exists(reading => !reading.Measurements.IsEmpty) ? "false accept" : null;
        if (Tags(test).Contains("link-only"))
            return null;
        if (expected.Length == 0)
        {
            bool understood = decoded.Rejections.Exists(rejected => rejected.Reason is RejectionReason.NoData or RejectionReason.UnknownList);
            return decoded.Readings.Count > 0 || understood ? null : "missing: no reading";
        }
        return decoded.Readings.Select(reading => Compare(expected, reading)).OrderBy(faults => faults.Count)
            .Select(faults => faults.Count == 0 ? null : string.Join("; ", faults.OrderDescending().Take(3))).DefaultIfEmpty("missing: no reading").First();
    }

    private static DecoderOptions OptionsOf(JsonElement test)
    {
        byte[]? Key(string name) => test.GetProperty(name).GetString() is { Length: > 0 } hex ? Convert.FromHexString(hex) : null;
        bool unverifiable = test.GetProperty("expect").GetString() == "accept" && test.GetProperty("verified").GetProperty("checksum").ValueKind == JsonValueKind.False;
        return new DecoderOptions
        {
            Keys = Key("key") is byte[] key ? new KeyRing(new MeterKeys(key, Key("auth_key") is byte[] auth ? auth : null)) : KeyRing.Empty,
            VerifyCrc = !unverifiable && !Tags(test).Contains("crc-unverifiable"),
        };
    }

    private static string[] Tags(JsonElement test) => [.. test.GetProperty("tags").EnumerateArray().Select(tag => tag.GetString()!)];

    private static List<string> Compare(JsonElement[] expected, Reading reading)
    {
        List<string> faults = [];
        foreach (JsonElement value in expected)
        {
            string code = Stripped(value.GetProperty("obis").GetString()!);
            Measurement[] found = [.. reading.Measurements.ToArray().Where(measurement => Names(code, Stripped(measurement.Code.ToString())))];
            if (found.Length == 0)
                faults.Add($"missing: {code}");
            else if (!found.Any(measurement => Matches(value, measurement)))
                faults.Add($"wrong: {code} is {found[0]}, expected {value.GetProperty("value")} {value.GetProperty("unit")}");
        }
        return faults;
    }

    private static bool Names(string expected, string code) =>
        code == expected || (!expected.Contains(':', StringComparison.Ordinal) && code.Split(':')[^1] == expected)
        || (expected.Count(character => character == '.') == 1 && code.StartsWith(expected + ".", StringComparison.Ordinal));

    private static string Stripped(string code) => Period().Replace(code, "");

    [GeneratedRegex(@"(\*255|\.255)$")]
    private static partial Regex Period();

    private static bool Matches(JsonElement expected, Measurement measurement)
    {
        JsonElement value = expected.GetProperty("value");
        if (value.ValueKind == JsonValueKind.Null)
            return measurement.Kind == ValueKind.Null;
        string text = measurement.Kind switch
        {
            ValueKind.Number => measurement.Number.ToString(CultureInfo.InvariantCulture),
            ValueKind.Time => measurement.Time.ToString(),
            _ => measurement.Text ?? "null",
        };
        if (value.ValueKind != JsonValueKind.Number && measurement.Kind != ValueKind.Number)
            return SameText(value.ToString(), text);
        if (!decimal.TryParse(value.ToString(), NumberStyles.Float, CultureInfo.InvariantCulture, out decimal want)
            || !decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal have))
            return false;
        if (value.ValueKind != JsonValueKind.Number || measurement.Kind != ValueKind.Number)
            return Close(want, have);
        return expected.GetProperty("unit").GetString() is string unit ? SameQuantity(want, unit, have, measurement.Unit) : SameAtAnyScale(want, have * Factor(measurement.Unit));
    }

    // Where the payload tells neither unit nor scale, the source gives the raw number.
    private static bool SameAtAnyScale(decimal want, decimal have) => Enumerable.Range(-3, 10).Any(exponent => Close(want * (decimal)Math.Pow(10, exponent), have));

    private static decimal Factor(Unit unit) => unit is Unit.KilowattHour or Unit.KilovarHour or Unit.KilovoltAmpereHour ? 1000 : 1;

    private static bool SameQuantity(decimal want, string unit, decimal have, Unit haveUnit)
    {
        bool known = WireUnit.TryParse(System.Text.Encoding.UTF8.GetBytes(unit), out WireUnit wire);
        return known && ExactNumber.TryScale(want, wire.Exponent, out decimal canonical)
            ? Close(canonical, have) && (haveUnit == Unit.None || haveUnit == wire.Unit)
            : Close(want, have);
    }

    private static bool Close(decimal a, decimal b) => Math.Abs(a - b) <= (Math.Max(Math.Abs(a), Math.Abs(b)) * 1e-6m) + 1e-9m;

    private static bool SameText(string want, string have)
    {
        if (want.Trim('\0', ' ') == have.Trim('\0', ' ') || FromHex(want) == have.Trim('\0', ' ') || FromHex(have) == want.Trim('\0', ' '))
            return true;
        string[] digits = [.. new[] { want, have }.Select(text => NotDigits().Replace(Offset().Replace(text, ""), ""))];
        return digits.All(text => text.Length >= 12) && digits[0][^12..] == digits[1][^12..] && (want + have).Contains('-', StringComparison.Ordinal);
    }

    private static string? FromHex(string text) =>
        text.Length > 0 && text.Length % 2 == 0 && text.All(char.IsAsciiHexDigit)
            ? System.Text.Encoding.Latin1.GetString(Convert.FromHexString(text)).Trim('\0', ' ')
            : null;

    [GeneratedRegex(@"(?:[+-]\d\d:?\d\d|\.\d+|Z)$")]
    private static partial Regex Offset();

    [GeneratedRegex("[^0-9]")]
    private static partial Regex NotDigits();
}
