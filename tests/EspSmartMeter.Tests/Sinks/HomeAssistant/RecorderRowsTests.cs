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
        int rows = OfADay(meter, live: true);
        TestContext.Current.TestOutputHelper?.WriteLine($"{meter}: {rows} rows");
        Assert.InRange(rows, 1000, 12_000);
    }

    [Fact]
    public void Carrying_forward_what_comes_each_hour_costs_at_most_a_row_a_minute_and_one_at_each_turn_of_a_quarter()
    {
        int live = OfADay("landis-e350-norway", live: true), asSent = OfADay("landis-e350-norway", live: false);
        TestContext.Current.TestOutputHelper?.WriteLine($"{live} rows, and {asSent} where it is shown as it is sent");
        // One register: this home has no roof.
        Assert.InRange(live - asSent, 1, (24 * 60) + (24 * 4));
    }

    private static int OfADay(string meter, bool live)
    {
        using Installation installation = new(Installation.With(Installation.SourceAt("tcp://emeter.local:8088") with { LiveRegisters = live }));
        installation.Connected().Run(meter, TimeSpan.FromDays(1));
        return Rows(installation.Sent);
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
