using System.Text;

namespace Go.Compiler.Images.Pe;

/// <summary>
/// The import directory: per library a descriptor that leads to its name, to a table of the names of its symbols, and to the slots that the
/// loader fills in, which until then hold the same as that table.
/// </summary>
public sealed partial class PeImageFormat
{
    private const int DescriptorSize = 20, ThunkSize = 8, HintSize = 2;

    private static void AddImports(ImageModel model, Span<byte> loaded, PeFile file)
    {
        IReadOnlyList<ImageImport> imports = model.Imports;
        if (imports.Count == 0)
        {
            return;
        }
        int libraries = 1;
        for (int i = 1; i < imports.Count; i++)
        {
            libraries += imports[i].Library != imports[i - 1].Library ? 1 : 0;
        }
        int thunks = (libraries + 1) * DescriptorSize, names = thunks + ((imports.Count + libraries) * ThunkSize);
        byte[] bytes = new byte[SizeOfNames(imports, names)];
        int at = names, thunk = thunks, descriptor = 0;
        for (int i = 0; i < imports.Count; i++)
        {
            if (i == 0 || imports[i].Library != imports[i - 1].Library)
            {
                thunk += i == 0 ? 0 : ThunkSize;
                Put32(bytes, descriptor, file.NextAddress + (uint)thunk);
                Put32(bytes, descriptor + 12, file.NextAddress + (uint)at);
                Put32(bytes, descriptor + 16, file.Relative(imports[i].Slot));
                descriptor += DescriptorSize;
                at += PutName(bytes.AsSpan(at), imports[i].Library);
            }
            uint name = file.NextAddress + (uint)at;
            at += HintSize;
            at += PutName(bytes.AsSpan(at), NameOf(imports[i]));
            Put64(bytes, thunk, name);
            Put64(loaded, (int)OffsetOf(model, imports[i].Slot), name);
            thunk += ThunkSize;
        }
        ulong first = imports[0].Slot, end = imports[^1].Slot + (2 * ThunkSize);
        PeSection section = file.Add(".idata", bytes, InitializedData | Readable | Writable);
        file.SetDirectory(PeDirectory.Imports, section.Address, section.Size);
        file.SetDirectory(PeDirectory.ImportAddresses, file.Relative(first), (uint)(end - first));
    }

    /// <summary>What follows a percent sign is the number of arguments, which only 32-bit programs need.</summary>
    private static string NameOf(ImageImport import) => import.Name.IndexOf('%') is >= 0 and var end ? import.Name[..end] : import.Name;

    private static int SizeOfNames(IReadOnlyList<ImageImport> imports, int at)
    {
        for (int i = 0; i < imports.Count; i++)
        {
            at += i == 0 || imports[i].Library != imports[i - 1].Library ? SizeOfName(imports[i].Library) : 0;
            at += HintSize + SizeOfName(NameOf(imports[i]));
        }
        return at;
    }

    /// <summary>With the zero behind it, even.</summary>
    private static int SizeOfName(string name) => (Encoding.UTF8.GetByteCount(name) + 2) & ~1;

    private static int PutName(Span<byte> at, string name)
    {
        Encoding.UTF8.GetBytes(name, at);
        return SizeOfName(name);
    }

    private static long OffsetOf(ImageModel model, ulong address)
    {
        foreach (ImageSection section in model.Sections)
        {
            if (address >= section.Address && address < section.End && !section.IsZero)
            {
                return section.FileOffset + (long)(address - section.Address);
            }
        }
        throw Diagnostics.Unexpected.State($"address 0x{address:x} is in no section");
    }
}
