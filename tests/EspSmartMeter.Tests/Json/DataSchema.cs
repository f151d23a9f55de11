using System.Text.Json;
using Json.Schema;

namespace EspSmartMeter.Tests.Json;

/// <summary>docs/data.schema.json, and what a document has that it does not allow.</summary>
internal static class DataSchema
{
    private static readonly string File = Repository.PathOf("docs", "data.schema.json");

    private static readonly EvaluationOptions WithErrors = new() { OutputFormat = OutputFormat.List };

    private static readonly JsonSchema OfDataJson = JsonSchema.FromFile(File);

    /// <summary>The schema itself.</summary>
    public static JsonElement Root { get; } = JsonDocument.Parse(System.IO.File.ReadAllText(File)).RootElement;

    // It refers to the other, which is known by its $id once it is read.
    private static readonly JsonSchema OfALine = JsonSchema.FromText($$"""{"$ref": "{{Root.GetProperty("$id").GetString()}}#/$defs/decoded"}""");

    /// <summary>The values that a definition lets a member have.</summary>
    public static IEnumerable<string> Choices(params string[] path) =>
        path.Aggregate(Root.GetProperty("$defs"), (at, name) => at.GetProperty(name)).GetProperty("enum").EnumerateArray().Select(choice => choice.GetString()!);

    /// <summary>What is wrong with a data.json: where, and what; empty where it fits.</summary>
    public static string[] Faults(JsonElement dataJson) => Faults(OfDataJson, dataJson);

    /// <summary>What is wrong with a line of <c>decode</c>.</summary>
    public static string[] FaultsOfALine(JsonElement line) => Faults(OfALine, line);

    private static string[] Faults(JsonSchema schema, JsonElement document)
    {
        EvaluationResults results = schema.Evaluate(document, WithErrors);
        return results.IsValid ? [] :
        [
            "it does not fit",
            .. from detail in results.Details ?? []
               where !detail.IsValid && detail.Errors is not null
               from error in detail.Errors!
               select $"{detail.InstanceLocation}: {error.Key}: {error.Value}",
        ];
    }
}
