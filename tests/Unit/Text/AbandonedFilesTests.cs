using System.Diagnostics;
using Go.Compiler.Text;

namespace Go.Compiler.Tests.Text;

public sealed class AbandonedFilesTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("abandoned-test-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private string Touch(string path, TimeSpan? age = null)
    {
        File.WriteAllText(path, "");
        File.SetLastWriteTimeUtc(path, DateTime.UtcNow - (age ?? TimeSpan.Zero));
        return path;
    }

    /// <summary>The number of a process that has ended.</summary>
    private static int DeadProcess()
    {
        using Process process = Process.Start("true");
        process.WaitForExit();
        return process.Id;
    }

    private string Own => AbandonedFiles.NameFor(Path.Combine(_directory, "program"));

    private string OfProcess(int process) => Own.Replace($"-{Environment.ProcessId}-", $"-{process}-", StringComparison.Ordinal);

    [Fact]
    public void Names_are_new() => Assert.NotEqual(Own, Own);

    [Fact]
    public void Files_of_the_dead_go_and_those_of_the_living_stay()
    {
        string dead = Touch(OfProcess(DeadProcess())), own = Touch(Own), living = Touch(OfProcess(1));
        AbandonedFiles.RemoveFor(Path.Combine(_directory, "program"));
        Assert.False(File.Exists(dead));
        Assert.True(File.Exists(own));
        Assert.True(File.Exists(living));
    }

    [Fact]
    public void Files_for_another_name_are_not_looked_at()
    {
        string dead = Touch(OfProcess(DeadProcess()));
        AbandonedFiles.RemoveFor(Path.Combine(_directory, "prog"));
        Assert.True(File.Exists(dead));
        AbandonedFiles.RemoveIn(_directory);
        Assert.False(File.Exists(dead));
    }

    [Fact]
    public void Of_other_spaces_of_process_numbers_only_age_tells()
    {
        string owner = Path.GetFileName(Own).Split('.')[1].Split('-')[0];
        string other = OfProcess(DeadProcess()).Replace(owner, owner == "00000000" ? "00000001" : "00000000", StringComparison.Ordinal);
        Touch(other, TimeSpan.FromHours(23));
        AbandonedFiles.RemoveIn(_directory);
        Assert.True(File.Exists(other));
        Touch(other, TimeSpan.FromHours(25));
        AbandonedFiles.RemoveIn(_directory);
        Assert.False(File.Exists(other));
    }

    [Theory]
    [InlineData("program.tmp")]
    [InlineData("program.1234.tmp")]
    [InlineData("program.abcdefgh-1-2.tmp")]
    [InlineData("notes-1-2.tmp")]
    public void Names_of_others_are_left_alone(string name)
    {
        string file = Touch(Path.Combine(_directory, name), TimeSpan.FromDays(100));
        AbandonedFiles.RemoveIn(_directory);
        AbandonedFiles.RemoveFor(Path.Combine(_directory, "program"));
        Assert.True(File.Exists(file));
    }

    [Fact]
    public void Folders_of_the_dead_go_with_all_that_is_in_them()
    {
        string own = Path.Combine(_directory, AbandonedFiles.FolderPrefix("dotnet-go-run-") + "x1y2");
        string dead = own.Replace($"-{Environment.ProcessId}-", $"-{DeadProcess()}-", StringComparison.Ordinal);
        foreach (string folder in (string[])[own, dead])
        {
            Directory.CreateDirectory(folder);
            File.WriteAllText(Path.Combine(folder, "program"), "");
        }
        AbandonedFiles.RemoveFolders(_directory, "dotnet-go-");
        Assert.True(Directory.Exists(own));
        Assert.False(Directory.Exists(dead));
    }

    [Fact]
    public void A_folder_that_is_not_there_is_no_error() => AbandonedFiles.RemoveIn(Path.Combine(_directory, "nowhere"));
}
