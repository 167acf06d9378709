using System.Buffers.Binary;
using Go.Compiler.Collections;
using Go.Compiler.Diagnostics;

namespace Go.Compiler.Code;

/// <summary>
/// The code of one function while it is made, by compiler or assembler: bytes, references to labels that may grow (a branch that does not
/// reach becomes its next form, a pair with a veneer, say), alignments, and constants that lie between or behind the code.
/// <see cref="Layout"/> gives everything its place; lengths of forward references only grow, so that ends. Knows no architecture: those
/// give the forms of a branch, the filler and the bytes. May be used again after <see cref="Clear"/>.
/// </summary>
public sealed class CodeBuffer
{
    private enum ItemKind : byte { Bytes, Branch, Align, Either }

    private struct Item
    {
        public ItemKind Kind;

        /// <summary>Where it stands among what was written, as <see cref="CodeBuffer.Length"/> counts.</summary>
        public int Start;

        /// <summary>Bytes: how many, once the item is closed. Align: the alignment. Either: how many of the present ones.</summary>
        public int Length;

        /// <summary>Branch: where to, and how. Either: which, and whether for good.</summary>
        public int Label;
        public int Form, First;
        public BranchForm[] Forms;

        public int Pc;
    }

    private readonly record struct Constant(int Label, byte[] Bytes);

    private byte[] _bytes = new byte[256];
    private int _length;
    private Item[] _items = new Item[32];
    private int _count;
    private bool _open;
    private readonly EntityList<int> _labels = [];
    private readonly EntityList<Constant> _pool = [];
    private readonly EntityList<(byte[] First, byte[] ForGood)> _choices = [];

    /// <summary>Item that could not reach its label in any form, or -1.</summary>
    public int Unreachable { get; private set; } = -1;

    /// <summary>
    /// How much was written so far: one for each byte, branch and alignment. What places and relocations are counted in until
    /// <see cref="Layout"/>.
    /// </summary>
    public int Length => _length;

