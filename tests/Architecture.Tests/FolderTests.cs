using System.Reflection;

namespace Architecture.Tests;

/// <summary>What CONTRIBUTING.md promises of the folders of src: no circles, and the one order that docs/architecture.md draws.</summary>
public sealed class FolderTests
{
    private static readonly Dictionary<string, Assembly> Projects = new()
    {
        ["SmartMeter.Decoding"] = typeof(SmartMeter.Decoding.MeterDecoder).Assembly,
        ["SmartMeter.Simulation"] = typeof(SmartMeter.Simulation.SimulatedMeters).Assembly,
        ["EspSmartMeter"] = Assembly.Load("esp-smart-meter"),
    };

    private static readonly Lazy<IReadOnlyList<FolderUse>> Compiled =
        new(() => FolderUses.InAssemblies(Projects.Keys, [.. Projects.Values]));

    /// <summary>The projects whose folders stand in order.</summary>
    public static TheoryData<string> Ordered => ["SmartMeter.Decoding", "SmartMeter.Simulation", "EspSmartMeter"];

    [Theory]
    [MemberData(nameof(Ordered))]
    public void No_folders_use_each_other(string project)
    {
        FolderUse[] uses = [.. UsesOf(project)];
        Assert.NotEmpty(uses);
        IReadOnlyList<FolderUse> circle = Circles.First(uses);
        Assert.True(circle.Count == 0, "A circle:\n" + string.Join('\n', circle));
    }

    [Theory]
    [MemberData(nameof(Ordered))]
    public void No_arrow_points_against_the_order_drawn(string project)
    {
        DrawnOrder order = DrawnOrder.In(Repository.Read("docs/architecture.md"), project, Projects.Keys);
        string[] faults = [.. UsesOf(project).Select(order.Fault).OfType<string>().Distinct()];
        Assert.True(faults.Length == 0, string.Join('\n', faults));
    }

    [Theory]
    [MemberData(nameof(Ordered))]
    public void What_is_drawn_is_there_and_what_is_there_is_drawn(string project)
    {
        DrawnOrder order = DrawnOrder.In(Repository.Read("docs/architecture.md"), project, Projects.Keys);
        Assert.Equal(
            Sources.Of(project).Select(source => source.Folder.ToString()).Distinct().Order(StringComparer.Ordinal),
            order.Own.Select(folder => folder.ToString()).Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Ordered))]
    public void A_namespace_is_its_folder(string project) => Assert.Equal([],
        Sources.Of(project)
            .Where(source => source.Namespace is not null && Folder.OfNamespace(source.Namespace, Projects.Keys) != source.Folder)
            .Select(source => $"{source.Path} declares {source.Namespace}"));

    private static IEnumerable<FolderUse> UsesOf(string project) =>
        Compiled.Value.Concat(FolderUses.InSources(project, Projects.Keys)).Where(use => use.From.Project == project);
}
