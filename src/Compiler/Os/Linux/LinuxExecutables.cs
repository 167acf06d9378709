using System.Diagnostics;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Go.Compiler.Os.Linux;

/// <summary>
/// Files that are started after they were written. execve(2) refuses a file that anybody has open for writing, and the writer is not the
/// only one: whatever another thread starts in that moment holds a copy of the writer's descriptor between its fork and its exec.
/// </summary>
public static class LinuxExecutables
{
    private const int SetSignal = 10, SetLease = 1024; // F_SETSIG, F_SETLEASE

    /// <summary>SIGURG, which does nothing: without it who opens the file while it is leased ends this process by SIGIO.</summary>
    private const int Urgent = 23;
    private const int ReadLease = 0, NoLease = 2; // F_RDLCK, F_UNLCK
    private const int TryAgain = 11; // EAGAIN: somebody has it open for writing

    /// <summary>
    /// Waits until nobody has the file open for writing: a lease for reading is given only then (fcntl(2)). What is started later cannot
    /// inherit a descriptor that the writer has closed. File systems without leases answer at once.
    /// </summary>
    /// <returns>False: somebody still had it open when <paramref name="patience"/> ended.</returns>
    public static bool AwaitClosed(string path, TimeSpan patience)
    {
        long start = Stopwatch.GetTimestamp();
        for (int milliseconds = 1; ; milliseconds = Math.Min(2 * milliseconds, 50))
        {
            using (SafeFileHandle file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete))
            {
                _ = Control(file, SetSignal, Urgent);
                if (Control(file, SetLease, ReadLease) == 0)
                {
                    _ = Control(file, SetLease, NoLease);
                    return true;
                }
                if (Marshal.GetLastPInvokeError() != TryAgain)
                {
                    return true;
                }
            }
            if (Stopwatch.GetElapsedTime(start) > patience)
            {
                return false;
            }
            Thread.Sleep(milliseconds);
        }
    }

    [DllImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Control(SafeFileHandle file, int command, nint argument);
}
