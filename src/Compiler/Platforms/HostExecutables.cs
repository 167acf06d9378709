using Go.Compiler.Os.Linux;

namespace Go.Compiler.Platforms;

/// <summary>What the system that this process runs on asks of files that are to be started.</summary>
public static class HostExecutables
{
    /// <summary>Far above the time between a fork and its exec, also under load; who keeps a program open longer means to.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(2);

    /// <summary>Comes back when a program that this process has written and closed can be started.</summary>
    public static void AwaitStartable(string path)
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }
        try
        {
            LinuxExecutables.AwaitClosed(path, s_patience);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return; // replaced, removed or made unreadable since it was written: whoever starts it sees what is there now
        }
    }
}
