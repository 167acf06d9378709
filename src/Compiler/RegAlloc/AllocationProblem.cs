using System.Text;
using Go.Compiler.Collections;

namespace Go.Compiler.RegAlloc;

/// <summary>What the allocator must know of a virtual register.</summary>
/// <param name="Class">Register file.</param>
/// <param name="IsTracked">Listed at safepoints when it is live in memory (the collector's pointers).</param>
/// <param name="IsRematerializable">The definition can be repeated anywhere instead of loading the value from memory.</param>
/// <param name="HomeSlot">A memory place that belongs to this register alone (a parameter's spill area), or -1: numbered from 0, apart from
/// the allocator's own slots.</param>
public readonly record struct VirtualRegister(RegisterClass Class, bool IsTracked = false, bool IsRematerializable = false,
    int HomeSlot = -1);

/// <summary>A basic block: a range of instructions in layout order. The last one is its terminator and defines nothing.</summary>
public sealed class AllocationBlock
{
    public int First { get; set; }

    /// <summary>One past the last instruction. Never empty.</summary>
    public int End { get; set; }
    public int LoopDepth { get; set; }

    /// <summary>Estimated executions; cold blocks have little.</summary>
    public float Weight { get; set; } = 1;

    /// <summary>No critical edges: a block with several successors is the only predecessor of each.</summary>
    public EntityList<int> Predecessors { get; } = [];
    public EntityList<int> Successors { get; } = [];

    /// <summary>Registers defined on entry, one incoming value per predecessor.</summary>
    public EntityList<int> Parameters { get; } = [];

    /// <summary>By predecessor number: the incoming values in parameter order.</summary>
    public List<int[]> Incoming { get; } = [];
}

/// <summary>
/// A function as the register allocator sees it: instructions with operands and constraints, blocks, registers; nothing of what the
/// instructions mean. Registers are numbers 0..63 over both classes; sets of them are bit masks.
/// </summary>
public sealed class AllocationProblem
{
    /// <summary>Operands of instruction i are [OperandStart[i], OperandStart[i+1]).</summary>
    public EntityList<int> OperandStart { get; } = [0];
    public EntityList<Operand> Operands { get; } = [];

    /// <summary>By instruction: registers destroyed late, besides fixed results.</summary>
    public EntityList<ulong> Clobbers { get; } = [];

    /// <summary>By instruction: the collector may look at the frame here.</summary>
    public EntityList<bool> IsSafepoint { get; } = [];

    /// <summary>Layout order, entry first.</summary>
    public List<AllocationBlock> Blocks { get; } = [];

    /// <summary>By register number; 0 is unused.</summary>
    public EntityList<VirtualRegister> Vregs { get; } = [default];

    /// <summary>By class: registers the allocator may use. Operands fixed to others are not possible, nor are these clobbered.</summary>
    public ulong[] Allocatable { get; } = new ulong[2];

    /// <summary>By class: the order in which equally good registers are tried.</summary>
    public byte[][] PreferredOrder { get; } = [[], []];

    /// <summary>Asked for every piece that gets its place.</summary>
    public CancellationToken Cancellation { get; set; }
    public int InstructionCount => Clobbers.Count;

    public int NewVreg(VirtualRegister register)
    {
        Vregs.Add(register);
        return Vregs.Count - 1;
    }

    /// <summary>Appends an instruction.</summary>
    public int Add(ReadOnlySpan<Operand> operands, ulong clobbers = 0, bool isSafepoint = false)
    {
        Operands.AddRange(operands);
        OperandStart.Add(Operands.Count);
        Clobbers.Add(clobbers);
        IsSafepoint.Add(isSafepoint);
        return Clobbers.Count - 1;
    }

    /// <summary>Text form for dumps and failing tests.</summary>
    public string Print()
    {
        var text = new StringBuilder();
        for (int b = 0; b < Blocks.Count; b++)
        {
            AllocationBlock block = Blocks[b];
            text.Append($"b{b} depth {block.LoopDepth}");
            for (int i = 0; i < block.Parameters.Count; i++)
            {
                text.Append($" r{block.Parameters[i]}(");
                for (int p = 0; p < block.Predecessors.Count; p++)
                {
                    text.Append($"{(p == 0 ? "" : " ")}b{block.Predecessors[p]}:r{block.Incoming[p][i]}");
                }
                text.Append(')');
            }
            text.Append('\n');
            for (int i = block.First; i < block.End; i++)
            {
                text.Append($"  {i}:");
                for (int o = OperandStart[i]; o < OperandStart[i + 1]; o++)
                {
                    text.Append(' ').Append(Operands[o]);
                }
                if (Clobbers[i] != 0)
                {
                    text.Append($" clobbers {Clobbers[i]:x}");
                }
                text.Append(IsSafepoint[i] ? " safepoint\n" : "\n");
            }
            text.Append("  ->");
            foreach (int s in block.Successors)
            {
                text.Append($" b{s}");
            }
            text.Append('\n');
        }
        return text.ToString();
    }
}