    /// <summary>Bytes of the constants that wait for their place.</summary>
    public int PoolSize { get; private set; }

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        _length = _count = 0;
        _open = false;
        _labels.Clear();
        _pool.Clear();
        _choices.Clear();
        PoolSize = 0;
        Unreachable = -1;
    }

    /// <summary>A label without place.</summary>
    public int NewLabel()
    {
        _labels.Add(-1);
        return _labels.Count - 1;
    }

    /// <summary>Gives the label the place of what comes next.</summary>
    public void Bind(int label)
    {
        Close();
        _labels[label] = _count;
    }

    /// <summary>A label here.</summary>
    public int Here()
    {
        int label = NewLabel();
        Bind(label);
        return label;
    }

    public void Append(ReadOnlySpan<byte> bytes) => bytes.CopyTo(Reserve(bytes.Length));

    public void AppendByte(byte value) => Reserve(1)[0] = value;

    /// <summary>A 32-bit word in little-endian order.</summary>
    public void AppendWord(uint word) => BinaryPrimitives.WriteUInt32LittleEndian(Reserve(4), word);

    /// <summary>
    /// Makes room for an instruction of at most so many bytes; they are written by <see cref="Put"/> and its like, which ask no more.
    /// </summary>
    public void Prepare(int most)
    {
        if (!_open)
        {
            Add(ItemKind.Bytes);
            _open = true;
        }
        if (_length + most > _bytes.Length)
        {
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _length + most));
        }
    }

    public void Put(byte value) => _bytes[_length++] = value;

    /// <summary>In little-endian order, as all of these.</summary>
    public void PutInt16(short value)
    {
        BinaryPrimitives.WriteInt16LittleEndian(_bytes.AsSpan(_length), value);
        _length += sizeof(short);
    }

    public void PutInt32(int value)
    {
        BinaryPrimitives.WriteInt32LittleEndian(_bytes.AsSpan(_length), value);
        _length += sizeof(int);
    }

    public void PutInt64(long value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(_bytes.AsSpan(_length), value);
        _length += sizeof(long);
    }

    /// <summary>Bytes already written may still be changed.</summary>
    public Span<byte> Patch(int start) => _bytes.AsSpan(start, _length - start);

    /// <summary>Takes back what was written since the buffer had this length; there must be no label, branch or alignment in it.</summary>
    public void Truncate(int length)
    {
        if (_length != length && !_open)
        {
            throw Unexpected.State("what is taken back is no longer the last");
        }
        _length = length;
    }

    /// <summary>A reference to a label in the first of <paramref name="forms"/> that reaches; from <paramref name="first"/> on.</summary>
    public void Branch(BranchForm[] forms, int label, int first = 0)
    {
        ref Item item = ref Add(ItemKind.Branch);
        item.Forms = forms;
        item.Label = label;
        item.Form = item.First = first;
        Occupy();
    }

    public void Align(int alignment)
    {
        ref Item item = ref Add(ItemKind.Align);
        item.Length = alignment;
        Occupy();
    }

    /// <summary>
    /// Bytes that are <paramref name="first"/> where every forward reference reaches at once, and <paramref name="forGood"/> as soon as one
    /// had to grow.
    /// </summary>
    public void Either(byte[] first, byte[] forGood)
    {
        ref Item item = ref Add(ItemKind.Either);
        item.Label = _choices.Count;
        item.Length = first.Length;
        _choices.Add((first, forGood));
        Occupy();
    }

    /// <summary>The label of a constant in the code, equal constants once until the pool is written. Its alignment is its size.</summary>
    public int PoolConstant(byte[] bytes)
    {
        foreach (Constant constant in _pool)
        {
            if (constant.Bytes.AsSpan().SequenceEqual(bytes))
            {
                return constant.Label;
            }
        }
        var added = new Constant(NewLabel(), bytes);
        _pool.Add(added);
        PoolSize += bytes.Length;
        return added.Label;
    }

    /// <summary>Writes the constants that wait, here.</summary>
    public void FlushPool(bool aligned)
    {
        foreach (Constant constant in _pool)
        {
            if (aligned && constant.Bytes.Length > 4)
            {
                Align(constant.Bytes.Length);
            }
            Bind(constant.Label);
            Append(constant.Bytes);
        }
        _pool.Clear();
        PoolSize = 0;
    }

    /// <summary>
    /// Places everything and returns the code. <paramref name="fill"/> writes what does nothing into the gaps of alignments.
    /// </summary>
    public byte[] Layout(FillCode fill)
    {
        Close();
        int size;
        do
        {
            size = Place();
        }
        while (Lengthen(size) && Choose());
        var code = new byte[size];
        for (int i = 0; i < _count && Unreachable < 0; i++)
        {
            ref readonly Item item = ref _items[i];
            Span<byte> to = code.AsSpan(item.Pc, SizeOf(in item, item.Pc));
            switch (item.Kind)
            {
                case ItemKind.Bytes: _bytes.AsSpan(item.Start, item.Length).CopyTo(to); break;
                case ItemKind.Align: fill(to); break;
                case ItemKind.Either: (item.Form == 0 ? _choices[item.Label].First : _choices[item.Label].ForGood).CopyTo(to); break;
                default: item.Forms[item.Form].Write(to, PcOf(item.Label) - item.Pc, item.Pc); break;
            }
        }
        return code;
    }

    /// <summary>After <see cref="Layout"/>: the place of a label.</summary>
    public int PcOf(int label)
    {
        int item = _labels[label];
        return item < _count ? _items[item].Pc : End;
    }

    /// <summary>
    /// After <see cref="Layout"/>: the place of a byte that was written as the so-manieth; ask in ascending order with one
    /// <paramref name="cursor"/>.
    /// </summary>
    public int PcOfWritten(int position, ref int cursor)
    {
        while (cursor < _count && (_items[cursor].Kind != ItemKind.Bytes || position >= _items[cursor].Start + _items[cursor].Length))
        {
            cursor++;
        }
        return cursor == _count ? End : _items[cursor].Pc + position - _items[cursor].Start;
    }

    /// <summary>After <see cref="Layout"/>: the place of what came when <see cref="Length"/> was <paramref name="position"/>.</summary>
    public int PcOfPosition(int position)
    {
        if (position >= _length)
        {
            return End;
        }
        int low = 0, high = _count - 1;
        while (low < high)
        {
            int middle = (low + high + 1) >> 1;
            if (_items[middle].Start <= position)
            {
                low = middle;
            }
            else
            {
                high = middle - 1;
            }
        }
        return _items[low].Pc + (position - _items[low].Start);
    }

    private int End => _count == 0 ? 0 : _items[_count - 1].Pc + SizeOf(in _items[_count - 1], _items[_count - 1].Pc);

    private Span<byte> Reserve(int length)
    {
        Prepare(length);
        _length += length;
        return _bytes.AsSpan(_length - length, length);
    }

    /// <summary>What comes next is an item of its own.</summary>
    private void Close()
    {
        if (_open)
        {
            _items[_count - 1].Length = _length - _items[_count - 1].Start;
            _open = false;
        }
    }

    /// <summary>Branches and alignments take one position, so that what is before them and what is behind them are told apart.</summary>
    private void Occupy()
    {
        if (_length == _bytes.Length)
        {
            Array.Resize(ref _bytes, _length * 2);
        }
        _length++;
    }

    private ref Item Add(ItemKind kind)
    {
        if (_count == _items.Length)
        {
            Array.Resize(ref _items, _count * 2);
        }
        Close();
        ref Item item = ref _items[_count++];
        item = new Item { Kind = kind, Forms = [], Start = _length };
        return ref item;
    }

    private int Place()
    {
        int pc = 0;
        for (int i = 0; i < _count; i++)
        {
            ref Item item = ref _items[i];
            item.Pc = pc;
            if (item.Kind == ItemKind.Branch && _labels[item.Label] <= i)
            {
                if (_labels[item.Label] < 0)
                {
                    throw Unexpected.State("branch to an unbound label");
                }
                // Backwards the distance is known, and chosen anew in each pass; forwards it is only ever found too long.
                Shortest(ref item);
            }
            pc += SizeOf(in item, pc);
        }
        return pc;
    }

    private void Shortest(ref Item item)
    {
        int distance = _items[_labels[item.Label]].Pc - item.Pc;
        for (item.Form = item.First; item.Form + 1 < item.Forms.Length && !item.Forms[item.Form].Reaches(distance); item.Form++)
        {
        }
    }

    private static int SizeOf(in Item item, int pc) => item.Kind switch
    {
        ItemKind.Bytes or ItemKind.Either => item.Length,
        ItemKind.Branch => item.Forms[item.Form].Size,
        _ => -pc & (item.Length - 1),
    };

    /// <summary>A forward reference grew: what was only to be first is over.</summary>
    private bool Choose()
    {
        for (int i = 0; i < _count && _choices.Count > 0; i++)
        {
            ref Item item = ref _items[i];
            if (item.Kind == ItemKind.Either)
            {
                item.Form = 1;
                item.Length = _choices[item.Label].ForGood.Length;
            }
        }
        return true;
    }

    private bool Lengthen(int size)
    {
        bool changed = false;
        for (int i = 0; i < _count; i++)
        {
            ref Item item = ref _items[i];
            if (item.Kind != ItemKind.Branch)
            {
                continue;
            }
            int target = _labels[item.Label] < _count ? _items[_labels[item.Label]].Pc : size;
            if (item.Forms[item.Form].Reaches(target - item.Pc))
            {
                continue;
            }
            if (item.Form + 1 == item.Forms.Length)
            {
                Unreachable = i;
                return false;
            }
            item.Form++;
            changed = true;
        }
        return changed;
    }

    /// <summary>Position in the order of what was added, to tell where <see cref="Unreachable"/> came from.</summary>
    public int ItemCount => _count;
}
