using System.Buffers.Binary;
using System.Text;

namespace Go.Compiler.Images.MachO;

/// <summary>Header and load commands.</summary>
public sealed partial class MachOImageFormat
{
    private const int UuidSize = 16, UuidCommandSize = 24, DataCommandSize = 16, LinkerListsSize = 48, SymbolTableSize = 24,
    DynamicSymbolTableSize = 80, BuildVersionSize = 24,
        MainSize = 24, TextAt = 12, LibraryTextAt = 24, DynamicSymbolTableZeros = 6, DynamicSymbolTableTail = 4;

    /// <summary>Bytes of all load commands: what they depend on is known before anything has an address.</summary>
    private int CommandsSizeOf(ImageModel model)
    {
        // Zero page, code, constants, data, tables; each with all of the sections that it may have.
        const int segments = 5;
        int size = (segments * MachONumbers.SegmentSize) + (model.Sections.Count * MachONumbers.SectionSize);
        size += LinkerListsSize + SymbolTableSize + DynamicSymbolTableSize + BuildVersionSize + UuidCommandSize + DataCommandSize
            + TextCommandSize(TextAt, LoaderOf(model));
        size += facts.Thread is { } thread ? DataCommandSize + (thread.Words * sizeof(uint)) : MainSize;
        foreach (string library in model.Libraries)
        {
            size += TextCommandSize(LibraryTextAt, library);
        }
        return size;
    }

    private static int TextCommandSize(int textAt, string text) => (textAt + Encoding.UTF8.GetByteCount(text) + 1 + 7) & -8;

    private string LoaderOf(ImageModel model) => model.Interpreter ?? facts.Loader;

