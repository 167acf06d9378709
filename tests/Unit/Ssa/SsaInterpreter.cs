using System.Runtime.InteropServices;
using System.Text;
using Go.Compiler.Ir;
using Go.Compiler.RuntimeContract;
using Go.Compiler.Ssa;
using Go.Compiler.Types;

namespace Go.Compiler.Tests.Ssa;

/// <summary>A Go panic on its way through interpreted frames.</summary>
internal sealed class GoPanic(long type, long data, string text) : Exception(text)
{
    public long Type { get; } = type;
    public long DataWord { get; } = data;
    public bool Recovered { get; set; }
}

/// <summary>
/// Runs SSA functions on real memory that is never freed, with stand-ins for the runtime's helpers: for testing what the builder and the
/// passes mean. One goroutine, no collector; barriers do nothing.
/// </summary>
internal sealed unsafe partial class SsaInterpreter(Layout layout, Func<string, SsaFunction?> find)
{
    private readonly Dictionary<string, long> _symbols = [];
    private readonly Dictionary<string, long> _code = [];
    private readonly List<string> _codeNames = [""];
    private readonly Dictionary<string, long> _strings = [];
    private readonly Dictionary<string, GoType> _types = [];
    private readonly Dictionary<TypeCacheSymbol, long> _caches = [];
    private readonly Dictionary<EdgeCountersSymbol, long> _edges = [];
    private readonly Dictionary<long, GoType> _typeOf = [];
    private readonly Stack<Frame> _frames = new();
    private readonly List<List<long>> _rangeDefers = [];

    public StringBuilder Output { get; } = new();
    public long Steps { get; private set; }
    public long StepLimit { get; set; } = 200_000_000;

    private sealed class Frame
    {
        public required SsaFunction Function { get; init; }
        public required long[] Values { get; init; }
        public long[]?[] Tuples = [];
        public required long[] Slots { get; init; }
        public required long[] StackResults { get; init; }
        public List<long> Defers { get; } = [];
        public GoPanic? Panicking { get; set; }
        public Frame? DeferredBy { get; set; }
    }

    /// <summary>How often the ways through a function were gone.</summary>
    public byte[] EdgeCounters(EdgeCountersSymbol symbol)
        => _edges.TryGetValue(symbol, out long address)
        ? new ReadOnlySpan<byte>((void*)address, symbol.Count).ToArray() : new byte[symbol.Count];

    private static long Allocate(long size) => (long)NativeMemory.AllocZeroed((nuint)Math.Max(size, 16));

    /// <summary>Calls a function by symbol with scalar arguments in parameter order.</summary>
    public long[] Call(string symbol, long[] arguments) => Call(symbol, arguments, 0, null, []);

    private long[] Call(string symbol, long[] arguments, long context, object? deferredBy, long[] resultAddresses)
    {
        SsaFunction f = find(symbol) ?? throw new InvalidOperationException("no function " + symbol);
        var frame = new Frame
        {
            Function = f,
            Values = new long[f.ValueLimit],
            Tuples = new long[]?[f.ValueLimit],
            Slots = new long[f.Slots.Count],
            StackResults = new long[f.Abi.Results.Count],
            DeferredBy = (Frame?)deferredBy,
        };
        if (_frames.Count > 2000)
        {
            throw new InvalidOperationException("stack overflow");
        }
        BindFrame(frame, arguments, out long[] registers);
        _frames.Push(frame);
        try
        {
            return Run(frame, registers, context, resultAddresses);
        }
        finally
        {
            _frames.Pop();
        }
    }

