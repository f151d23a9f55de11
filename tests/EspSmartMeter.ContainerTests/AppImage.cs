using DotNet.Testcontainers.Builders;
using DotNet.Testcontainers.Images;

namespace EspSmartMeter.ContainerTests;

/// <summary>The app's image: the one that ESM_TEST_IMAGE names, or one built here from the repository's Dockerfile.</summary>
internal static class AppImage
{
    private const string Name = "esp-smart-meter:test";

    public static async Task<string> NameAsync()
    {
        if (Environment.GetEnvironmentVariable("ESM_TEST_IMAGE") is { Length: > 0 } given)
            return given;
        ImageFromDockerfileBuilder builder = new ImageFromDockerfileBuilder()
            .WithName(Name)
            .WithDockerfileDirectory(Repository())
            .WithDeleteIfExists(false)
            .WithCleanUp(false);
        // The Dockerfile's own arguments, where they are set: other base images.
        foreach (string argument in (string[])["SDK_IMAGE", "BASE_IMAGE"])
        {
            if (Environment.GetEnvironmentVariable(argument) is { Length: > 0 } value)
                builder = builder.WithBuildArgument(argument, value);
        }
        IFutureDockerImage image = builder.Build();
        await image.CreateAsync(TestContext.Current.CancellationToken);
        return Name;
    }

    private static string Repository()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Dockerfile")))
                return folder.FullName;
        }
        throw new InvalidOperationException($"There is no Dockerfile above {AppContext.BaseDirectory}: set ESM_TEST_IMAGE.");
    }
}
