namespace Go.Compiler.Backend.Machine;

internal abstract partial class MachineEmitter
{
    // What an architecture answers. Registers are numbers over both classes; offsets are from SP.

    /// <summary>
    /// Writes one instruction that is not the same everywhere. Its registers are <see cref="Operand"/>s; the last is the result.
    /// </summary>
    private protected abstract void WriteInstruction(in MachineInstruction m);

    /// <summary>What a function does before anything else.</summary>
    private protected abstract void WriteEntry();

    /// <summary>Goes to <paramref name="more"/> when the stack is too small for the frame.</summary>
    private protected abstract void WriteStackCheck(int more);

    /// <summary>Makes the frame; says the depth after each step.</summary>
    private protected abstract void WriteFrame();

    /// <summary>Zeroes part of the frame right after it was made: registers of arguments are live.</summary>
    private protected abstract void ZeroFrame(int offset, int bytes);

    /// <summary>Takes the frame away; says the depth after each step.</summary>
    private protected abstract void WriteEpilogue();

    private protected abstract void CallMoreStack(CodeTarget target);
    private protected abstract void Call(CodeTarget target);
    private protected abstract void CallRegister(int register);

    /// <summary>After a call of a function that promises nothing of the registers that are always the same.</summary>
    private protected abstract void RestoreAfterStackCall();
    private protected abstract void Return();
    private protected abstract void Jump(int label);
    private protected abstract void JumpToTarget(CodeTarget target);
    private protected abstract void JumpToRegister(int register);

    /// <summary>Goes to the entry of a table that the register numbers.</summary>
    private protected abstract void JumpThrough(CodeTarget table, int index);
    private protected abstract void JumpIfAtLeast(int register, int value, int label);

    /// <summary>Goes to the label when the check fails. A constant x has a y in a register.</summary>
    private protected abstract void JumpOutOfBounds(in BoundsPanic check, int label);

    /// <summary>Brings what the panic must find to where it looks; nothing is needed afterwards.</summary>
    private protected abstract BoundsPanic PreparePanic(in BoundsPanic panic);
    private protected abstract void Nop();

    /// <summary>The trap where control never comes is enough of an instruction behind a call that does not return.</summary>
    private protected virtual bool TrapEndsCall => false;

    /// <summary>
    /// After a panic's call: the return address must lie inside the function, where the depth of the stack is the body's.
    /// <paramref name="isLast"/>: another depth follows, or nothing.
    /// </summary>
    private protected virtual void EndPanic(bool isLast) => Nop();
    private protected abstract void CopyRegister(int from, int to);
    private protected abstract void LoadFromFrame(int size, int register, int offset);
    private protected abstract void StoreToFrame(int size, int register, int offset);
}
