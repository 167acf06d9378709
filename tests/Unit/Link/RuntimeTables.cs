using System.Buffers.Binary;
using System.Text;
using Go.Compiler.Objects;
using Go.Compiler.RuntimeContract;

namespace Go.Compiler.Tests.Link;

/// <summary>
/// Reads a linked amd64 binary of Linux or Windows the way the runtime does at start and while it unwinds, and collects everything that
/// would make it throw. Independent of the linker's code: it only knows addresses.
/// </summary>
internal sealed partial class RuntimeTables
{
    private static readonly Dictionary<int, int> s_kindSizes = new() { [17] = 72, [18] = 64, [19] = 56, [20] = 80, [21] = 136, [22] = 56,
        [23] = 56, [25] = 80 };

    private readonly byte[] _file;
    private readonly List<(ulong Address, long Offset, long FileSize)> _segments = [];
    private readonly ulong _module;

    public RuntimeTables(byte[] file)
    {
        _file = file;
        if (file is [(byte)'M', (byte)'Z', ..])
        {
            ReadPe();
        }
        else
        {
            ReadElf();
        }
        _module = Symbols.GetValueOrDefault("runtime.firstmoduledata");
    }

    public Dictionary<string, ulong> Symbols { get; } = [];
    public List<string> Problems { get; } = [];
    public List<string> TypelinkNames { get; } = [];
    public int Itabs { get; private set; }
    public int Functions => (int)Field(ModuleData.FTab + 8) - 1;

    public ulong Field(int offset) => U64(At(_module + (ulong)offset));

    public ReadOnlySpan<byte> At(ulong address)
    {
        foreach ((ulong start, long offset, long size) in _segments)
        {
            if (address >= start && address < start + (ulong)size)
            {
                return _file.AsSpan((int)(offset + (long)(address - start)), (int)(size - (long)(address - start)));
            }
        }
        throw new InvalidDataException($"address {address:x} is in no loaded part of the file");
    }

    /// <summary>All checks; the problems found.</summary>
    public List<string> Check()
    {
        CheckHeader();
        CheckFunctions();
        CheckTypes();
        CheckItabs();
        CheckProgram("data", ModuleData.GcData, ModuleData.Data, ModuleData.EData);
        CheckProgram("bss", ModuleData.GcBss, ModuleData.Bss, ModuleData.EBss);
        CheckInitTasks();
        return Problems;
    }

    /// <summary>The function that contains an address, found through findfunctab as the runtime does; null outside the text.</summary>
    public string? FunctionAt(ulong pc)
    {
        int index = FindFunction(pc);
        return index < 0 ? null : NameAt(Record(index));
    }

    public (string File, int Line) LineOf(ulong pc)
    {
        int index = FindFunction(pc);
        ReadOnlySpan<byte> record = At(Record(index));
        int offset = (int)(pc - Field(ModuleData.Text) - U32(record));
        int file = Value(U32(record[20..]), offset), line = Value(U32(record[24..]), offset);
        uint unit = U32(record[32..]);
        if (unit == uint.MaxValue || file < 0)
        {
            return ("", line);
        }
        uint nameOffset = U32(At(Field(ModuleData.CuTab) + 4 * (unit + (ulong)file)));
        return (CString(Field(ModuleData.FileTab) + nameOffset), line);
    }

    /// <summary>Value of a function's PCDATA table at an offset.</summary>
    public int PcData(ulong entry, int table, int offset)
    {
        ReadOnlySpan<byte> record = At(Record(FindFunction(entry)));
        return table >= (int)U32(record[28..]) ? -1 : Value(U32(record[(44 + 4 * table)..]), offset);
    }

    /// <summary>Address of a function's FUNCDATA, or 0.</summary>
    public ulong FuncData(ulong entry, int id)
    {
        ReadOnlySpan<byte> record = At(Record(FindFunction(entry)));
        if (id >= record[43])
        {
            return 0;
        }
        uint offset = U32(record[(int)(44 + 4 * (U32(record[28..]) + (uint)id))..]);
        return offset == uint.MaxValue ? 0 : Field(ModuleData.GoFunc) + offset;
    }

    /// <summary>All functions in order, from an address to that of the next one.</summary>
    public IEnumerable<(string Name, ulong Start, ulong End)> AllFunctions()
    {
        ulong text = Field(ModuleData.Text);
        for (int i = 0; i < Functions; i++)
        {
            yield return (NameAt(Record(i)), text + Entry(i), text + Entry(i + 1));
        }
    }

