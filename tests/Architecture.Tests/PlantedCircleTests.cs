using System.Reflection;

namespace Architecture.Tests;

/// <summary>The check itself, shown red: two folders of this project use each other on purpose.</summary>
public sealed class PlantedCircleTests
{
    private const string Project = "Architecture.Tests.Planted";

    private static readonly string[] Projects = [Project];

    private static readonly IReadOnlyList<FolderUse> Uses = FolderUses.InAssemblies(Projects, Assembly.GetExecutingAssembly());

    [Fact]
    public void A_circle_is_found_and_told() => Assert.Equal(
        [
            "Architecture.Tests.Planted/Lamps uses Architecture.Tests.Planted/Switches",
            "Architecture.Tests.Planted/Switches uses Architecture.Tests.Planted/Lamps",
        ],
        Circles.First(Uses).Select(use => use.ToString().Split(" (")[0]).Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("Lamps -> Switches", "Architecture.Tests.Planted/Lamps uses Architecture.Tests.Planted/Switches")]
    [InlineData("Switches -> Lamps", "Architecture.Tests.Planted/Switches uses Architecture.Tests.Planted/Lamps")]
    public void An_arrow_against_the_order_is_told(string drawn, string fault) =>
        Assert.StartsWith(fault, Assert.Single(Faults(drawn)));

    [Fact]
    public void Folders_side_by_side_use_neither_each_other() => Assert.Equal(2, Faults("Lamps, Switches").Length);

    [Fact]
    public void A_star_stands_for_the_folders_that_are_not_named()
    {
        Assert.Equal(2, Faults("*").Length);
        Assert.StartsWith("Architecture.Tests.Planted/Lamps uses Architecture.Tests.Planted/Switches", Assert.Single(Faults("Lamps -> *")));
    }

    [Fact]
    public void A_folder_that_is_not_drawn_is_told() =>
        Assert.Contains("Architecture.Tests.Planted/Switches is not drawn", Faults("Lamps"));

    private static string[] Faults(string drawn)
    {
        DrawnOrder order = DrawnOrder.In(
            $"```folders {Project}\n{drawn}  # as it should be\n```", Project, Projects, [new Folder(Project, "Lamps"), new Folder(Project, "Switches")]);
        return [.. Uses.Select(order.Fault).OfType<string>()];
    }
}
