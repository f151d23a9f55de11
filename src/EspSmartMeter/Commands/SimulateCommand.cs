using System.Globalization;
using System.Net;
using System.Net.Sockets;
using EspSmartMeter.Languages;
using EspSmartMeter.Options;
using SmartMeter.Simulation;
using SmartMeter.Simulation.Line;
using SmartMeter.Simulation.Telegrams;

namespace EspSmartMeter.Commands;

/// <summary><c>simulate METER [--port N] [--seed N]</c>: a simulated meter behind a TCP port on loopback, as the ESP serves a real one.</summary>
internal static class SimulateCommand
{
    private const int DefaultPort = 8088;

    public static async Task<int> RunAsync(string[] arguments)
    {
        Arguments given = new("simulate", arguments, ["--port", "--seed"], ["--list"]);
        if (given.Has("--list"))
        {
            foreach (SimulatedMeter known in SimulatedMeters.All)
                Console.Out.WriteLine($"{known.Name,-18} {known.Description} ({known.Countries}; {known.Line})");
            return CommandLine.Done;
        }
        if (given.Rest.Count != 1)
            throw new UsageException("'simulate' needs one meter; esp-smart-meter simulate --list tells which there are");
        SimulatedMeter meter = SimulatedMeters.Find(given.Rest[0])
            ?? throw new UsageException($"there is no meter of that name to simulate; there are {string.Join(", ", SimulatedMeters.All.Select(known => known.Name))}");
        return await Serve(meter, Number(given, "--port", DefaultPort, 65535), Number(given, "--seed", 1, int.MaxValue));
    }

    private static async Task<int> Serve(SimulatedMeter meter, int port, int seed)
    {
        using StopSignals stop = new();
        try
        {
            await using SimulatedMeterServer server =
                SimulatedMeterServer.Start(meter, new IPEndPoint(IPAddress.Loopback, port), seed, TimeProvider.System, stop.Token);
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
