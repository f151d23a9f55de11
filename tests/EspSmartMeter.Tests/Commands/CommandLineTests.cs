using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using EspSmartMeter.About;
using EspSmartMeter.Commands;
using EspSmartMeter.Options;

namespace EspSmartMeter.Tests.Commands;

public sealed class CommandLineTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("command-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_port_that_is_taken_is_told_in_one_sentence_and_nothing_else_fails()
    {
        using TcpListener taken = new(IPAddress.Loopback, 0);
        taken.Start();
        int port = ((IPEndPoint)taken.LocalEndpoint).Port;

        // The services are in the middle of their start when the port is refused: each time somewhere else.
        for (int attempt = 0; attempt < 5; attempt++)
        {
            (int status, string told) = await Run("run", "--data", _folder, "--source", "tcp://127.0.0.1:1", "--http", $"{port}");

            Assert.Equal(CommandLine.Failed, status);
            Assert.Contains($"the page cannot be served on port {port} (it is in use)", told);
            Assert.DoesNotContain("ERROR", told);
        }
    }

    [Fact]
    public async Task The_pages_address_is_printed_and_leads_there()
    {
        using Process run = Start("run", "--data", _folder, "--source", "tcp://127.0.0.1:1", "--http", "0");
        try
        {
            string? line;
            do
                line = await run.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
            while (line?.Contains("The page: ", StringComparison.Ordinal) == false);
            Assert.NotNull(line);

            using HttpClient browser = new();
            string page = await browser.GetStringAsync(line[line.IndexOf("http://", StringComparison.Ordinal)..], TestContext.Current.CancellationToken);
            Assert.Contains("<html", page);
        }
        finally
        {
            run.Kill();
        }
    }

    [Theory]
    [InlineData("http://127.0.0.1:8099", "http://localhost:8099")]
    [InlineData("http://0.0.0.0:80", "http://localhost:80")]
    [InlineData("http://[::]:8099", "http://localhost:8099")]
    [InlineData("http://192.168.1.5:8099", "http://192.168.1.5:8099")]
    public void A_page_that_is_bound_everywhere_is_here_too(string bound, string address) => Assert.Equal(address, RunCommand.PageAddress(bound));

    [Fact]
    public void Variables_that_differ_in_case_alone_are_no_reason_not_to_start()
    {
        Environment.SetEnvironmentVariable("esm_test_proxy", "lower");
        Environment.SetEnvironmentVariable("ESM_TEST_PROXY", "upper");

        Assert.Contains(RunCommand.Environment()["Esm_Test_Proxy"], (string[])["lower", "upper"]);
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("run", "--help")]
    [InlineData("decode", "--help")]
    [InlineData("simulate", "-h")]
    [InlineData("capture", "--help")]
    [InlineData("forward", "--help")]
    [InlineData("completion", "--help")]
    public async Task Help_lists_each_flag_of_the_verb_and_of_no_other(params string[] line)
    {
        using Process asked = Start(line);
        string text = await asked.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);

        Verb[] shown = [.. Verbs.All.Where(verb => line.Length == 1 || line[0] == verb.Name)];
        Assert.Equal(shown.Select(verb => verb.Name), text.Split('\n').Where(row => row.StartsWith("esp-smart-meter ", StringComparison.Ordinal)).Select(row => row.Split(' ')[1].Trim('[', ']')));
        Assert.Equal(
            shown.SelectMany(verb => verb.Flags).Select(flag => flag.Name),
            text.Split('\n').Where(row => row.StartsWith("    --", StringComparison.Ordinal)).Select(row => row.TrimStart().Split(' ')[0]));
        Assert.All(text.Split('\n'), row => Assert.InRange(row.Length, 0, 130));
    }

    [Theory]
    [InlineData("--version")]
    [InlineData("-V")]
    [InlineData("version")]
    public async Task The_version_is_told(string argument)
    {
        using Process asked = Start(argument);

        Assert.Equal($"{Product.NameAndVersion}\n", await asked.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("there is no home of that name to simulate; there are usual, cooking, heat-pump, car, solar", "--home", "barn")]
    [InlineData("--home-seed needs --home beside it", "--home-seed", "2")]
    public async Task A_home_that_cannot_be_simulated_is_refused_with_those_that_can(string sentence, params string[] options)
    {
        (int status, string told) = await Run(["simulate", "aidon", "--port", "0", .. options]);

        Assert.Equal(CommandLine.AskedWrongly, status);
        Assert.Contains(sentence, told);
    }

    private static async Task<(int Status, string Told)> Run(params string[] arguments)
    {
        using Process process = Start(arguments);
        Task<string> output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        Task<string> error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await output + await error);
    }

    private static Process Start(params string[] arguments)
    {
        ProcessStartInfo start = new("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string argument in (string[])[Path.Combine(AppContext.BaseDirectory, "esp-smart-meter.dll"), .. arguments])
            start.ArgumentList.Add(argument);
        return Process.Start(start)!;
    }
}
