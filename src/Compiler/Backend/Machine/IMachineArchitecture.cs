using Go.Compiler.RegAlloc;
using Go.Compiler.Ssa;
using Go.Compiler.Types;

namespace Go.Compiler.Backend.Machine;

/// <summary>What the code generator asks of an architecture. One instance per worker.</summary>
internal interface IMachineArchitecture
{
    /// <summary>Turns the SSA of a function into machine instructions.</summary>
    MachineFunction Lower(SsaFunction function, Layout layout);

    /// <summary>What writes an allocated function.</summary>
    MachineEmitter NewEmitter(MachineFunction machine, AllocationResult allocation, MachineFrame frame, ArgumentLiveness? live,
        RuntimeContract.TracebackArguments? arguments);

    /// <summary>The name of an operation of its own, for dumps.</summary>
    string NameOf(ushort opcode);
}
