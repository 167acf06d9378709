using Go.Compiler.Backend.Machine;
using Go.Compiler.RegAlloc;
using Go.Compiler.RuntimeContract;
using Go.Compiler.Ssa;
using Go.Compiler.Ssa.Liveness;
using Go.Compiler.Types;

namespace Go.Compiler.Backend;

/// <summary>
/// The code generator: lowering, register allocation, frame layout, encoding and tables, in that order, over what an architecture says.
/// </summary>
internal sealed class MachineCodeGenerator(IMachineArchitecture architecture, Layout layout) : ICodeGenerator
{
    /// <inheritdoc/>
    public bool Verify { get; set; }

    /// <inheritdoc/>
    public CompiledFunction Generate(SsaFunction function)
    {
        MachineFunction machine = architecture.Lower(function, layout);
        machine.Problem.Cancellation = function.Cancellation;
        AllocationResult allocation = LinearScan.Run(machine.Problem);
        if (Verify)
        {
            AllocationChecker.Check(machine.Problem, allocation);
            SlotLivenessVerifier.Verify(function, machine.Liveness);
        }
        var frame = new MachineFrame(machine, allocation, layout);
        var arguments = TracebackArguments.Of(function.Abi, layout);
        var live = ArgumentLiveness.Of(function, arguments, machine.Problem, allocation);
        return architecture.NewEmitter(machine, allocation, frame, live, arguments).Run();
    }
}
