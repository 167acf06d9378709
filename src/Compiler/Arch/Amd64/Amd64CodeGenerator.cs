using Go.Compiler.Backend;
using Go.Compiler.Backend.Machine;
using Go.Compiler.RegAlloc;
using Go.Compiler.Ssa;
using Go.Compiler.Types;

namespace Go.Compiler.Arch.Amd64;

/// <summary>Code for amd64: lowering, register allocation, frame layout, encoding.</summary>
public sealed class Amd64CodeGenerator(Layout layout) : ICodeGenerator
{
    private readonly Amd64InstructionWriter _writer = new();

    /// <summary>Proves every register allocation right; slow.</summary>
    public bool CheckAllocations { get; init; }

    /// <inheritdoc/>
    public CompiledFunction Generate(SsaFunction function)
    {
        MachineFunction machine = Amd64Lowering.Run(function, layout);
        AllocationResult allocation = LinearScan.Run(machine.Problem);
        if (CheckAllocations)
        {
            AllocationChecker.Check(machine.Problem, allocation);
        }
        var frame = new Amd64Frame(machine, allocation, layout);
        return new Amd64Emitter(machine, allocation, frame, _writer).Run();
    }
}
