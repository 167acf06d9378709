using Go.Compiler.Assembler;
using Go.Compiler.Ir;
using Go.Compiler.Objects;
using Go.Compiler.RuntimeContract;
using Go.Compiler.Ssa;
using Go.Compiler.Ssa.Build;
using Go.Compiler.Types;

namespace Go.Compiler.Build;

/// <summary>
/// Which functions of a package need a second entry in the other calling convention (contract 1.6): everything is called as ABIInternal
/// from elsewhere, assembly calls what it names, and linknamed functions may be wanted either way.
/// </summary>
internal static class AbiWrappers
{
    /// <summary>The wrappers, in declaration order.</summary>
    public static IReadOnlyList<SsaFunction> For(IrPackage package, AssemblySymbols? assembly, SsaEnvironment environment)
    {
        var referenced = new HashSet<string>(StringComparer.Ordinal);
        var defined = new HashSet<string>(StringComparer.Ordinal);
        if (assembly is not null)
        {
            foreach (AssemblySymbol s in assembly.References)
            {
                if (s.Abi == SymbolAbi.Abi0)
                {
                    referenced.Add(s.Name);
                }
            }
            foreach (AssemblySymbol s in assembly.Definitions)
            {
                defined.Add(s.Name);
            }
        }
        var wrappers = new List<SsaFunction>();
        foreach (IrFunction f in package.Functions)
        {
            if (f.Object is { } declared && !f.IsGeneric && declared.Signature.Receiver is null && f.Body is not null
                && (referenced.Contains(f.Symbol) || (declared.Pragmas & FunctionPragmas.LinkNamed) != 0))
            {
                wrappers.Add(AbiWrapperBuilder.Build(environment, declared, Other(f.Abi)));
            }
        }
        foreach (Function external in package.Externals)
        {
            string symbol = SymbolNames.Of(external);
            if (!defined.Contains(symbol))
            {
                continue; // pulled from another package, which has what is needed
            }
            if (external.Abi == FunctionAbi.Abi0 || referenced.Contains(symbol) || (external.Pragmas & FunctionPragmas.LinkNamed) != 0)
            {
                wrappers.Add(AbiWrapperBuilder.Build(environment, external, Other(external.Abi)));
            }
        }
        return wrappers;
    }

    private static FunctionAbi Other(FunctionAbi abi) => abi == FunctionAbi.Internal ? FunctionAbi.Abi0 : FunctionAbi.Internal;
}
