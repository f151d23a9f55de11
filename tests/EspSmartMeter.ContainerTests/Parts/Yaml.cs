using System.Text.Json.Nodes;
using EspSmartMeter.Tests;
using YamlDotNet.Serialization;

namespace EspSmartMeter.ContainerTests.Parts;

/// <summary>The repository's YAML files, as JSON.</summary>
internal static class Yaml
{
    public static JsonObject Read(params string[] path)
    {
        object? read = new DeserializerBuilder().WithAttemptingUnquotedStringTypeDeserialization().Build()
            .Deserialize<object>(File.ReadAllText(Repository.PathOf(path)));
        return JsonNode.Parse(new SerializerBuilder().JsonCompatible().Build().Serialize(read))!.AsObject();
    }

    /// <summary>What Home Assistant knows of the app.</summary>
    public static JsonObject Config => Read("addon", "config.yaml");
}
