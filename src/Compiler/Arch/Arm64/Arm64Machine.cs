using Go.Compiler.Backend;
using Go.Compiler.Backend.Machine;
using Go.Compiler.RegAlloc;
using Go.Compiler.RuntimeContract;
using Go.Compiler.Ssa;
using Go.Compiler.Types;

namespace Go.Compiler.Arch.Arm64;

/// <summary>arm64 as the code generator sees it.</summary>
public sealed class Arm64Machine : IMachineArchitecture
{
    private readonly Arm64CodeWriter _writer = new();

    private Arm64Machine()
    {
    }

    /// <summary>A code generator for one worker.</summary>
    public static ICodeGenerator New(Layout layout, bool verify = false)
        => new MachineCodeGenerator(new Arm64Machine(), layout) { Verify = verify };

    MachineFunction IMachineArchitecture.Lower(SsaFunction function, Layout layout) => Arm64Lowering.Run(function, layout);

    MachineEmitter IMachineArchitecture.NewEmitter(MachineFunction machine, AllocationResult allocation, MachineFrame frame,
        ArgumentLiveness? live, TracebackArguments? arguments)
        => new Arm64Emitter(machine, allocation, frame, _writer) { LiveArguments = live, Arguments = arguments };

    string IMachineArchitecture.NameOf(ushort opcode) => ((Arm64Op)opcode).ToString();
}
