using System.Diagnostics;
using EspSmartMeter.Options;

namespace EspSmartMeter.Tests.Options;

/// <summary>What may lie in a folder of lists.</summary>
public sealed class ListFolderTests : IDisposable
{
    private const string Sound = "list Two numbers\nshape positions\nu32 1-0:1.8.0 1 Wh within 4000000..9000000\nu32 1-0:2.8.0 1 Wh\n";

    private readonly string _outside = Directory.CreateTempSubdirectory("outside-").FullName;
    private readonly string _folder = Directory.CreateTempSubdirectory("lists-").FullName;

    public void Dispose()
    {
        Directory.Delete(_folder, recursive: true);
        Directory.Delete(_outside, recursive: true);
    }

    [Fact]
    public void A_list_is_read_directly_or_by_a_link_within_the_folder()
    {
        File.WriteAllText(In("two.txt"), Sound);
        File.CreateSymbolicLink(In("two.list"), In("two.txt"));
        Assert.True(ListFolder.Load("lists", _folder).Has("Two numbers"));

        File.CreateSymbolicLink(Path.Combine(_outside, "link"), _folder);
        Assert.True(ListFolder.Load("lists", Path.Combine(_outside, "link")).Has("Two numbers"));
    }

    [Fact]
    public void A_link_that_leads_out_of_the_folder_is_refused_and_nothing_of_what_is_there_is_told()
    {
        string secrets = Path.Combine(_outside, "options.json");
        File.WriteAllText(secrets, "password hunter2\n");
        File.CreateSymbolicLink(In("mine.list"), secrets);

        string message = Fault();
        Assert.Equal("lists: mine.list leads out of its folder: copy the list there", message);
    }

    [Fact]
    public void A_file_larger_than_any_list_is_not_read()
    {
        File.WriteAllText(In("large.list"), new string('#', ListFolder.LargestFile + 1));
        Assert.Equal("lists: large.list is larger than 1024 KiB, and so is no list", Fault());
    }

    [Fact]
    public void More_files_than_anybody_has_lists_are_not_read()
    {
        for (int i = 0; i <= ListFolder.MostFiles; i++)
            File.WriteAllText(In($"{i}.list"), "");
        Assert.StartsWith("lists: there are more than 200 lists in the folder", Fault());
    }

    [Fact]
    public void What_is_wrong_is_told_on_one_line_of_bounded_length()
    {
        File.WriteAllText(In("odd.list"), new string('x', 100_000) + "\u2028\n");
        string message = Fault();
        Assert.InRange(message.Length, 1, 500);
        Assert.DoesNotContain(message, char.IsControl);
        Assert.DoesNotContain("\u2028", message);
    }

    [Fact]
    public async Task A_pipe_in_the_folder_is_not_waited_for()
    {
        using Process made = Process.Start("mkfifo", [In("pipe.list")]);
        await made.WaitForExitAsync(TestContext.Current.CancellationToken);
        // Read as an empty one would be, or refused: but at once.
        Assert.Null(await Record.ExceptionAsync(() => Task.Run(() => ListFolder.Load("lists", _folder), TestContext.Current.CancellationToken)
            .WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken)) is TimeoutException ? "it waits for the pipe" : null);
    }

    private string In(string file) => Path.Combine(_folder, file);

    private string Fault() => Assert.Throws<UsageException>(() => ListFolder.Load("lists", _folder)).Message;
}
