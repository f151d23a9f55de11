using System.Globalization;
using System.Net;
using System.Net.Sockets;
using EspSmartMeter.Languages;
using EspSmartMeter.Options;
using SmartMeter.Simulation;
using SmartMeter.Simulation.Homes;
using SmartMeter.Simulation.Line;
using SmartMeter.Simulation.Telegrams;

namespace EspSmartMeter.Commands;

/// <summary>
/// <c>simulate METER [--port N] [--seed N] [--home NAME] [--home-seed N]</c>: a simulated meter behind a TCP port on loopback, as the ESP serves a real one.
/// </summary>
internal static class SimulateCommand
{
    private const int DefaultPort = 8088;

    /// <summary>The homes by name, and what each is full of.</summary>
    private static readonly (string Name, HomeKind Kind, string Description)[] Homes =
    [
        ("usual", HomeKind.Usual, "some of everything, small"),
        ("cooking", HomeKind.Cooking, "plates, an oven and a kettle, at noon and in the evening"),
        ("heat-pump", HomeKind.HeatPump, "a heat pump that follows the weather, and a heating rod after noon"),
        ("car", HomeKind.Car, "a car that charges with 11 kW on most evenings"),
        ("solar", HomeKind.Clouds, "a roof under broken clouds"),
    ];

    public static Verb Verb { get; } = new("simulate", "METER", "a meter on a TCP port, at the line's real pace",
    [
        new("--list", null, "the meters and homes there are"),
        new("--port", "N", $"the port ({DefaultPort})"),
        new("--seed", "N", "another seed is another meter of the kind (1)"),
        CommandFlag.OneOf("--home", [.. Homes.Select(home => home.Name)], "what is behind it; two meters with the same home measure the same"),
        new("--home-seed", "N", "another seed is another home of the kind"),
    ])
    {
        Choices = [.. SimulatedMeters.All.Select(meter => meter.Name)],
    };

    private static string HomeNames => string.Join(", ", Homes.Select(home => home.Name));

    public static async Task<int> RunAsync(string[] arguments)
    {
        Arguments given = new(Verb, arguments);
        if (given.Has("--list"))
        {
            foreach (SimulatedMeter known in SimulatedMeters.All)
                Console.Out.WriteLine($"{known.Name,-18} {known.Description} ({known.Countries}; {known.Line})");
            foreach ((string name, _, string description) in Homes)
                Console.Out.WriteLine($"--home {name,-11} {description}");
            return CommandLine.Done;
        }
        if (given.Rest.Count != 1)
            throw new UsageException("'simulate' needs one meter; esp-smart-meter simulate --list tells which there are");
        SimulatedMeter meter = SimulatedMeters.Find(given.Rest[0])
            ?? throw new UsageException($"there is no meter of that name to simulate; there are {string.Join(", ", SimulatedMeters.All.Select(known => known.Name))}");
        int seed = Number(given, "--seed", 1, int.MaxValue);
        return await Serve(meter, Number(given, "--port", DefaultPort, 65535), seed, HomeBehind(given, seed));
    }

    /// <summary>The home that was asked for; null: the meter's usual one.</summary>
    private static HomeBehind? HomeBehind(Arguments given, int seed)
    {
        int homeSeed = Number(given, "--home-seed", seed, int.MaxValue);
        if (given.Last("--home") is not string wanted)
            return given.Has("--home-seed") ? throw new UsageException($"--home-seed needs --home beside it ({HomeNames})") : null;
        foreach ((string name, HomeKind kind, _) in Homes)
        {
            if (string.Equals(name, wanted, StringComparison.OrdinalIgnoreCase))
                return new HomeBehind(kind, homeSeed);
        }
        throw new UsageException($"there is no home of that name to simulate; there are {HomeNames}");
    }

    private static async Task<int> Serve(SimulatedMeter meter, int port, int seed, HomeBehind? home)
    {
        using StopSignals stop = new();
        try
        {
            await using SimulatedMeterServer server =
                SimulatedMeterServer.StartForFirstClient(meter, home, new IPEndPoint(IPAddress.Loopback, port), seed, TimeProvider.System, stop.Token);
            Console.Out.WriteLine($"{meter.Name} on tcp://127.0.0.1:{server.EndPoint.Port}, until Ctrl-C");
            if (meter.Keys is SimulatedKeys keys)
            {
                string authentication = keys.Authentication is byte[] key ? $" --auth-key {Convert.ToHexStringLower(key)}" : "";
                Console.Out.WriteLine($"read it with --key {Convert.ToHexStringLower(keys.Encryption)}{authentication} (made up, like the meter)");
            }
            await server.Completion;
            return CommandLine.Done;
        }
        catch (SocketException taken)
        {
            await Console.Error.WriteLineAsync($"esp-smart-meter: port {port} cannot be had ({taken.Message}); choose another with --port, or 0 for any");
            return CommandLine.Failed;
        }
    }

    private static int Number(Arguments given, string option, int usual, int most) => given.Last(option) switch
    {
        null => usual,
        string text when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number <= most => number,
        string text => throw new UsageException($"{option} must be a whole number from 0 to {most}{TypedValue.NotNumber(text)}"),
    };
}
