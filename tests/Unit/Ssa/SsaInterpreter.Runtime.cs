using System.Globalization;
using System.Text;
using Go.Compiler.RuntimeContract;
using Go.Compiler.Types;

namespace Go.Compiler.Tests.Ssa;

internal sealed unsafe partial class SsaInterpreter
{
    private readonly List<(GoType Type, List<(long Key, long Element)> Entries)> _maps = [];

    private static byte[] Bytes(long data, long length) => length == 0 ? [] : new ReadOnlySpan<byte>((void*)data, (int)length).ToArray();

    private long[] NewString(byte[] bytes) => [bytes.Length == 0 ? 0 : StringData(bytes), bytes.Length];

    private long[]? Runtime(Frame frame, string name, long[] a)
    {
        if (name.StartsWith("print", StringComparison.Ordinal))
        {
            Print(name, a);
            return null;
        }
        if (name.StartsWith("map", StringComparison.Ordinal) || name.StartsWith("makemap", StringComparison.Ordinal))
        {
            return Map(name, a);
        }
        if (name.StartsWith("concatstring", StringComparison.Ordinal))
        {
            return Concatenate(name, a);
        }
        switch (name)
        {
            case "newobject":
                return [Allocate(layout.SizeOf(_typeOf[a[0]]))];
            case "makeslice":
                if (a[1] < 0 || a[1] > a[2])
                {
                    throw new GoPanic(0, 0, "makeslice");
                }
                return [Allocate(layout.SizeOf(_typeOf[a[0]]) * a[2])];
            case "rand":
                return [NewMap()]; // the seed of a map in the frame
            case "convT16" or "convT32" or "convT64":
                long box = Allocate(8);
                *(long*)box = a[0];
                return [box];
            case "convTstring" or "convTslice":
                long header = Allocate(8 * a.Length);
                for (int i = 0; i < a.Length; i++)
                {
                    *(long*)(header + 8 * i) = a[i];
                }
                return [header];
            case "moveSlice" or "moveSliceNoCap" or "moveSliceNoScan" or "moveSliceNoCapNoScan":
                long kept = name.Contains("NoCap", StringComparison.Ordinal) ? a[2] : a[3];
                long bytes = kept * (name.EndsWith("NoScan", StringComparison.Ordinal) ? a[0] : layout.SizeOf(_typeOf[a[0]])),
                    moved = Allocate(bytes);
                Buffer.MemoryCopy((void*)a[1], (void*)moved, bytes, bytes);
                return [moved, a[2], kept];
            case "growslice" or "growsliceBuf":
                long capacity = Math.Max(a[1], a[2] * 2), size = layout.SizeOf(_typeOf[a[4]]), fresh = Allocate(capacity * size);
                long old = (a[1] - a[3]) * size;
                Buffer.MemoryCopy((void*)a[0], (void*)fresh, capacity * size, old);
                return [fresh, a[1], capacity];
            case "memmove":
                Buffer.MemoryCopy((void*)a[1], (void*)a[0], a[2], a[2]);
                return null;
            case "typedslicecopy":
                long count = Math.Min(a[2], a[4]) * layout.SizeOf(_typeOf[a[0]]);
                Buffer.MemoryCopy((void*)a[3], (void*)a[1], count, count);
                return [Math.Min(a[2], a[4])];
            case "memequal":
                return [Bytes(a[0], a[2]).AsSpan().SequenceEqual(Bytes(a[1], a[2])) ? 1 : 0];
            case "memclrNoHeapPointers" or "memclrHasPointers":
                new Span<byte>((void*)a[0], (int)a[1]).Clear();
                return null;
            case "cmpstring":
                return [Math.Sign(Bytes(a[0], a[1]).AsSpan().SequenceCompareTo(Bytes(a[2], a[3])))];
            case "slicebytetostring":
                return NewString(Bytes(a[1], a[2]));
            case "stringtoslicebyte":
                long copy = Allocate(a[2]);
                Buffer.MemoryCopy((void*)a[1], (void*)copy, a[2], a[2]);
                return [copy, a[2], a[2]];
            case "intstring":
                return NewString(Encoding.UTF8.GetBytes(a[1] is >= 0 and <= 0x10ffff && Rune.IsValid((int)a[1])
                    ? new Rune((int)a[1]).ToString() : "\uFFFD"));
            case "decoderune":
                Rune.DecodeFromUtf8(Bytes(a[0] + a[2], a[1] - a[2]), out Rune rune, out int used);
                return [rune.Value, a[2] + Math.Max(1, used)];
            case "gopanic":
                throw new GoPanic(a[0], a[1], "panic");
            case "gorecover":
                return Recover(frame);
            case "deferproc":
                frame.Defers.Add(a[0]);
                return null;
            case "deferrangefunc":
                _rangeDefers.Add([]);
                frame.Defers.Add(~(_rangeDefers.Count - 1L));
                return [DescriptorOf(Universe.Uintptr), _rangeDefers.Count - 1];
            case "deferprocat":
                _rangeDefers[(int)a[2]].Add(a[0]);
                return null;
            case "deferprocStack":
                frame.Defers.Add(*(long*)(a[0] + 24));
                return null;
            case "efaceeq" or "ifaceeq":
                long descriptor = name == "efaceeq" ? a[0] : *(long*)(a[0] + 8);
                return [DynamicEqual(_typeOf[descriptor], a[1], a[2]) ? 1 : 0];
            case RuntimeCalls.TypeAssert:
                long itab = Assert(a[0], a[1]);
                Remember(a[0], a[1], itab);
                return [itab];
            case "panicnildottype":
                throw new GoPanic(0, 0, "type assertion");
            default:
                throw new GoPanic(0, 0, name);
        }
    }