    /// <summary>How far the stack pointer is below the return address, at an offset in a function.</summary>
    public int StackDepth(ulong entry, int offset) => Value(U32(At(Record(FindFunction(entry)))[16..]), offset);

    public byte FuncId(ulong entry) => At(Record(FindFunction(entry)))[40];

    public byte Flags(ulong entry) => At(Record(FindFunction(entry)))[41];

    /// <summary>The pointer bits of a data section after running its program.</summary>
    public List<bool> PointerBits(int programField)
    {
        var bits = new List<bool>();
        ReadOnlySpan<byte> p = At(Field(programField));
        for (int at = 0; ;)
        {
            int n = p[at++];
            if (n == 0)
            {
                return bits;
            }
            if ((n & 0x80) == 0)
            {
                for (int i = 0; i < n; i++)
                {
                    bits.Add(((p[at + (i >> 3)] >> (i & 7)) & 1) != 0);
                }
                at += (n + 7) / 8;
                continue;
            }
            n &= 0x7F;
            n = n == 0 ? (int)Varint(p, ref at) : n;
            long times = (long)Varint(p, ref at);
            for (long i = n * times; i > 0; i--)
            {
                bits.Add(bits[^n]);
            }
        }
    }

    private void CheckHeader()
    {
        ReadOnlySpan<byte> header = At(Field(ModuleData.PcHeader));
        Require(U32(header) == 0xFFFFFFF1 && header[4] == 0 && header[5] == 0 && header[6] == 1 && header[7] == 8, "pclntab header");
        Require((int)U64(header[8..]) == Functions, "function count of the header");
        ReadOnlySpan<int> parts = [ModuleData.FuncNameTab, ModuleData.CuTab, ModuleData.FileTab, ModuleData.PcTab, ModuleData.PclnTable];
        for (int i = 0; i < parts.Length; i++)
        {
            Require(Field(ModuleData.PcHeader) + U64(header[(32 + 8 * i)..]) == Field(parts[i]), $"table {i} of the header");
        }
        Require(Field(ModuleData.FTab) == Field(ModuleData.PclnTable), "ftab");
        Require(Field(ModuleData.MinPc) == Field(ModuleData.Text) + Entry(0)
            && Field(ModuleData.MaxPc) == Field(ModuleData.Text) + Entry(Functions), "minpc or maxpc invalid");
    }

    private void CheckFunctions()
    {
        ulong text = Field(ModuleData.Text);
        for (int i = 0; i < Functions; i++)
        {
            Require(Entry(i) <= Entry(i + 1), "function symbol table not sorted");
            ReadOnlySpan<byte> record = At(Record(i));
            string name = NameAt(Record(i));
            Require(U32(record) == Entry(i) && name.Length != 0, $"record of function {i} ({name})");
            Require(U32(record[16..]) != 0, $"{name} has no pc-sp table");
            for (uint pc = Entry(i); pc < Entry(i + 1); pc += 13)
            {
                Require(FindFunction(text + pc) == i, $"findfunc({pc:x}) is not {name}");
            }
            var table = new PcValueReader(At(Field(ModuleData.PcTab) + U32(record[16..])), 1);
            while (table.Next())
            {
            }
            Require(table.End <= Entry(i + 1) - Entry(i) && table.End > 0, $"pc-sp table of {name} ends at {table.End}");
        }
    }

    private void CheckTypes()
    {
        ulong types = Field(ModuleData.Types), end = types + Field(ModuleData.TypeDescLen), at = types + 8;
        byte[] previous = [];
        while (at < end)
        {
            at = (at + 7) & ~7UL;
            ReadOnlySpan<byte> d = At(at);
            byte[] name = TypeString(d);
            Require(previous.AsSpan().SequenceCompareTo(name) <= 0, $"typelinks not sorted at {Encoding.UTF8.GetString(name)}");
            previous = name;
            TypelinkNames.Add(Encoding.UTF8.GetString(name));
            at += (ulong)DescriptorSize(d);
        }
        Require(at == end, "walk over typelinked descriptors");
    }

    private void CheckItabs()
    {
        ulong at = Field(ModuleData.Types) + Field(ModuleData.ItabOffset), end = at + Field(ModuleData.ItabSize);
        Require(end == Field(ModuleData.ETypes) || Field(ModuleData.ItabSize) == 0, "itabs do not end the type section");
        while (at < end)
        {
            ulong methods = U64(At(U64(At(at)) + 64));
            at += 24 + 8 * Math.Max(methods, 1);
            Itabs++;
        }
        Require(at == end, "walk over itabs");
    }

