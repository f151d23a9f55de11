using System.Text.Json;
using EspSmartMeter.Mqtt;

namespace EspSmartMeter.Tests.Sinks.HomeAssistant;

/// <summary>What a day costs the recorder: a row for each change of the state of an entity that is on at first.</summary>
public sealed class RecorderRowsTests
{
    [Theory]
    [InlineData("dsmr5-gas")]
    [InlineData("emucs-belgium")]
    [InlineData("p1-sweden")]
    [InlineData("aidon-3phase")]
    public void A_three_phase_meter_costs_at_most_twelve_thousand_rows_a_day_at_the_defaults(string meter)
    {
        using Installation installation = new();
        installation.Connected().Run(meter, TimeSpan.FromDays(1));
        int rows = Rows(installation.Sent);
        TestContext.Current.TestOutputHelper?.WriteLine($"{meter}: {rows} rows");
        Assert.InRange(rows, 1000, 12_000);
    }

    private static int Rows(IEnumerable<MqttMessage> sent)
    {
        Dictionary<string, HashSet<string>> enabled = [];
        Dictionary<(string, string), string> states = [];
        int rows = 0;
        foreach (MqttMessage message in sent)
        {
            if (!message.Text.StartsWith('{'))
                continue;
            using JsonDocument json = JsonDocument.Parse(message.Payload);
            if (message.Topic.EndsWith("/config"))
            {
                foreach (JsonProperty component in json.RootElement.GetProperty("cmps").EnumerateObject().Where(component => !component.Value.TryGetProperty("en", out _)))
                {
                    string topic = component.Value.GetProperty("stat_t").GetString()!;
                    if (!enabled.TryGetValue(topic, out HashSet<string>? keys))
                        enabled[topic] = keys = [];
                    keys.Add(component.Name);
                }
                continue;
            }
            foreach (JsonProperty member in json.RootElement.EnumerateObject())
            {
                if (!enabled.TryGetValue(message.Topic, out HashSet<string>? keys) || !keys.Contains(member.Name))
                    continue;
                string state = member.Value.GetRawText();
                if (states.TryGetValue((message.Topic, member.Name), out string? before) && before == state)
                    continue;
                states[(message.Topic, member.Name)] = state;
                rows++;
            }
        }
        return rows;
    }
}
