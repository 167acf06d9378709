using Go.Compiler.Backend;
using Go.Compiler.Backend.Machine;
using Go.Compiler.RegAlloc;
using Go.Compiler.RuntimeContract;
using Go.Compiler.Ssa;
using Go.Compiler.Types;

namespace Go.Compiler.Arch.Amd64;

/// <summary>amd64 as the code generator sees it.</summary>
public sealed class Amd64Machine : IMachineArchitecture
{
    private readonly Amd64InstructionWriter _writer = new();

    private readonly Amd64ThreadLocal _threadLocal;

    private Amd64Machine(Amd64ThreadLocal threadLocal) => _threadLocal = threadLocal;

    /// <summary>A code generator for one worker.</summary>
    public static ICodeGenerator New(Layout layout, Amd64ThreadLocal threadLocal, bool verify = false)
        => new MachineCodeGenerator(new Amd64Machine(threadLocal), layout) { Verify = verify };

    MachineFunction IMachineArchitecture.Lower(SsaFunction function, Layout layout) => Amd64Lowering.Run(function, layout);

    MachineEmitter IMachineArchitecture.NewEmitter(MachineFunction machine, AllocationResult allocation, MachineFrame frame,
        ArgumentLiveness? live, TracebackArguments? arguments)
        => new Amd64Emitter(machine, allocation, frame, _writer, _threadLocal) { LiveArguments = live, Arguments = arguments };

    string IMachineArchitecture.NameOf(ushort opcode) => ((Amd64Op)opcode).ToString();
}