    private long[] Recover(Frame frame)
    {
        if (frame.DeferredBy is { Panicking: { Recovered: false } panic })
        {
            panic.Recovered = true;
            return [panic.Type != 0 ? panic.Type : DescriptorOf(Universe.Uintptr), panic.DataWord];
        }
        return [0, 0];
    }

    private bool DynamicEqual(GoType type, long x, long y)
    {
        if (type.Underlying is SignatureType or MapType)
        {
            throw new GoPanic(0, 0, "comparing uncomparable type");
        }
        if (layout.IsDirectInterface(type))
        {
            return x == y;
        }
        return InMemoryEqual(type, x, y);
    }

    private bool InMemoryEqual(GoType type, long x, long y)
    {
        switch (type.Underlying)
        {
            case BasicType { Kind: BasicKind.String }:
                return Bytes(*(long*)x, *(long*)(x + 8)).AsSpan().SequenceEqual(Bytes(*(long*)y, *(long*)(y + 8)));
            case InterfaceType i:
                long first = *(long*)x;
                if (first != *(long*)y || first == 0)
                {
                    return first == *(long*)y;
                }
                long descriptor = TypeSets.Of(i).Methods.Count == 0 ? first : *(long*)(first + 8);
                return DynamicEqual(_typeOf[descriptor], *(long*)(x + 8), *(long*)(y + 8));
            case StructType s:
                IReadOnlyList<long> offsets = layout.FieldOffsets(s);
                return s.Fields.Select((f, k) => (f, k)).All(e => e.f.Name == "_"
                    || InMemoryEqual(e.f.Type!, x + offsets[e.k], y + offsets[e.k]));
            case ArrayType a:
                long size = layout.SizeOf(a.Element);
                return Enumerable.Range(0, (int)a.Length).All(k => InMemoryEqual(a.Element, x + k * size, y + k * size));
            case SliceType or MapType or SignatureType:
                throw new GoPanic(0, 0, "comparing uncomparable type");
            default:
                return Bytes(x, layout.SizeOf(type)).AsSpan().SequenceEqual(Bytes(y, layout.SizeOf(type)));
        }
    }

    private long Assert(long cache, long type)
    {
        GoType target = _typeOf[*(long*)(cache + 8)];
        bool canFail = *(long*)(cache + 16) != 0;
        if (type != 0 && Lookup.MissingMethod(_typeOf[type], (InterfaceType)target.Underlying, true, out _, out _) is null)
        {
            return ItabOf(_typeOf[type], target);
        }
        return canFail ? 0 : throw new GoPanic(0, 0, "type assertion");
    }

    /// <summary>
    /// A new cache of the site with one more type. All hashes are 0 here, so every search but that for the first type goes on to the next
    /// entries.
    /// </summary>
    private void Remember(long site, long type, long itab)
    {
        const int EntrySize = 16, Entries = 8;
        long old = *(long*)site, mask = 1;
        int count = 0;
        while (count <= *(long*)old && *(long*)(old + Entries + count * EntrySize) != 0)
        {
            count++;
        }
        while (mask <= count + 1)
        {
            mask = mask * 2 + 1;
        }
        long made = Allocate(Entries + (mask + 1) * EntrySize);
        *(long*)made = mask;
        Buffer.MemoryCopy((void*)(old + Entries), (void*)(made + Entries), count * EntrySize, count * EntrySize);
        *(long*)(made + Entries + count * EntrySize) = type;
        *(long*)(made + Entries + count * EntrySize + 8) = itab;
        *(long*)site = made;
    }

