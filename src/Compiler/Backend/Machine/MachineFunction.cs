using System.Text;
using Go.Compiler.Collections;
using Go.Compiler.RegAlloc;
using Go.Compiler.Ssa;
using Go.Compiler.Ssa.Liveness;

namespace Go.Compiler.Backend.Machine;

/// <summary>
/// A function as machine instructions over virtual registers, together with the allocation problem they pose. Blocks and instructions are
/// numbered alike in both.
/// </summary>
public sealed class MachineFunction(SsaFunction source)
{
    public SsaFunction Source { get; } = source;
    public AllocationProblem Problem { get; } = new();

    /// <summary>Parallel to the problem's instructions.</summary>
    public EntityList<MachineInstruction> Instructions { get; } = new(source.InstructionCount);

    /// <summary>By block number: where it came from.</summary>
    public EntityList<BlockId> Blocks { get; } = [];

    /// <summary>By block number: it begins inside a write barrier window.</summary>
    public bool[] StartsInWindow { get; set; } = [];

    /// <summary>Liveness of the frame's variables, and which call each safepoint instruction is (only where something is live).</summary>
    public required SlotLiveness Liveness { get; init; }
    public Dictionary<int, ValueId> Calls { get; } = [];

    /// <summary>Bytes of the callees' argument area.</summary>
    public long OutgoingSize { get; set; }

    /// <summary>Has a call of any kind, panics included: the frame pointer is saved.</summary>
    public bool HasCall { get; set; }

    /// <summary>Calls something besides the panics that need no stack check.</summary>
    public bool NeedsStackCheck { get; set; }

    public ref MachineInstruction this[int i] => ref Instructions.AsSpan()[i];

    /// <summary>Text form for dumps.</summary>
    public string Print(Func<ushort, string> opcode)
    {
        var text = new StringBuilder();
        for (int b = 0; b < Problem.Blocks.Count; b++)
        {
            AllocationBlock block = Problem.Blocks[b];
            text.Append($"{Blocks[b]}: ({string.Join(", ", block.Parameters.Select(p => "r" + p))})\n");
            for (int i = block.First; i < block.End; i++)
            {
                MachineInstruction m = Instructions[i];
                text.Append($"  {i}: {opcode(m.Opcode)}.{m.Size} cc{m.Condition} v{m.Variant} #{m.Immediate}");
                for (int o = Problem.OperandStart[i]; o < Problem.OperandStart[i + 1]; o++)
                {
                    text.Append(' ').Append(Problem.Operands[o]);
                }
                if (m.Memory.Kind != MemoryKind.None)
                {
                    text.Append($" [{m.Memory.Kind} {m.Memory.Base} {m.Memory.Index}*{m.Memory.Scale}+{m.Memory.Displacement}]");
                }
                text.Append('\n');
            }
        }
        return text.ToString();
    }
}
