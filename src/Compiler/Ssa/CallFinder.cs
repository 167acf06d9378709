using Go.Compiler.Ir;

namespace Go.Compiler.Ssa;

/// <summary>
/// Tells whether evaluating an expression runs other code of the program: calls, receives, and what the bound tree makes of them. The spec orders these among
/// each other only; as the original does, everything else in an operand list is evaluated after them, so <c>return x, f(&amp;x)</c> returns what f left.
/// </summary>
internal sealed class CallFinder(bool countsBuiltins) : IrWalker
{
    private bool _found;

    public static bool IsIn(IrExpression expression) => Find(expression, countsBuiltins: false);

    /// <summary>Calls of builtins count too: in a list they keep their place among the calls.</summary>
    public static bool IsOrdered(IrExpression expression) => Find(expression, countsBuiltins: true);

    private static bool Find(IrExpression expression, bool countsBuiltins)
    {
        if (expression is IrConstant or IrZero or IrLocalRef or IrGlobalRef or IrFunctionRef or IrClosure)
        {
            return false;
        }
        var finder = new CallFinder(countsBuiltins);
        finder.Visit(expression);
        return finder._found;
    }

    /// <summary>Index of the last operand with a call, or -1.</summary>
    public static int LastIn(IReadOnlyList<IrExpression> operands)
    {
        int last = operands.Count - 1;
        while (last >= 0 && !IsIn(operands[last]))
        {
            last--;
        }
        return last;
    }

    public override void Visit(IrExpression? expression)
    {
        _found |= expression is IrCall or IrInterfaceCall or IrTypeParameterCall or IrSequence or IrReceive || (countsBuiltins && expression is IrBuiltinCall or IrMake);
        if (!_found)
        {
            base.Visit(expression);
        }
    }
}
