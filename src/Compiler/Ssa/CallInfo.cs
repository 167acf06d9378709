using Go.Compiler.RuntimeContract;
using Go.Compiler.Types;

namespace Go.Compiler.Ssa;

/// <summary>A function symbol by name and calling convention.</summary>
public sealed record FunctionSymbol(string Name, FunctionAbi Abi);

/// <summary>Everything about a call besides its operands. Shared between calls of one signature.</summary>
public sealed class CallInfo
{
    /// <summary>Static calls and tail calls: whom.</summary>
    public FunctionSymbol? Target { get; init; }

    /// <summary>The callee's object when it is a declared function, for escape tags and inlining; else null.</summary>
    public Function? Callee { get; init; }

    /// <summary>
    /// Kinds of the argument scalars in parameter order (receiver first), without code and context operands. A register parameter gives its
    /// <see cref="AbiParameter.Scalars"/> (the builder loads them when the value lives in memory); a stack parameter gives its
    /// Layout.Components, or, when it lives in memory, one Pointer scalar: the address to copy from (see <see cref="MemoryOperands"/>).
    /// </summary>
    public required IReadOnlyList<ScalarKind> ArgumentKinds { get; init; }

    /// <summary>
    /// Kinds of the result scalars, likewise; a stack result that lives in memory gives none here but an address operand after the last
    /// argument.
    /// </summary>
    public required IReadOnlyList<ScalarKind> ResultKinds { get; init; }

    /// <summary>Where each parameter and result travels.</summary>
    public required AbiAssignment Abi { get; init; }

    /// <summary>Address operands among the arguments (stack parameters and stack results that live in memory), in argument order.</summary>
    public IReadOnlyList<MemoryOperand> MemoryOperands { get; init; } = [];

    /// <summary>The address operand at a place among the argument scalars; null when a scalar stands there.</summary>
    internal MemoryOperand? MemoryOperandAt(int argument)
    {
        int low = 0, high = MemoryOperands.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (MemoryOperands[middle].ArgumentIndex < argument)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }
        return low < MemoryOperands.Count && MemoryOperands[low].ArgumentIndex == argument ? MemoryOperands[low] : null;
    }

    /// <summary>The helper's row when the callee is one of the runtime's; else null.</summary>
    public RuntimeCall? Runtime { get; init; }

    /// <summary>The call never returns.</summary>
    public bool NoReturn { get; init; }

    /// <summary>The same call of code that has become known.</summary>
    internal CallInfo Calling(FunctionSymbol target, Function? callee) => new()
    {
        Target = target,
        Callee = callee,
        ArgumentKinds = ArgumentKinds,
        ResultKinds = ResultKinds,
        Abi = Abi,
        MemoryOperands = MemoryOperands,
        NoReturn = NoReturn,
    };
}

/// <summary>A stack parameter or stack result that lives in memory on the caller's side.</summary>
/// <param name="ArgumentIndex">Index of the address among the call's argument scalars.</param>
/// <param name="IsResult">The address receives a result, right after the call; else it is copied to the argument area right before.</param>
/// <param name="AbiIndex">Index into the assignment's parameters or results.</param>
public readonly record struct MemoryOperand(int ArgumentIndex, bool IsResult, int AbiIndex);
