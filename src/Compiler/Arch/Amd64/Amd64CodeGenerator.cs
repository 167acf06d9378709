using Go.Compiler.Backend;
using Go.Compiler.Backend.Machine;
using Go.Compiler.RegAlloc;
using Go.Compiler.RuntimeContract;
using Go.Compiler.Ssa;
using Go.Compiler.Types;

namespace Go.Compiler.Arch.Amd64;

/// <summary>Code for amd64: lowering, register allocation, frame layout, encoding.</summary>
public sealed class Amd64CodeGenerator(Layout layout) : ICodeGenerator
{
    private readonly Amd64InstructionWriter _writer = new();

    /// <inheritdoc/>
    public bool Verify { get; set; }

    /// <inheritdoc/>
    public CompiledFunction Generate(SsaFunction function)
    {
        MachineFunction machine = Amd64Lowering.Run(function, layout);
        machine.Problem.Cancellation = function.Cancellation;
        AllocationResult allocation = LinearScan.Run(machine.Problem);
        if (Verify)
        {
            AllocationChecker.Check(machine.Problem, allocation);
            SlotLivenessVerifier.Verify(function, machine.Liveness);
        }
        var frame = new Amd64Frame(machine, allocation, layout);
        var arguments = TracebackArguments.Of(function.Abi, layout);
        var live = ArgumentLiveness.Of(function, arguments, machine.Problem, allocation);
        return new Amd64Emitter(machine, allocation, frame, _writer, live) { Arguments = arguments }.Run();
    }
}
