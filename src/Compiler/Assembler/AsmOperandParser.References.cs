using Go.Compiler.Objects;

namespace Go.Compiler.Assembler;

internal sealed partial class AsmOperandParser
{
    /// <summary>
    /// The symbol when the operand is exactly <c>[$|*]sym[&lt;abi&gt;][+n](SB)</c> and not file-local; null otherwise, without errors.
    /// </summary>
    public AssemblySymbol? FunctionReference(AsmToken[] tokens)
    {
        _tokens = tokens;
        _next = 0;
        if (Peek.Is('$') || Peek.Is('*'))
        {
            _next++;
        }
        AsmToken name = Take();
        if (name.Kind != AsmTokenKind.Identifier || IsRegister(name.Text))
        {
            return null;
        }
        SymbolAbi abi = SymbolAbi.Abi0;
        if (Accept("<"))
        {
            if (Take() is not { Kind: AsmTokenKind.Identifier } selector || !Accept(">"))
            {
                return null;
            }
            abi = options.AllowAbiSelectors && selector.Text == "ABIInternal" ? SymbolAbi.Internal : SymbolAbi.Abi0;
        }
        if (Accept("+") && Take().Kind != AsmTokenKind.Integer)
        {
            return null;
        }
        bool matches = Accept("(") && Take().Text == "SB" && Accept(")") && _next == _tokens.Length;
        return matches ? new AssemblySymbol(Qualify(name.Text), abi) : null;
    }
}
