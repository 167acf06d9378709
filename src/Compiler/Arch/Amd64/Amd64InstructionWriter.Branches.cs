using System.Buffers.Binary;
using Go.Compiler.Backend;
using Go.Compiler.Diagnostics;

namespace Go.Compiler.Arch.Amd64;

internal sealed partial class Amd64InstructionWriter
{
    private const int Unbound = -1, ShortSize = 2;

    /// <summary>A branch to a label. <paramref name="Condition"/> is -1 for plain jumps.</summary>
    private struct Branch(int start, int label, int condition)
    {
        public int Start = start, Label = label, Condition = condition;
        public bool IsLong;

        public readonly int LongSize => Condition < 0 ? 5 : 6;
        public readonly int Size => IsLong ? LongSize : ShortSize;
    }

    private Branch[] _branches = new Branch[64];
    private int _branchCount;

    /// <summary>By label: pc before shortening, and the number of branches before it.</summary>
    private (int Pc, int Branches)[] _labels = new (int, int)[64];
    private int _labelCount;

    /// <summary>Bytes that the first i branches lost.</summary>
    private int[] _saved = [];

    private void ResetBranches()
    {
        _branchCount = 0;
        _labelCount = 0;
    }

    public int NewLabel()
    {
        if (_labelCount == _labels.Length)
        {
            Array.Resize(ref _labels, _labelCount * 2);
        }
        _labels[_labelCount] = (Unbound, 0);
        return _labelCount++;
    }

    /// <summary>The label is here. Each is bound once, before or after the branches to it.</summary>
    public void Bind(int label) => _labels[label] = (_pc, _branchCount);

    public void Jump(int label) => AddBranch(label, -1);

    public void Jump(Amd64Condition condition, int label) => AddBranch(label, (int)condition);

    private void AddBranch(int label, int condition)
    {
        Reserve();
        if (_branchCount == _branches.Length)
        {
            Array.Resize(ref _branches, _branchCount * 2);
        }
        var branch = new Branch(_pc, label, condition);
        _branches[_branchCount++] = branch;
        _pc += branch.LongSize;
    }

    /// <summary>Shortens branches, moves the code together and returns it. Pcs must be mapped from now on; relocations already are.</summary>
    public byte[] Finish()
    {
        ChooseSizes();
        byte[] code = new byte[_pc - _saved[_branchCount]];
        int from = 0, to = 0;
        for (int i = 0; i < _branchCount; i++)
        {
            ref readonly Branch branch = ref _branches[i];
            int run = branch.Start - from;
            _buffer.AsSpan(from, run).CopyTo(code.AsSpan(to));
            to += run;
            WriteBranch(branch, code.AsSpan(to, branch.Size), FinalPc(_labels[branch.Label]) - (to + branch.Size));
            to += branch.Size;
            from = branch.Start + branch.LongSize;
        }
        _buffer.AsSpan(from, _pc - from).CopyTo(code.AsSpan(to));
        for (int i = 0; i < _relocations.Count; i++)
        {
            _relocations[i] = _relocations[i] with { Offset = MapPc(_relocations[i].Offset) };
        }
        return code;
    }

    /// <summary>The final pc of a place that <see cref="Pc"/> named while writing.</summary>
    public int MapPc(int pc)
    {
        int low = 0, high = _branchCount;
        while (low < high)
        {
            int middle = (low + high) >> 1;
            if (_branches[middle].Start < pc)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }
        return pc - _saved[low];
    }

    /// <summary>The final pc of a label.</summary>
    public int PcOf(int label) => FinalPc(_labels[label]);

    private int FinalPc((int Pc, int Branches) label) => label.Pc - _saved[label.Branches];

    /// <summary>All branches start short; those that do not reach become long, until nothing changes. Sizes only grow, so this ends.</summary>
    private void ChooseSizes()
    {
        if (_saved.Length <= _branchCount)
        {
            _saved = new int[Math.Max(_branchCount + 1, _saved.Length * 2)];
        }
        bool changed;
        do
        {
            for (int i = 0; i < _branchCount; i++)
            {
                _saved[i + 1] = _saved[i] + _branches[i].LongSize - _branches[i].Size;
            }
            changed = false;
            for (int i = 0; i < _branchCount; i++)
            {
                ref Branch branch = ref _branches[i];
                if (_labels[branch.Label].Pc == Unbound)
                {
                    throw Unexpected.State("branch to an unbound label");
                }
                int distance = FinalPc(_labels[branch.Label]) - (branch.Start - _saved[i] + ShortSize);
                if (!branch.IsLong && !FitsByte(distance))
                {
                    branch.IsLong = true;
                    changed = true;
                }
            }
        }
        while (changed);
    }

    private static void WriteBranch(in Branch branch, Span<byte> to, int distance)
    {
        if (!branch.IsLong)
        {
            to[0] = (byte)(branch.Condition < 0 ? 0xEB : 0x70 | branch.Condition);
            to[1] = (byte)distance;
            return;
        }
        if (branch.Condition >= 0)
        {
            to[0] = 0x0F;
            to = to[1..];
        }
        to[0] = (byte)(branch.Condition < 0 ? 0xE9 : 0x80 | branch.Condition);
        BinaryPrimitives.WriteInt32LittleEndian(to[1..], distance);
    }
}
