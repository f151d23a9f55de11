using EspSmartMeter.Options;

namespace EspSmartMeter.Tests.Options;

public class CableOptionTests
{
    [Fact]
    public void A_chosen_device_is_a_serial_source_in_the_usual_mode()
    {
        SourceOptions source = Assert.Single(Load(("DEVICE", "/dev/ttyUSB0")).Sources);
        Assert.Equal("serial:///dev/ttyUSB0", source.Address);
    }

    [Fact]
    public void A_chosen_device_is_read_in_the_chosen_mode()
    {
        SourceOptions source = Assert.Single(Load(("DEVICE", "/dev/serial/by-id/usb-port0"), ("MODE", "2400-8E1")).Sources);
        Assert.Equal("serial:///dev/serial/by-id/usb-port0?mode=2400-8E1", source.Address);
    }

    [Fact]
    public void An_address_and_a_device_at_once_are_refused()
    {
        Assert.Equal("sources[0].url and sources[0].device are two places; give one of them", Assert.Single(Load(("DEVICE", "/dev/ttyUSB0"), ("URL", "tcp://meter:8088")).Faults));
    }

    [Fact]
    public void A_mode_without_a_device_is_refused()
    {
        Assert.Equal("sources[0].mode belongs to a device; in an address, write serial:///dev/ttyUSB0?mode=2400-8E1", Assert.Single(Load(("MODE", "2400-8E1"), ("URL", "tcp://meter:8088")).Faults));
    }

    [Fact]
    public void A_device_that_is_no_path_is_refused()
    {
        Assert.Equal("sources[0].device must be the path of a serial port like /dev/ttyUSB0", Assert.Single(Load(("DEVICE", "ttyUSB0")).Faults));
    }

    private static AppOptions Load(params (string Option, string Value)[] source)
    {
        Dictionary<string, string> environment = source.ToDictionary(entry => $"ESM_SOURCES__0__{entry.Option}", entry => entry.Value);
        environment["ESM_DATA"] = "/nonexistent";
        return OptionsLoader.Load([], environment);
    }
}
