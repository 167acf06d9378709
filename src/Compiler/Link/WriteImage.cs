using System.Buffers.Binary;
using Go.Compiler.Diagnostics;
using Go.Compiler.Images;
using Go.Compiler.Objects;
using Go.Compiler.RuntimeContract;

namespace Go.Compiler.Link;

/// <summary>
/// Copies all sections to their place in the file, applies relocations, and adds symbol table and headers. Symbols are independent: any
/// number of threads.
/// </summary>
internal sealed class WriteImage
{
    private const int SymbolsPerChunk = 256;

    private readonly LinkSession _session;
    private readonly byte[] _file;
    private readonly IRelocator _relocator;
    private readonly ulong _types, _text, _readOnly, _unreachable;
    private readonly List<(int Symbol, int Relocation)> _overflows = [];

    private WriteImage(LinkSession session)
    {
        _session = session;
        _file = new byte[session.Image!.LoadedSize];
        _relocator = session.Options.Relocator;
        _types = session[SectionId.Types].Image.Address;
        _text = session[SectionId.Text].Image.Address;
        _readOnly = session[SectionId.ReadOnly].Image.Address;
        int unreachable = session.Symbols.Find(LinkerSymbols.UnreachableMethod, SymbolAbi.Internal);
        _unreachable = session.IsReachable(unreachable) ? session.AddressOf(unreachable) : 0;
    }

    public static LinkedImage Run(LinkSession session)
    {
        var writer = new WriteImage(session);
        ImageSection text = session[SectionId.Text].Image;
        writer._file.AsSpan((int)text.FileOffset, (int)text.Size).Fill(session.Options.Target.Abi.CodeFill);
        List<(LinkSection Section, int First)> chunks = [];
        foreach (LinkSection section in session.Sections)
        {
            if (section.Image.IsZero)
            {
                continue;
            }
            foreach (SectionBlob blob in section.Blobs)
            {
                blob.Bytes.CopyTo(writer._file, section.Image.FileOffset + blob.Offset);
            }
            for (int first = 0; first < section.Symbols.Count; first += SymbolsPerChunk)
            {
                chunks.Add((section, first));
            }
        }
        var options = new ParallelOptions { MaxDegreeOfParallelism = session.Options.Parallelism,
            CancellationToken = session.Options.Cancellation };
        Parallel.For(0, chunks.Count, options, i => writer.WriteChunk(chunks[i].Section, chunks[i].First));
        writer.ReportOverflows();
        CryptographicModule.Seal(session, writer._file);
        if (!session.Options.StripSymbols)
        {
            session.Image!.Symbols = SymbolTableOf(session);
        }
        if (session.Options.IsPositionIndependent)
        {
            session.Image!.Rebases = Rebases.Collect(session);
        }
        session.Image!.Unwind = UnwindTable.Of(session);
        byte[] rest = session.Options.Format.Finish(session.Image!, writer._file);
        BuildIds.Write(session.Options, session.Image!, writer._file, rest);
        session.Options.Format.Seal(session.Image!, writer._file, rest);
        return new LinkedImage(writer._file, rest);
    }

    private void WriteChunk(LinkSection section, int first)
    {
        int end = Math.Min(first + SymbolsPerChunk, section.Symbols.Count);
        for (int i = first; i < end; i++)
        {
            int id = section.Symbols[i];
            ObjectSymbol symbol = _session.Definitions[id]!;
            Span<byte> bytes = _file.AsSpan((int)(section.Image.FileOffset + _session.OffsetOf[id]), (int)symbol.Size);
            symbol.Data.CopyTo(bytes);
            bytes[symbol.Data.Length..].Clear();
            if (symbol.Relocations.Length != 0)
            {
                Relocate(id, symbol, bytes, section.Image.Address + (ulong)_session.OffsetOf[id]);
            }
        }
    }

    private void Relocate(int id, ObjectSymbol symbol, Span<byte> bytes, ulong address)
    {
        Relocation[] relocations = symbol.Relocations;
        int[] map = _session.Maps[_session.Owners[id]];
        int methodWord = 0;
        for (int i = 0; i < relocations.Length; i++)
        {
            ref readonly Relocation r = ref relocations[i];
            if (r.Size == 0)
            {
                continue;
            }
            int target = map[r.Target.Index];
            Span<byte> field = bytes.Slice(r.Offset, r.Size);
            bool fits = true;
            switch (r.Kind)
            {
                case RelocationKind.Address:
                    BinaryPrimitives.WriteUInt64LittleEndian(field, Target(target, r));
                    break;
                case RelocationKind.WeakAddress:
                    BinaryPrimitives.WriteUInt64LittleEndian(field, _session.IsReachable(target) ? Target(target, r) : _unreachable);
                    break;
                case RelocationKind.TypeOffset:
                    fits = PutOffset(field, Target(target, r), _types);
                    break;
                case RelocationKind.WeakTypeOffset:
                    fits = PutOffset(field, _session.IsReachable(target) ? Target(target, r) : _types, _types);
                    break;
                case RelocationKind.MethodOffset:
                    // Mtyp is relative to the types, Ifn and Tfn to the text; each is -1 when its own target is dead.
                    ulong from = methodWord == 0 ? _types : _text;
                    fits = PutOffset(field, _session.IsReachable(target) ? Target(target, r) : from - 1, from);
                    methodWord = (methodWord + 1) % 3;
                    break;
                case RelocationKind.TextOffset:
                    fits = PutOffset(field, Target(target, r), _text);
                    break;
                case RelocationKind.ReadOnlyOffset:
                    fits = PutOffset(field, Target(target, r), _readOnly);
                    break;
                case RelocationKind.TlsOffset:
                    fits = _relocator.Apply(r.Kind, field, 0, (ulong)_session.Options.Image.ThreadLocalOffset);
                    break;
                case RelocationKind.Call when _session.Thunks is { } thunks && thunks.Of(id, i) is not 0 and var thunk:
                    fits = _relocator.Apply(r.Kind, field, address + (ulong)r.Offset, _session.AddressOf(thunk));
                    break;
                default:
                    fits = _relocator.Apply(r.Kind, field, address + (ulong)r.Offset, Target(target, r));
                    break;
            }
            if (!fits)
            {
                lock (_overflows)
                {
                    _overflows.Add((id, i));
                }
            }
        }
    }

