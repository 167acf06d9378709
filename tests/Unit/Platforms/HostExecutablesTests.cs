using System.Diagnostics;
using Go.Compiler.Os.Linux;
using Go.Compiler.Platforms;
using Go.Compiler.Tests.Link;

namespace Go.Compiler.Tests.Platforms;

/// <summary>A program that was written can be started, whatever else this process starts meanwhile.</summary>
public sealed class HostExecutablesTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    [Fact]
    public void A_file_that_is_open_for_writing_is_waited_for()
    {
        using FileStream writer = new(_file, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        Assert.False(LinuxExecutables.AwaitClosed(_file, TimeSpan.FromMilliseconds(20)));
        var closing = new Thread(() =>
        {
            Thread.Sleep(100);
            writer.Dispose();
        });
        closing.Start();
        long start = Stopwatch.GetTimestamp();
        Assert.True(LinuxExecutables.AwaitClosed(_file, TimeSpan.FromSeconds(30)));
        Assert.InRange(Stopwatch.GetElapsedTime(start).TotalMilliseconds, 50, 20_000);
        closing.Join();
    }

    [Fact]
    public void Readers_are_not_waited_for()
    {
        using FileStream reader = File.OpenRead(_file);
        Assert.True(LinuxExecutables.AwaitClosed(_file, TimeSpan.Zero));
    }

    [Fact]
    public void A_file_that_is_gone_is_left_to_who_starts_it() => HostExecutables.AwaitStartable(_file + ".gone");

    /// <summary>Every child holds the descriptors that are open when it is forked, until it becomes another program.</summary>
    [Fact]
    public void Programs_start_while_others_are_started()
    {
        var fixture = new LinkFixture();
        fixture.EntryKeeping();
        byte[] image = fixture.Link();
        bool isOver = false;
        Thread[] others = [.. Enumerable.Range(0, 3).Select(_ => new Thread(() =>
        {
            while (!Volatile.Read(ref isOver))
            {
                using Process process = Process.Start("true");
                process.WaitForExit();
            }
        }))];
        Array.ForEach(others, t => t.Start());
        try
        {
            for (int i = 0; i < 150; i++)
            {
                Assert.Equal(0, LinkFixture.Execute(image));
            }
        }
        finally
        {
            Volatile.Write(ref isOver, true);
            Array.ForEach(others, t => t.Join());
        }
    }
}