    private void BindFrame(Frame frame, long[] arguments, out long[] registers)
    {
        SsaFunction f = frame.Function;
        foreach (StackSlot s in f.Slots)
        {
            frame.Slots[s.Index] = Allocate(s.Size);
            if (s.AbiIndex is < 0 and { } result)
            {
                frame.StackResults[~result] = frame.Slots[s.Index];
            }
        }
        var list = new List<long>();
        int next = 0;
        for (int i = 0; i < f.Abi.Parameters.Count; i++)
        {
            AbiParameter p = f.Abi.Parameters[i];
            if (p.InRegisters)
            {
                for (int j = 0; j < p.Scalars.Count; j++)
                {
                    list.Add(arguments[next++]);
                }
                continue;
            }
            IReadOnlyList<ScalarComponent>? parts = layout.Components(p.Type);
            long place = 0;
            foreach (StackSlot s in f.Slots)
            {
                if (s.AbiIndex == i)
                {
                    place = frame.Slots[s.Index];
                }
            }
            if (parts is null)
            {
                long from = arguments[next++];
                if (place != 0)
                {
                    Buffer.MemoryCopy((void*)from, (void*)place, layout.SizeOf(p.Type), layout.SizeOf(p.Type));
                }
                continue;
            }
            foreach (ScalarComponent part in parts)
            {
                long v = arguments[next++];
                if (place != 0)
                {
                    Write(place + part.Offset, OpFacts.KindOf(part.Kind), v);
                }
            }
        }
        registers = [.. list];
    }

    private long[] Run(Frame frame, long[] registers, long context, long[] resultAddresses)
    {
        SsaFunction f = frame.Function;
        Block block = f.Entry;
        int from = -1;
        while (true)
        {
            try
            {
                RunBlock(frame, block, from, registers, context);
                switch (block.Kind)
                {
                    case BlockKind.Jump:
                        from = f.PredecessorIndex(block, 0);
                        block = f[block.Successors[0]];
                        continue;
                    case BlockKind.If:
                        int taken = (byte)frame.Values[block.Control.Index] != 0 ? 0 : 1;
                        from = f.PredecessorIndex(block, taken);
                        block = f[block.Successors[taken]];
                        continue;
                    case BlockKind.JumpTable:
                        int entry = (int)frame.Values[block.Control.Index];
                        from = f.PredecessorIndex(block, entry);
                        block = f[block.Successors[entry]];
                        continue;
                    case BlockKind.Return:
                        return Results(frame, [.. block.Arguments.Select(a => frame.Values[a.Index])], resultAddresses);
                    case BlockKind.TailCall:
                        string target = block.Control.IsNone ? block.Call!.Target!.Name
                            : _codeNames[(int)frame.Values[block.Control.Index]];
                        return Call(target, [.. block.Arguments.Select(a => frame.Values[a.Index])], 0,
                            f.IsWrapper ? frame.DeferredBy : null, resultAddresses);
                    case BlockKind.DeferReturn:
                        RunDefers(frame);
                        return DeferredResults(frame, resultAddresses);
                    default:
                        throw new InvalidOperationException($"{f.Symbol.Name}: ran into {block.Kind} {block.Id}");
                }
            }
            catch (GoPanic panic) when (f.HasDefer)
            {
                frame.Panicking = panic;
                TakeOpenDefers(frame);
                RunDefers(frame);
                if (!frame.Panicking.Recovered)
                {
                    throw;
                }
                frame.Panicking = null;
                return DeferredResults(frame, resultAddresses);
            }
        }
    }

    /// <summary>What a panic finds in the frame (contract 4.7): the closures whose bit is set.</summary>
    private static void TakeOpenDefers(Frame frame)
    {
        if (frame.Function.OpenDefers is not { } open)
        {
            return;
        }
        byte* bits = (byte*)frame.Slots[open.Bits.Index];
        long* closures = (long*)frame.Slots[open.Closures.Index];
        for (int i = 0; i < 8; i++)
        {
            if ((*bits >> i & 1) != 0)
            {
                frame.Defers.Add(closures[i]);
            }
        }
        *bits = 0;
    }

    private void RunDefers(Frame frame)
    {
        while (frame.Defers.Count > 0)
        {
            long closure = frame.Defers[^1];
            List<long> list = frame.Defers;
            if (closure < 0)
            {
                // A place for the defers of range-over-func bodies.
                list = _rangeDefers[(int)~closure];
                if (list.Count == 0)
                {
                    frame.Defers.RemoveAt(frame.Defers.Count - 1);
                    continue;
                }
                closure = list[^1];
            }
            list.RemoveAt(list.Count - 1);
            try
            {
                CallClosure(closure, [], frame);
            }
            catch (GoPanic newer)
            {
                frame.Panicking = newer;
                RunDefers(frame);
                if (newer.Recovered)
                {
                    // The older panic is aborted with it.
                    return;
                }
                throw;
            }
        }
    }

