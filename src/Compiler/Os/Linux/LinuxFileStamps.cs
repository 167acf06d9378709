using System.Runtime.InteropServices;
using System.Text;
using Go.Compiler.FileSystem;

namespace Go.Compiler.Os.Linux;

/// <summary>Stamps by statx(2), which alone tells the time of the last change: nobody can set it back.</summary>
public sealed class LinuxFileStamps : IFileStamps
{
    private const int CurrentDirectory = -100; // AT_FDCWD
    private const uint BasicFields = 0x7ff; // STATX_BASIC_STATS
    private const int StructureSize = 256;
    private const int FileTypeMask = 0xf000, RegularFile = 0x8000, UserExecute = 0x40;

    // Offsets in struct statx, the same on every architecture.
    private const int ModeAt = 28, InodeAt = 32, SizeAt = 40, ChangeTimeAt = 96, WriteTimeAt = 112, DeviceMajorAt = 136,
    DeviceMinorAt = 140;

    private readonly PortableFileStamps _portable = new();

    public FileStamp Of(string path)
    {
        byte[] name = new byte[Encoding.UTF8.GetMaxByteCount(path.Length) + 1];
        Encoding.UTF8.GetBytes(path, name);
        byte[] status = new byte[StructureSize];
        try
        {
            if (Statx(CurrentDirectory, name, 0, BasicFields, status) != 0)
            {
                return FileStamp.None;
            }
        }
        catch (EntryPointNotFoundException)
        {
            return _portable.Of(path); // a C library older than 2018
        }
        int mode = BitConverter.ToUInt16(status, ModeAt);
        if ((mode & FileTypeMask) != RegularFile)
        {
            return FileStamp.None;
        }
        ulong device = ((ulong)BitConverter.ToUInt32(status, DeviceMajorAt) << 32) | BitConverter.ToUInt32(status, DeviceMinorAt);
        return new FileStamp(BitConverter.ToInt64(status, SizeAt), TicksAt(status, WriteTimeAt), TicksAt(status, ChangeTimeAt),
            BitConverter.ToUInt64(status, InodeAt) ^ (device * 0x9E3779B97F4A7C15), (mode & UserExecute) != 0);
    }

    /// <summary>struct statx_timestamp: seconds since 1970 and nanoseconds, in ticks of 100 ns.</summary>
    private static long TicksAt(byte[] status, int offset)
        => DateTime.UnixEpoch.Ticks + (BitConverter.ToInt64(status, offset) * TimeSpan.TicksPerSecond)
            + (BitConverter.ToUInt32(status, offset + 8) / 100);

    [DllImport("libc", EntryPoint = "statx")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Statx(int folder, byte[] path, int flags, uint fields, byte[] status);
}