    private void WriteHeaders(ImageModel model, List<SegmentLayout> segments, LinkTables tables, Span<byte> loaded)
    {
        var commands = new CommandWriter(loaded[MachONumbers.HeaderSize..]);
        foreach (SegmentLayout segment in segments)
        {
            WriteSegment(ref commands, model, segment);
        }
        WriteVersion(ref commands);
        WriteEntry(ref commands, model);
        WriteTables(ref commands, model, tables);
        commands.Begin(LoadCommandKind.LoadDynamicLinker);
        commands.Number(TextAt);
        commands.Text(LoaderOf(model));
        commands.End();
        foreach (string library in model.Libraries)
        {
            commands.Begin(LoadCommandKind.LoadLibrary);
            commands.Number(LibraryTextAt);
            commands.Skip(3 * sizeof(uint)); // time stamp and versions: none is asked for
            commands.Text(library);
            commands.End();
        }
        WriteIdentity(ref commands, model, tables);
        Span<byte> header = loaded[..MachONumbers.HeaderSize];
        uint flags = MachONumbers.DynamicLinkFlag | MachONumbers.PositionIndependentFlag
            | (model.Imports.Count == 0 ? MachONumbers.NoUndefinedFlag : 0);
        ReadOnlySpan<uint> words =
            [MachONumbers.Magic64, facts.Processor, facts.ProcessorKind, MachONumbers.ExecuteFile, (uint)commands.Count,
                (uint)commands.Position, flags, 0];
        for (int i = 0; i < words.Length; i++)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(header[(i * sizeof(uint))..], words[i]);
        }
    }

    private static void WriteSegment(ref CommandWriter commands, ImageModel model, SegmentLayout segment)
    {
        commands.Begin(LoadCommandKind.Segment);
        commands.Name(segment.Name);
        commands.Number64(segment.Address);
        commands.Number64(segment.Size);
        commands.Number64(segment.FileOffset);
        commands.Number64(segment.FileSize);
        commands.Number(segment.MaximalAccess);
        commands.Number(segment.Access);
        commands.Number((uint)segment.Sections.Count);
        commands.Number(segment.Flags);
        foreach (ImageSection section in segment.Sections)
        {
            bool isSlots = section.Role == ImageSectionRole.ImportSlots, isStubs = section.Role == ImageSectionRole.ImportStubs;
            commands.Name(NameOf(section));
            commands.Name(segment.Name);
            commands.Number64(section.Address);
            commands.Number64((ulong)section.Size);
            commands.Number(section.IsZero ? 0 : (uint)section.FileOffset);
            commands.Number((uint)System.Numerics.BitOperations.Log2((uint)section.Alignment));
            commands.Skip(2 * sizeof(uint)); // relocations
            commands.Number(FlagsOf(section));
            commands.Number(isSlots ? (uint)model.Imports.Count : 0); // stubs have the first indirect symbols
            commands.Number(isStubs ? (uint)(section.Size / model.Imports.Count) : 0);
            commands.Skip(sizeof(uint));
        }
        commands.End();
    }

    /// <summary>Sections by the names that they have here.</summary>
    private static string NameOf(ImageSection section) => section.Role switch
    {
        ImageSectionRole.ImportStubs => "__symbol_stub1",
        ImageSectionRole.ImportSlots => "__got",
        _ => section.Name == ".data.rel.ro" ? "__rodata" : "__" + section.Name[1..].Replace('.', '_'),
    };

    private static uint FlagsOf(ImageSection section) => section.Role switch
    {
        ImageSectionRole.ImportStubs => MachONumbers.PureInstructions | MachONumbers.SomeInstructions | MachONumbers.SymbolStubs,
        ImageSectionRole.ImportSlots => MachONumbers.SymbolPointers,
        _ => section.Protection == ImageProtection.Execute ? MachONumbers.PureInstructions | MachONumbers.SomeInstructions : section.IsZero
            ? MachONumbers.ZeroFill : 0,
    };

    private void WriteVersion(ref CommandWriter commands)
    {
        commands.Begin(LoadCommandKind.BuildVersion);
        commands.Number(MachONumbers.MacPlatform);
        commands.Number(facts.OldestSystem);
        commands.Number(facts.System);
        commands.Number(0); // tools
        commands.End();
    }

    private void WriteEntry(ref CommandWriter commands, ImageModel model)
    {
        if (facts.Thread is not { } thread)
        {
            commands.Begin(LoadCommandKind.Main);
            commands.Number64(model.Entry - StartOf(model));
            commands.Number64(0); // the usual stack
            commands.End();
            return;
        }
        commands.Begin(LoadCommandKind.UnixThread);
        commands.Number(thread.State);
        commands.Number((uint)thread.Words);
        commands.Skip(thread.Counter * sizeof(uint));
        commands.Number64(model.Entry);
        commands.Skip((thread.Words - thread.Counter - 2) * sizeof(uint));
        commands.End();
    }

    private static void WriteTables(ref CommandWriter commands, ImageModel model, LinkTables tables)
    {
        commands.Begin(LoadCommandKind.DynamicLinkerInformation);
        commands.Range(tables.Rebases);
        commands.Range(tables.Binds);
        commands.Skip(LinkerListsSize - MachONumbers.CommandHeadSize - (4 * sizeof(uint))); // weak and lazy binds, exports
        commands.End();
        uint defined = (uint)tables.DefinedSymbols, imports = (uint)model.Imports.Count;
        commands.Begin(LoadCommandKind.SymbolTable);
        commands.Number(tables.Symbols.Offset);
        commands.Number(defined + imports);
        commands.Range(tables.Names);
        commands.End();
        commands.Begin(LoadCommandKind.DynamicSymbolTable);
        commands.Range((0, defined)); // local
        commands.Range((defined, 0)); // defined for others
        commands.Range((defined, imports)); // undefined
        commands.Skip(DynamicSymbolTableZeros * sizeof(uint));
        commands.Range((tables.IndirectSymbols.Offset, tables.IndirectSymbols.Size / sizeof(uint)));
        commands.Skip(DynamicSymbolTableTail * sizeof(uint));
        commands.End();
    }

    /// <summary>The signature's command is the last one: <see cref="Seal"/> finds it there.</summary>
    private void WriteIdentity(ref CommandWriter commands, ImageModel model, LinkTables tables)
    {
        foreach (ImageNote note in model.Notes)
        {
            if (note.Kind == SystemIdKind)
            {
                commands.Begin(LoadCommandKind.Uuid);
                note.FileOffset = MachONumbers.HeaderSize + commands.Position;
                commands.Skip(UuidSize);
                commands.End();
            }
        }
        if (facts.IsSigned)
        {
            commands.Begin(LoadCommandKind.CodeSignature);
            commands.Range(tables.Signature);
            commands.End();
        }
    }
}
