namespace EspSmartMeter.ContainerTests.Parts;

/// <summary>What tests/container/check made ready: these tests stand in the containers' network, so that nothing here is seen from outside.</summary>
internal static class Prepared
{
    /// <summary>The name of the app's image.</summary>
    public static string Image => Given("ESM_TEST_IMAGE");

    /// <summary>Docker's name of the network, as <c>container:ID</c>.</summary>
    public static string Network => Given("ESM_TEST_NETWORK");

    /// <summary>The label, as <c>name=value</c>, by which the check removes what a broken test leaves behind.</summary>
    public static (string Name, string Value) Label
    {
        get
        {
            string[] parts = Given("ESM_TEST_LABEL").Split('=');
            return (parts[0], parts[1]);
        }
    }

    /// <summary>The app's AppArmor profile, where the kernel enforces it.</summary>
    public static string? AppArmorProfile => Environment.GetEnvironmentVariable("ESM_TEST_APPARMOR") is { Length: > 0 } profile ? profile : null;

    private static string Given(string variable)
    {
        string? value = Environment.GetEnvironmentVariable(variable);
        Assert.SkipWhen(string.IsNullOrEmpty(value), "there is no image to test: ./test container builds one and runs these tests");
        return value!;
    }
}
