using EspSmartMeter.Lines;

namespace EspSmartMeter.Tests.Lines;

/// <summary>Topics with wildcards, and what the lines that they bring are called.</summary>
public sealed class TopicFilterTests
{
    [Theory]
    [InlineData("meters/+/bytes", "meters/house/bytes", "house")]
    [InlineData("meters/+/+", "meters/house/p1", "house/p1")]
    [InlineData("meters/#", "meters/house/p1", "house/p1")]
    [InlineData("meters/#", "meters", "meters")]
    [InlineData("#", "meters/house", "meters/house")]
    [InlineData("meters/bytes", "meters/bytes", "meters/bytes")]
    public void A_line_is_called_by_what_the_wildcards_stand_for(string filter, string topic, string name) =>
        Assert.Equal(name, TopicFilter.Parse(filter).NameIn(topic));

    [Theory]
    [InlineData("")]
    [InlineData("meters/+x/bytes")]
    [InlineData("meters/#/bytes")]
    [InlineData("$SYS/broker/uptime")]
    public void What_no_broker_takes_is_refused(string filter) => Assert.Throws<FormatException>(() => TopicFilter.Parse(filter));

    [Fact]
    public void A_shared_subscription_is_refused_with_the_reason() =>
        Assert.Contains("a telegram's parts belong together", Assert.Throws<FormatException>(() => LineSchemes.BuiltIn.Parse("mqtt://broker/$share/readers/meters/+")).Message);

    [Theory]
    [InlineData("mqtt://broker/meters/#?format=hex", "broker", 1883, "meters/#", true, null, null)]
    [InlineData("mqtt://me:a%2Fb%3A@broker:1884/meters/%C3%A6", "broker", 1884, "meters/æ", false, "me", "a/b:")]
    public void An_address_names_broker_topic_format_and_user(string text, string host, int port, string topic, bool isHex, string? user, string? password)
    {
        MqttAddress address = MqttAddress.Parse(LineSchemes.BuiltIn.Parse(text));
        Assert.Equal((host, port, topic, isHex, user, password), (address.Host, address.Port, address.Topic.Text, address.IsHex, address.Username, address.Password));
    }

    [Theory]
    [InlineData("mqtt://me:secret@broker:1884/meters/#?format=hex", "mqtt://…@broker:1884/meters/#?format=hex")]
    [InlineData("mqtt://broker/meters/+", "mqtt://broker/meters/+")]
    public void User_and_password_are_not_shown(string text, string shown)
    {
        Uri url = LineSchemes.BuiltIn.Parse(text);
        Assert.Equal(shown, LineSchemes.BuiltIn.Of(url).Shown(url));
        Assert.DoesNotContain("secret", MqttAddress.Parse(url).ToString());
    }
}
