using System.Buffers.Binary;
using Go.Compiler.Images.MachO;

namespace Go.Compiler.Tests.Images;

/// <summary>
/// Does in memory what the system's loader does with a program: maps the segments at a distance from where they were linked for, adds that
/// distance to the words in the list of rebases, and fills in the words in the list of binds with addresses that name their symbols.
/// </summary>
internal sealed class MachOLoader
{
    private const int WordSize = 8;

    private readonly List<(MachOSegment Segment, byte[] Memory)> _mapped = [];
    private readonly MachOFile _file;
    private readonly ulong _distance;

    /// <param name="distance">A multiple of the page size.</param>
    public MachOLoader(MachOFile file, ulong distance)
    {
        _file = file;
        _distance = distance;
        foreach (MachOSegment segment in file.Segments)
        {
            byte[] memory = new byte[segment.MaximalProtection == 0 ? 0 : segment.Size];
            file.Bytes.Slice((int)segment.FileOffset, (int)Math.Min(segment.FileSize, (ulong)memory.Length)).CopyTo(memory);
            _mapped.Add((segment, memory));
        }
        CheckSegments();
        foreach ((int segment, ulong offset) in file.Rebases())
        {
            Rebase(segment, offset);
        }
        IReadOnlyList<MachOBind> binds = file.Binds();
        for (int i = 0; i < binds.Count; i++)
        {
            Bind(binds[i], i);
        }
    }

    /// <summary>What the loader would refuse, or what would not hold after it.</summary>
    public List<string> Problems { get; } = [];

    /// <summary>Addresses of words that were rebased, as linked.</summary>
    public HashSet<ulong> Rebased { get; } = [];

    /// <summary>The index of the bind that filled a word in, by the word's address as linked.</summary>
    public Dictionary<ulong, int> Bound { get; } = [];

    /// <summary>What a bound word holds: no address of the program.</summary>
    public static ulong AddressOfBind(int index) => 0x7FFF_0000_0000_0000 + ((ulong)index * WordSize);

    /// <summary>A word of the loaded program, by its address as linked.</summary>
    public ulong Word(ulong address) => BinaryPrimitives.ReadUInt64LittleEndian(Memory(address, WordSize));

    public Span<byte> Memory(ulong address, int size)
    {
        foreach ((MachOSegment segment, byte[] memory) in _mapped)
        {
            if (address >= segment.Address && address + (ulong)size <= segment.Address + (ulong)memory.Length)
            {
                return memory.AsSpan((int)(address - segment.Address), size);
            }
        }
        return default;
    }

    /// <summary>
    /// Addresses of bytes that differ from those of the same program linked elsewhere and that the loader does not change: with <paramref
    /// name="other"/> loaded so that both are at the same place, there is none, whatever the bytes mean.
    /// </summary>
    public List<ulong> DifferencesFrom(MachOLoader other)
    {
        var found = new List<ulong>();
        for (int i = 0; i < _mapped.Count; i++)
        {
            // The headers tell where the program was linked for.
            foreach (MachOSection section in _mapped[i].Segment.Sections)
            {
                int from = (int)(section.Address - _mapped[i].Segment.Address), size = _mapped[i].Memory.Length == 0
                    ? 0 : (int)section.Size;
                ReadOnlySpan<byte> own = _mapped[i].Memory.AsSpan(from, size), its = other._mapped[i].Memory.AsSpan(from, size);
                for (int same = own.CommonPrefixLength(its), at = same; at < size;
                    at += 1 + (same = own[(at + 1)..].CommonPrefixLength(its[(at + 1)..])))
                {
                    found.Add(section.Address + (ulong)at);
                }
            }
        }
        return found;
    }

    /// <summary>From the first to the last address of code and data, as linked.</summary>
    private (ulong Start, ulong End) Extent()
    {
        ulong start = ulong.MaxValue, end = 0;
        foreach ((MachOSegment segment, byte[] memory) in _mapped)
        {
            if (memory.Length != 0 && segment.InitialProtection != 1)
            {
                start = Math.Min(start, segment.Address);
                end = Math.Max(end, segment.End);
            }
        }
        return (start, end);
    }

    private void CheckSegments()
    {
        ulong page = _file.Processor == 0x0100_000C ? 0x4000u : 0x1000u, end = 0;
        foreach ((MachOSegment segment, byte[] _) in _mapped)
        {
            if (segment.MaximalProtection == 0 && segment.Address != 0)
            {
                continue; // debug information is not mapped
            }
            if (segment.Address % page != 0 || segment.FileOffset % page != 0)
            {
                Problems.Add($"{segment.Name} does not begin at a page");
            }
            if (segment.Address < end)
            {
                Problems.Add($"{segment.Name} lies on the segment before it");
            }
            end = segment.End;
            foreach (MachOSection section in segment.Sections)
            {
                if (section.Address < segment.Address || section.End > segment.End)
                {
                    Problems.Add($"{section.Name} is not in {segment.Name}");
                }
                if (!section.IsZero && section.FileOffset - segment.FileOffset != section.Address - segment.Address)
                {
                    Problems.Add($"{section.Name} is elsewhere in the file than in {segment.Name}");
                }
                if (section.Address % (1UL << (int)section.Alignment) != 0)
                {
                    Problems.Add($"{section.Name} is not aligned");
                }
            }
        }
    }

    private void Rebase(int segment, ulong offset)
    {
        if (!IsWritten(segment, offset, "rebase"))
        {
            return;
        }
        ulong address = _mapped[segment].Segment.Address + offset;
        if (!Rebased.Add(address))
        {
            Problems.Add($"0x{address:x} is rebased twice");
            return;
        }
        Span<byte> word = _mapped[segment].Memory.AsSpan((int)offset, WordSize);
        ulong value = BinaryPrimitives.ReadUInt64LittleEndian(word);
        (ulong start, ulong end) = Extent();
        // The end of the last section is an address too.
        if (value < start || value > end)
        {
            Problems.Add($"0x{address:x} is rebased and holds 0x{value:x}, which is outside of the program");
        }
        BinaryPrimitives.WriteUInt64LittleEndian(word, value + _distance);
    }

    private void Bind(MachOBind bind, int index)
    {
        if (!IsWritten(bind.Segment, bind.Offset, "bind"))
        {
            return;
        }
        ulong address = _mapped[bind.Segment].Segment.Address + bind.Offset;
        if (Rebased.Contains(address) || !Bound.TryAdd(address, index))
        {
            Problems.Add($"0x{address:x} is changed twice");
        }
        if (bind.Library > _file.Libraries.Count)
        {
            Problems.Add($"{bind.Symbol} is from library {bind.Library}, of {_file.Libraries.Count}");
        }
        BinaryPrimitives.WriteUInt64LittleEndian(_mapped[bind.Segment].Memory.AsSpan((int)bind.Offset), AddressOfBind(index));
    }

    private bool IsWritten(int segment, ulong offset, string what)
    {
        if (segment < 0 || segment >= _mapped.Count || offset + WordSize > (ulong)_mapped[segment].Memory.Length)
        {
            Problems.Add($"{what} at {segment}+0x{offset:x}, which is outside of the program");
            return false;
        }
        if ((_mapped[segment].Segment.InitialProtection & 2) == 0)
        {
            Problems.Add($"{what} in {_mapped[segment].Segment.Name}, which cannot be written");
            return false;
        }
        return true;
    }
}
