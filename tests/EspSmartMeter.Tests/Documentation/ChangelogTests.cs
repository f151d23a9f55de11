namespace EspSmartMeter.Tests.Documentation;

/// <summary>What Home Assistant shows before an update is about the version that it installs.</summary>
public sealed class ChangelogTests
{
    [Fact]
    public void It_has_a_heading_for_the_version_of_config_yaml()
    {
        string line = File.ReadLines(Repository.PathOf("addon", "config.yaml")).Single(line => line.StartsWith("version:", StringComparison.Ordinal));
        string version = line["version:".Length..].Trim().Trim('"');

        Assert.Contains(File.ReadLines(Repository.PathOf("CHANGELOG.md")), heading => heading.StartsWith($"## [{version}]", StringComparison.Ordinal));
    }
}
