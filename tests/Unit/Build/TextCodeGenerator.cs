using System.Text;
using Go.Compiler.Backend;
using Go.Compiler.Objects;
using Go.Compiler.RuntimeContract;
using Go.Compiler.Ssa;
using Go.Compiler.Text;
using Go.Compiler.Types;

namespace Go.Compiler.Tests.Build;

/// <summary>
/// "Machine code" that is the SSA's text, with its lines and references: whatever may differ between two compilations shows in the object,
/// no matter what the target's own code generator makes of it.
/// </summary>
internal sealed class TextCodeGenerator : ICodeGenerator
{
    public bool Verify { get; set; }

    public CompiledFunction Generate(SsaFunction function)
    {
        byte[] code = Encoding.UTF8.GetBytes(SsaPrinter.Print(function));
        var relocations = new List<CodeRelocation>();
        var positions = new List<(int, Pos, int)>();
        int at = 0;
        foreach (BlockId block in function.Order)
        {
            foreach (ValueId id in function[block].Instructions)
            {
                ref Value v = ref function[id];
                positions.Add((at, v.Pos, v.InlineIndex));
                if (Target(v) is { } target)
                {
                    relocations.Add(new CodeRelocation(at, RelocationKind.PcRelative, target, 0));
                }
                at++;
            }
        }
        return new CompiledFunction
        {
            Source = function, Code = code, Relocations = relocations, Positions = positions, ArgumentWidth = 0, FrameSize = 0,
            DeferReturn = 0, PcSp = [2, 1, 0], PcData = [],
        };
    }

    private static CodeTarget? Target(Value v) => v.Aux switch
    {
        DataSymbol data => new CodeTarget(default, data),
        CallInfo { Target: { } callee }
            => new CodeTarget(new SymbolKey(callee.Name, callee.Abi == FunctionAbi.Internal ? SymbolAbi.Internal : SymbolAbi.Abi0), null),
        _ => null,
    };
}