    private long[] CallClosure(long closure, long[] arguments, object? deferredBy)
    {
        CheckAddress(closure);
        return Call(_codeNames[(int)*(long*)closure], arguments, closure, deferredBy, []);
    }

    /// <summary>
    /// Result scalars in the caller's order: register results, and stack results that are scalars; memory results are copied.
    /// </summary>
    private long[] Results(Frame frame, long[] registers, long[] resultAddresses)
    {
        var all = new List<long>();
        int next = 0, memory = 0;
        for (int i = 0; i < frame.Function.Abi.Results.Count; i++)
        {
            AbiParameter r = frame.Function.Abi.Results[i];
            if (r.InRegisters)
            {
                for (int j = 0; j < r.Scalars.Count; j++)
                {
                    all.Add(registers[next++]);
                }
            }
            else if (layout.Components(r.Type) is { } parts)
            {
                foreach (ScalarComponent p in parts)
                {
                    all.Add(Read(frame.StackResults[i] + p.Offset, OpFacts.KindOf(p.Kind)));
                }
            }
            else
            {
                Buffer.MemoryCopy((void*)frame.StackResults[i], (void*)resultAddresses[memory++], layout.SizeOf(r.Type),
                    layout.SizeOf(r.Type));
            }
        }
        return [.. all];
    }

    private long[] DeferredResults(Frame frame, long[] resultAddresses)
    {
        var registers = new List<long>();
        for (int i = 0; i < frame.Function.Abi.Results.Count; i++)
        {
            DeferredResult d = frame.Function.DeferredResults[i];
            long place = frame.Slots[d.Slot.Index];
            if (d.IsHeapPointer)
            {
                place = *(long*)place;
            }
            AbiParameter r = frame.Function.Abi.Results[i];
            frame.StackResults[i] = place;
            if (r.InRegisters)
            {
                foreach (AbiScalar s in r.Scalars)
                {
                    registers.Add(Read(place + s.Offset, OpFacts.KindOf(s.Kind)));
                }
            }
        }
        return Results(frame, [.. registers], resultAddresses);
    }

    private void RunBlock(Frame frame, Block block, int from, long[] registers, long context)
    {
        SsaFunction f = frame.Function;
        int start = 0;
        // All phis read their operands before any is written.
        while (start < block.Instructions.Count && f[block.Instructions[start]].Op == Op.Phi)
        {
            start++;
        }
        Span<long> phis = start <= 64 ? stackalloc long[start] : new long[start];
        for (int i = 0; i < start; i++)
        {
            phis[i] = frame.Values[f.Argument(block.Instructions[i], from).Index];
        }
        for (int i = 0; i < start; i++)
        {
            frame.Values[block.Instructions[i].Index] = phis[i];
        }
        for (int i = start; i < block.Instructions.Count; i++)
        {
            if (++Steps > StepLimit)
            {
                throw new InvalidOperationException("too many steps");
            }
            Execute(frame, f, block.Instructions[i], registers, context);
        }
    }

    private static void CheckAddress(long address)
    {
        if ((ulong)address < 4096)
        {
            throw new GoPanic(0, 0, "nil dereference");
        }
    }

    private static long Read(long address, ValueKind kind)
    {
        CheckAddress(address);
        return kind switch
        {
            ValueKind.I8 => *(sbyte*)address,
            ValueKind.I16 => *(short*)address,
            ValueKind.I32 or ValueKind.F32 => *(int*)address,
            _ => *(long*)address,
        };
    }

    private static void Write(long address, ValueKind kind, long value)
    {
        CheckAddress(address);
        switch (kind)
        {
            case ValueKind.I8:
                *(sbyte*)address = (sbyte)value;
                break;
            case ValueKind.I16:
                *(short*)address = (short)value;
                break;
            case ValueKind.I32 or ValueKind.F32:
                *(int*)address = (int)value;
                break;
            default:
                *(long*)address = value;
                break;
        }
    }

    // Symbols

    private long CodeOf(string symbol)
    {
        if (!_code.TryGetValue(symbol, out long handle))
        {
            handle = _codeNames.Count;
            _codeNames.Add(symbol);
            _code.Add(symbol, handle);
        }
        return handle;
    }

