using Go.Compiler.Collections;
using Go.Compiler.Text;

namespace Go.Compiler.Ssa;

/// <summary>A basic block: instructions in execution order, then how it ends.</summary>
public sealed class Block(BlockId id)
{
    public BlockId Id { get; } = id;
    public EntityList<ValueId> Instructions { get; } = [];
    public BlockKind Kind { get; set; }

    /// <summary>
    /// If: the I8 condition. JumpTable: the index. TailCall: the code's address, when it is no known function. Else none.
    /// </summary>
    public ValueId Control { get; set; }

    /// <summary>Return and TailCall: scalars.</summary>
    public EntityList<ValueId> Arguments { get; } = [];

    /// <summary>TailCall: whom.</summary>
    public CallInfo? Call { get; set; }

    /// <summary>May contain a block twice (both arms of an If).</summary>
    public EntityList<BlockId> Predecessors { get; } = [];
    public EntityList<BlockId> Successors { get; } = [];

    /// <summary>If: +1 successor 0 is likely, -1 unlikely, 0 unknown.</summary>
    public sbyte Likely { get; set; }

    /// <summary>Position of the ending.</summary>
    public Pos Pos { get; set; }
    public int InlineIndex { get; set; } = -1;
}
