using Docker.DotNet.Models;

namespace EspSmartMeter.ContainerTests.Parts;

/// <summary>Folders of the host that a container sees, and the names it resolves; removed when they go out of use.</summary>
internal sealed class Folders : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("esp-smart-meter-test.").FullName;

    public Folders()
    {
        File.SetUnixFileMode(_root, (UnixFileMode)0b111_101_101);
        File.WriteAllText(PathOf("hosts"), $"127.0.0.1 localhost core-mosquitto emeter.local\n{Supervisor.Address} supervisor\n");
    }

    public string PathOf(string name) => Path.Combine(_root, name);

    /// <summary>An empty folder, which belongs to root, and options.json in it where there are options.</summary>
    public string Make(string name, string? options = null, UnixFileMode? mode = null)
    {
        string folder = Directory.CreateDirectory(PathOf(name)).FullName;
        if (options is not null)
            File.WriteAllText(Path.Combine(folder, "options.json"), options);
        if (mode is UnixFileMode rights)
            File.SetUnixFileMode(folder, rights);
        return folder;
    }

    /// <summary>As Home Assistant starts the app: its data, its names, its time zone.</summary>
    public Action<CreateContainerParameters> AsData(string folder, params string[] environment) => parameters =>
    {
        Bind(parameters, $"{folder}:/data", $"{PathOf("hosts")}:/etc/hosts:ro");
        Set(parameters, ["TZ=Europe/Amsterdam", .. environment]);
        if (Prepared.AppArmorProfile is string profile)
            parameters.HostConfig!.SecurityOpt = [$"apparmor={profile}"];
    };

    public static void Bind(CreateContainerParameters parameters, params string[] binds) =>
        parameters.HostConfig!.Binds = [.. parameters.HostConfig.Binds ?? [], .. binds];

    /// <summary>Adds variables, each as <c>NAME=value</c>.</summary>
    public static void Set(CreateContainerParameters parameters, params IEnumerable<string> variables) =>
        parameters.Env = [.. parameters.Env ?? [], .. variables];

    public void Dispose() => Directory.Delete(_root, recursive: true);
}