    private void CheckProgram(string name, int program, int start, int end)
    {
        ulong size = Field(end) - Field(start);
        Require((ulong)PointerBits(program).Count == size / 8, $"pointer program of {name}");
        Require(size % 8 == 0 && Field(start) % 8 == 0, $"{name} is not made of words");
    }

    private void CheckInitTasks()
    {
        ulong count = Field(ModuleData.InitTasks + 8);
        for (ulong i = 0; i < count; i++)
        {
            ReadOnlySpan<byte> task = At(U64(At(Field(ModuleData.InitTasks) + 8 * i)));
            Require(U32(task) == 0 && U32(task[4..]) != 0, "inittask");
            for (uint f = 0; f < U32(task[4..]); f++)
            {
                ulong pc = U64(task[(int)(8 + 8 * f)..]);
                Require(FindFunction(pc) is int index && index >= 0 && Field(ModuleData.Text) + Entry(index) == pc, "init function");
            }
        }
    }

    private int DescriptorSize(ReadOnlySpan<byte> d)
    {
        int size = s_kindSizes.GetValueOrDefault(d[23], 48);
        int extra = d[23] switch
        {
            19 => 8 * (U16(d, 48) + (U16(d, 50) & 0x7FFF)),
            20 => 8 * (int)U64(d[64..]),
            25 => 24 * (int)U64(d[64..]),
            _ => 0,
        };
        if ((d[20] & 1) != 0)
        {
            extra += 16 + 16 * U16(d, size + 4);
        }
        return size + extra;
    }

    private byte[] TypeString(ReadOnlySpan<byte> descriptor)
    {
        ReadOnlySpan<byte> name = At(Field(ModuleData.Types) + U32(descriptor[40..]));
        int at = 1;
        int length = (int)Varint(name, ref at);
        ReadOnlySpan<byte> text = name.Slice(at, length);
        return (descriptor[20] & 2) != 0 ? text[1..].ToArray() : text.ToArray();
    }

    private int FindFunction(ulong pc)
    {
        if (pc < Field(ModuleData.MinPc) || pc >= Field(ModuleData.MaxPc))
        {
            return -1;
        }
        uint x = (uint)(pc - Field(ModuleData.MinPc));
        ReadOnlySpan<byte> bucket = At(Field(ModuleData.FindFuncTab) + (ulong)(x / 4096 * 20));
        int index = (int)(U32(bucket) + bucket[(int)(4 + x % 4096 / 256)]);
        uint offset = (uint)(pc - Field(ModuleData.Text));
        Require(Entry(index) <= offset, $"findfunctab starts after {pc:x}");
        while (index + 1 <= Functions && Entry(index + 1) <= offset)
        {
            index++;
        }
        return index;
    }

    private uint Entry(int index) => U32(At(Field(ModuleData.FTab) + (ulong)(8 * index)));

    private ulong Record(int index) => Field(ModuleData.PclnTable) + U32(At(Field(ModuleData.FTab) + (ulong)(8 * index + 4)));

    private string NameAt(ulong record)
    {
        uint offset = U32(At(record)[4..]);
        return offset == 0 ? "" : CString(Field(ModuleData.FuncNameTab) + offset);
    }

    private int Value(uint table, int offset) => table == 0 ? -1 : PcValueReader.ValueAt(At(Field(ModuleData.PcTab) + table), 1, offset);

    private string CString(ulong address)
    {
        ReadOnlySpan<byte> bytes = At(address);
        return Encoding.UTF8.GetString(bytes[..bytes.IndexOf((byte)0)]);
    }

    private void Require(bool holds, string what)
    {
        if (!holds && Problems.Count < 20)
        {
            Problems.Add(what);
        }
    }

    private static ulong Varint(ReadOnlySpan<byte> bytes, ref int at)
    {
        ulong v = 0;
        for (int shift = 0; ; shift += 7)
        {
            byte b = bytes[at++];
            v |= (ulong)(b & 0x7F) << shift;
            if (b < 0x80)
            {
                return v;
            }
        }
    }

    private static ushort U16(ReadOnlySpan<byte> b, int at = 0) => BinaryPrimitives.ReadUInt16LittleEndian(b[at..]);
    private static uint U32(ReadOnlySpan<byte> b, int at = 0) => BinaryPrimitives.ReadUInt32LittleEndian(b[at..]);
    private static ulong U64(ReadOnlySpan<byte> b, int at = 0) => BinaryPrimitives.ReadUInt64LittleEndian(b[at..]);
}