    private ulong Target(int symbol, in Relocation r) => _session.AddressOf(symbol) + (ulong)r.Addend;

    private static bool PutOffset(Span<byte> field, ulong target, ulong from)
    {
        long offset = (long)(target - from);
        BinaryPrimitives.WriteInt32LittleEndian(field, (int)offset);
        return offset == (int)offset;
    }

    private void ReportOverflows()
    {
        _overflows.Sort();
        foreach ((int symbol, int relocation) in _overflows)
        {
            Relocation r = _session.Definitions[symbol]!.Relocations[relocation];
            string target = _session.NameOf(_session.Resolve(symbol, r.Target));
            _session.Error(Catalogue.ProgramTooLarge, $"{_session.NameOf(symbol)}: relocation of {target} at {r.Offset} does not fit");
        }
    }

    private static ImageSymbol[] SymbolTableOf(LinkSession session)
    {
        int count = 0;
        foreach (LinkSection section in session.Sections)
        {
            count += section.Symbols.Count;
        }
        var symbols = new List<ImageSymbol>(count + 32);
        AddBoundaries(session, symbols);
        for (var id = SectionId.Text; id < SectionId.Count; id++)
        {
            LinkSection section = session[id];
            foreach (int symbol in section.Symbols)
            {
                ObjectSymbol definition = session.Definitions[symbol]!;
                SymbolKey key = session.Symbols[symbol];
                bool isFunction = definition.Kind == SymbolKind.Text;
                if (!isFunction && !session.Options.AllSymbols && !IsNamedByPeople(definition, key.Name))
                {
                    continue;
                }
                // A function that exists for both calling conventions needs two names.
                string name = isFunction && key.Abi == SymbolAbi.Abi0 && session.Symbols.Find(key.Name, SymbolAbi.Internal) != 0
                    ? key.Name + ".abi0" : key.Name;
                symbols.Add(new ImageSymbol(
                    name, (int)id - 1, section.Image.Address + (ulong)session.OffsetOf[symbol], definition.Size, isFunction,
                    (definition.Flags & SymbolFlags.FileLocal) != 0));
            }
        }
        return [.. symbols];
    }

    /// <summary>
    /// Variables and assembly's tables. Strings, descriptors, masks and other data that the compiler names itself would only make the table
    /// long.
    /// </summary>
    private static bool IsNamedByPeople(ObjectSymbol definition, string name)
        => definition.Kind is SymbolKind.ReadOnly or SymbolKind.NoPointerData or SymbolKind.Data or SymbolKind.Bss
            or SymbolKind.NoPointerBss or SymbolKind.TlsBss or SymbolKind.ImportSlot
            && !name.StartsWith(DynamicImports.SlotPrefix, StringComparison.Ordinal) && (definition.Flags & SymbolFlags.DupOk) == 0
                && !name.Contains("..", StringComparison.Ordinal);

    private static void AddBoundaries(LinkSession session, List<ImageSymbol> symbols)
    {
        ReadOnlySpan<(string Start, string End, SectionId Section)> ranges =
        [
            (LinkerSymbols.Text, LinkerSymbols.EText, SectionId.Text), (LinkerSymbols.RoData, LinkerSymbols.ERoData, SectionId.ReadOnly),
            (LinkerSymbols.PclnTab, LinkerSymbols.EPclnTab, SectionId.FunctionTables),
            (LinkerSymbols.Types, LinkerSymbols.ETypes, SectionId.Types),
            (LinkerSymbols.NoPtrData, LinkerSymbols.ENoPtrData, SectionId.NoPointerData),
            (LinkerSymbols.Data, LinkerSymbols.EData, SectionId.Data), (LinkerSymbols.Bss, LinkerSymbols.EBss, SectionId.Bss),
            (LinkerSymbols.NoPtrBss, LinkerSymbols.ENoPtrBss, SectionId.NoPointerBss),
        ];
        foreach ((string start, string end, SectionId id) in ranges)
        {
            ImageSection image = session[id].Image;
            symbols.Add(new ImageSymbol(start, (int)id - 1, image.Address, 0, id == SectionId.Text, IsLocal: true));
            symbols.Add(new ImageSymbol(end, (int)id - 1, image.End, 0, id == SectionId.Text, IsLocal: true));
        }
        CryptographicModule.AddBoundaries(session, symbols);
        symbols.Add(new ImageSymbol(LinkerSymbols.End, (int)SectionId.NoPointerBss - 1, session[SectionId.NoPointerBss].Image.End, 0, false,
            IsLocal: true));
    }
}
