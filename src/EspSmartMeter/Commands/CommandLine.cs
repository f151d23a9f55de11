using EspSmartMeter.About;
using EspSmartMeter.Options;

namespace EspSmartMeter.Commands;

/// <summary>The verbs of <c>esp-smart-meter</c>. Exit status: 0 done, 1 could not be done, 2 asked wrongly.</summary>
internal static class CommandLine
{
    public const int Done = 0, Failed = 1, AskedWrongly = 2;

    public static async Task<int> RunAsync(string[] arguments)
    {
        string verb = arguments.FirstOrDefault() is string first && !first.StartsWith('-') ? first : "run";
        string[] rest = arguments.Length > 0 && arguments[0] == verb ? arguments[1..] : arguments;
        if (rest.Contains("--help") || rest.Contains("-h") || verb == "help")
        {
            Console.Out.Write(Usage.Text);
            return Done;
        }
        if (rest.Contains("--version") || verb == "version")
        {
            Console.Out.WriteLine(Product.NameAndVersion);
            return Done;
        }
        try
        {
            return verb switch
            {
                "run" => await RunCommand.RunAsync(rest),
                "decode" => await DecodeCommand.RunAsync(rest),
                "simulate" => await SimulateCommand.RunAsync(rest),
                "capture" => await CaptureCommand.RunAsync(rest),
                "forward" => await ForwardCommand.RunAsync(rest),
                _ => throw new UsageException("there is no such command; there are run, decode, simulate, capture and forward"),
            };
        }
        catch (UsageException wrong)
        {
            await Console.Error.WriteLineAsync($"esp-smart-meter: {wrong.Message}\nSee: esp-smart-meter --help");
            return AskedWrongly;
        }
    }
}