    private long[] Concatenate(string name, long[] a)
    {
        var bytes = new List<byte>();
        if (name == "concatstrings")
        {
            for (long i = 0; i < a[2]; i++)
            {
                bytes.AddRange(Bytes(*(long*)(a[1] + i * 16), *(long*)(a[1] + i * 16 + 8)));
            }
        }
        else
        {
            for (int i = 1; i < a.Length; i += 2)
            {
                bytes.AddRange(Bytes(a[i], a[i + 1]));
            }
        }
        return NewString([.. bytes]);
    }

    // Maps: a list, in insertion order.

    private long NewMap()
    {
        _maps.Add((Universe.Int, []));
        return _maps.Count;
    }

    private long[]? Map(string name, long[] a)
    {
        if (name.StartsWith("makemap", StringComparison.Ordinal))
        {
            long map = name != "makemap_small" && a[2] != 0 ? a[2] : Allocate(48);
            *(long*)(map + 8) = NewMap();
            return [map];
        }
        if (name == "mapIterNext")
        {
            long position = ++*(long*)(a[0] + 32);
            SetIterator(a[0], *(long*)(a[0] + 24), position);
            return null;
        }
        var type = (MapType)_typeOf[a[0]].Underlying;
        if (name == "mapIterStart")
        {
            *(long*)(a[2] + 24) = a[1];
            SetIterator(a[2], a[1], 0);
            return null;
        }
        if (name == "mapclear")
        {
            Entries(a[1])?.Clear();
            *(long*)a[1] = 0;
            return null;
        }
        long key = KeyAddress(name, type, a);
        List<(long Key, long Element)>? entries = Entries(a[1]);
        int found = entries?.FindIndex(e => DynamicEqualKey(type.Key, e.Key, key)) ?? -1;
        if (name.StartsWith("mapaccess", StringComparison.Ordinal))
        {
            return [found >= 0 ? entries![found].Element : Named("zero", 4096), found >= 0 ? 1 : 0];
        }
        if (name.StartsWith("mapdelete", StringComparison.Ordinal))
        {
            if (found >= 0)
            {
                entries!.RemoveAt(found);
                *(long*)a[1] = entries.Count;
            }
            return null;
        }
        if (entries is null)
        {
            throw new GoPanic(0, 0, "nil map");
        }
        if (found < 0)
        {
            long copy = Allocate(layout.SizeOf(type.Key));
            Buffer.MemoryCopy((void*)key, (void*)copy, layout.SizeOf(type.Key), layout.SizeOf(type.Key));
            entries.Add((copy, Allocate(layout.SizeOf(type.Element))));
            *(long*)a[1] = entries.Count;
            found = entries.Count - 1;
        }
        return [entries[found].Element];
    }

    private void SetIterator(long iterator, long map, long position)
    {
        List<(long Key, long Element)>? entries = Entries(map);
        bool any = entries is not null && position < entries.Count;
        *(long*)iterator = any ? entries![(int)position].Key : 0;
        *(long*)(iterator + 8) = any ? entries![(int)position].Element : 0;
    }

    private List<(long Key, long Element)>? Entries(long map) => map == 0 ? null : _maps[(int)*(long*)(map + 8) - 1].Entries;

    private long KeyAddress(string name, MapType type, long[] a)
    {
        if (!name.Contains("_fast", StringComparison.Ordinal))
        {
            return a[2];
        }
        long key = Allocate(16);
        *(long*)key = a[2];
        if (name.EndsWith("str", StringComparison.Ordinal))
        {
            *(long*)(key + 8) = a[3];
        }
        _ = type;
        return key;
    }

    private bool DynamicEqualKey(GoType type, long x, long y)
    {
        if (type.Underlying is BasicType { Kind: BasicKind.String })
        {
            return Bytes(*(long*)x, *(long*)(x + 8)).AsSpan().SequenceEqual(Bytes(*(long*)y, *(long*)(y + 8)));
        }
        return Bytes(x, layout.SizeOf(type)).AsSpan().SequenceEqual(Bytes(y, layout.SizeOf(type)));
    }

    private void Print(string name, long[] a)
    {
        switch (name)
        {
            case "printlock" or "printunlock":
                break;
            case "printsp":
                Output.Append(' ');
                break;
            case "printnl":
                Output.Append('\n');
                break;
            case "printbool":
                Output.Append((byte)a[0] != 0 ? "true" : "false");
                break;
            case "printint":
                Output.Append(a[0].ToString(CultureInfo.InvariantCulture));
                break;
            case "printuint":
                Output.Append(((ulong)a[0]).ToString(CultureInfo.InvariantCulture));
                break;
            case "printstring":
                Output.Append(Encoding.UTF8.GetString(Bytes(a[0], a[1])));
                break;
            case "printfloat64":
                Output.Append(BitConverter.Int64BitsToDouble(a[0]).ToString("R", CultureInfo.InvariantCulture));
                break;
            default:
                Output.Append('<').Append(name).Append('>');
                break;
        }
    }
}
