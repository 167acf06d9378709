using Go.Compiler.Collections;

namespace Go.Compiler.Images.Pe;

/// <summary>
/// Tables of the program's own places: how functions are unwound, and which words the loader changes when it puts the image elsewhere.
/// </summary>
public sealed partial class PeImageFormat
{
    private const int FunctionRow = 12, UnwindSize = 12, HandlerAt = 8;
    private const int PageSize = 0x1000, BlockHead = 8;
    private const ushort Address64 = 10 << 12; // IMAGE_REL_BASED_DIR64

    // UNWIND_INFO: version 1; operations push a register that the callee keeps, and set the frame pointer; BP is register 5.
    private const byte UnwindVersion = 1, HasHandler = 1 << 3, FramePointer = 5, Operations = 2, PushKept = FramePointer << 4,
    SetFramePointer = 3;

    /// <summary>A row per function, and the few ways in which their frames begin, each once.</summary>
    private static void AddUnwind(ImageModel model, PeFile file)
    {
        if (model.Unwind.Length == 0)
        {
            return;
        }
        var rows = new byte[model.Unwind.Length * FunctionRow];
        var ways = new Dictionary<(byte, byte, ulong), uint>();
        var infos = new MemoryStream();
        for (int i = 0; i < model.Unwind.Length; i++)
        {
            ref readonly ImageUnwind f = ref model.Unwind[i];
            if (!ways.TryGetValue((f.Saved, f.Set, f.Handler), out uint info))
            {
                info = (uint)infos.Length;
                ways.Add((f.Saved, f.Set, f.Handler), info);
                infos.Write(UnwindOf(f, file));
            }
            Put32(rows, i * FunctionRow, file.Relative(f.Start));
            Put32(rows, (i * FunctionRow) + 4, file.Relative(f.End));
            Put32(rows, (i * FunctionRow) + 8, info);
        }
        uint infoStart = file.NextAddress + (uint)Alignment.Up((ulong)rows.Length, SectionAlignment);
        for (int i = 8; i < rows.Length; i += FunctionRow)
        {
            Put32(rows, i, infoStart + BitConverter.ToUInt32(rows, i));
        }
        PeSection section = file.Add(".pdata", rows, InitializedData | Readable);
        file.SetDirectory(PeDirectory.Exceptions, section.Address, section.Size);
        file.Add(".xdata", infos.ToArray(), InitializedData | Readable);
    }

    /// <summary>The operations stand from the last to the first.</summary>
    private static byte[] UnwindOf(in ImageUnwind f, PeFile file)
    {
        byte[] info = new byte[UnwindSize];
        ReadOnlySpan<byte> head = [(byte)(UnwindVersion | (f.Handler == 0 ? 0 : HasHandler)), f.Set, Operations, FramePointer, f.Set,
            SetFramePointer, f.Saved, PushKept];
        head.CopyTo(info);
        Put32(info, HandlerAt, f.Handler == 0 ? 0 : file.Relative(f.Handler));
        return info;
    }

    /// <summary>Blocks, one a page: where the page is, how long the block is, and which words of it hold addresses.</summary>
    private static void AddRelocations(ImageModel model, PeFile file)
    {
        if (model.Rebases.Length == 0)
        {
            return;
        }
        using var bytes = new MemoryStream();
        Span<byte> field = stackalloc byte[BlockHead];
        for (int first = 0; first < model.Rebases.Length;)
        {
            uint page = file.Relative(model.Rebases[first]) / PageSize * PageSize;
            int end = first;
            while (end < model.Rebases.Length && file.Relative(model.Rebases[end]) - page < PageSize)
            {
                end++;
            }
            int padded = (end - first + 1) & ~1;
            Put32(field, 0, page);
            Put32(field, 4, (uint)(BlockHead + (2 * padded)));
            bytes.Write(field);
            for (int i = first; i < first + padded; i++)
            {
                Put16(field, 0, i < end ? (ushort)(Address64 | (file.Relative(model.Rebases[i]) - page)) : (ushort)0);
                bytes.Write(field[..2]);
            }
            first = end;
        }
        PeSection section = file.Add(".reloc", bytes.ToArray(), InitializedData | Readable | Discardable);
        file.SetDirectory(PeDirectory.BaseRelocations, section.Address, section.Size);
    }
}