    private long StringData(byte[] bytes)
    {
        string key = System.Convert.ToHexString(bytes);
        if (!_strings.TryGetValue(key, out long address))
        {
            address = Allocate(bytes.Length);
            Marshal.Copy(bytes, 0, (nint)address, bytes.Length);
            _strings.Add(key, address);
        }
        return address;
    }

    private long SymbolAddress(object symbol)
    {
        switch (symbol)
        {
            case NamedSymbol n:
                return Named(n.Name, n.Name.StartsWith("main.", StringComparison.Ordinal) ? 1 << 20 : 4096);
            case StringSymbol text:
                return StringData(text.Bytes);
            case StringHeaderSymbol h:
                string headerKey = "header:" + System.Convert.ToHexString(h.Bytes);
                if (!_symbols.TryGetValue(headerKey, out long header))
                {
                    header = Allocate(16);
                    *(long*)header = StringData(h.Bytes);
                    *(long*)(header + 8) = h.Bytes.Length;
                    _symbols.Add(headerKey, header);
                }
                return header;
            case DescriptorSymbol d:
                return DescriptorOf(d.Type);
            case ItabSymbol i:
                return ItabOf(i.Concrete, i.Interface);
            case FuncValueSymbol v:
                long value = Named("f:" + v.Function.Name, 8);
                *(long*)value = CodeOf(v.Function.Name);
                return value;
            case ConstantDataSymbol c:
                long data = Allocate(c.Bytes.Length);
                Marshal.Copy(c.Bytes, 0, (nint)data, c.Bytes.Length);
                return data;
            case StaticDataSymbol s:
                return LiteralAddress(s.Value);
            case EdgeCountersSymbol e:
                if (!_edges.TryGetValue(e, out long edges))
                {
                    _edges.Add(e, edges = Allocate(e.Count));
                }
                return edges;
            case TypeCacheSymbol t:
                if (!_caches.TryGetValue(t, out long cache))
                {
                    _caches.Add(t, cache = Allocate(32));
                    *(long*)cache = Named(LinkerSymbols.EmptyTypeAssertCache, 24);
                    *(long*)(cache + 8) = DescriptorOf(t.Interfaces[0]);
                    *(long*)(cache + 16) = t.CanFail ? 1 : 0;
                }
                return cache;
            default:
                throw new InvalidOperationException("symbol " + symbol);
        }
    }

    private long Named(string name, long size)
    {
        if (!_symbols.TryGetValue(name, out long address))
        {
            address = Allocate(size);
            _symbols.Add(name, address);
            if (name == RuntimeCalls.StaticUint64s)
            {
                for (long i = 0; i < 256; i++)
                {
                    *(long*)(address + i * 8) = i;
                }
            }
        }
        return address;
    }

    private long DescriptorOf(GoType type)
    {
        string key = TypePrinter.LinkString(type);
        long address = Named("type:" + key, 256);
        _types[key] = type;
        _typeOf[address] = type;
        return address;
    }

    private long ItabOf(GoType concrete, GoType target)
    {
        string key = $"itab:{TypePrinter.LinkString(concrete)},{TypePrinter.LinkString(target)}";
        if (_symbols.TryGetValue(key, out long known))
        {
            return known;
        }
        IReadOnlyList<Function> wanted = TypeSets.Of((InterfaceType)target.Underlying).Methods;
        long itab = Named(key, 24 + 8 * wanted.Count);
        *(long*)itab = DescriptorOf(target);
        *(long*)(itab + 8) = DescriptorOf(concrete);
        GoType receiver = layout.IsDirectInterface(concrete) ? concrete : new PointerType(concrete);
        for (int i = 0; i < wanted.Count; i++)
        {
            MethodEntry entry = Lookup.MethodSet(concrete).First(m => m.Method.Name == wanted[i].Name);
            MethodCode code = WrapperFactory.InterfaceMethod(concrete, entry, layout);
            if (code.Declared is null)
            {
                MethodEntry own = Lookup.MethodSet(receiver).First(m => m.Method.Name == wanted[i].Name);
                NeedWrapper?.Invoke(WrapperFactory.MakeMethod(receiver, own, own.Method.Package!));
            }
            *(long*)(itab + 24 + 8 * i) = CodeOf(code.Symbol);
        }
        return itab;
    }

    /// <summary>Asked to compile wrappers that itabs name.</summary>
    public Action<IrFunction>? NeedWrapper { get; init; }
}
