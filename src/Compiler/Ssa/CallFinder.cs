using Go.Compiler.Ir;
using Go.Compiler.Types;

namespace Go.Compiler.Ssa;

/// <summary>
/// Finds the parts of an expression that have a place in the order of evaluation. The spec orders calls, receives and logical operators among each other only; as
/// the original does, everything else of a statement's expressions is evaluated after them, so <c>return x, f(&amp;x)</c> returns what f left.
/// </summary>
internal sealed class CallFinder : IrWalker
{
    private readonly List<IrExpression>? _ordered;
    private bool _found;

    private CallFinder(List<IrExpression>? ordered) => _ordered = ordered;

    /// <summary>Whether evaluating an expression runs other code of the program: calls, receives, and what the bound tree makes of them.</summary>
    public static bool IsIn(IrExpression expression)
    {
        if (IsLeaf(expression))
        {
            return false;
        }
        var finder = new CallFinder(null);
        finder.Visit(expression);
        return finder._found;
    }

    /// <summary>As <see cref="IsIn"/>, for what an expression is made of.</summary>
    public static bool IsInOperands(IrExpression expression)
    {
        var finder = new CallFinder(null);
        finder.VisitOperands(expression);
        return finder._found;
    }

    /// <summary>
    /// Whether an expression keeps its place among calls: a call itself, and what the original copies where it stands, above all builtins and slices. What it holds
    /// is evaluated with it.
    /// </summary>
    public static bool IsOrdered(IrExpression expression)
        => Runs(expression) || expression is IrBuiltinCall or IrRuntimeCall or IrMake or IrNew or IrSlice or IrMapLiteral or IrBinary { Op: IrBinaryOp.AndAlso or IrBinaryOp.OrElse }
            or IrBinary { Op: IrBinaryOp.Equal or IrBinaryOp.NotEqual, X.Type.Underlying: StructType or ArrayType }
            // An address that a call returned as a number is seen by the collector at once.
            or IrConvert { X: IrCall or IrInterfaceCall, Type: BasicType { Kind: BasicKind.UnsafePointer } };

    /// <summary>Whether it runs other code itself.</summary>
    public static bool Runs(IrExpression expression) => expression is IrCall or IrInterfaceCall or IrTypeParameterCall or IrSequence or IrReceive;

    /// <summary>Adds the outermost ordered expressions, in order.</summary>
    public static void AddOrdered(IrExpression expression, List<IrExpression> ordered) => new CallFinder(ordered).Visit(expression);

    /// <summary>Adds the outermost ordered expressions of what an expression is made of.</summary>
    public static void AddOrderedOperands(IrExpression expression, List<IrExpression> ordered) => new CallFinder(ordered).VisitOperands(expression);

    private static bool IsLeaf(IrExpression expression) => expression is IrConstant or IrZero or IrLocalRef or IrGlobalRef or IrFunctionRef or IrClosure;

    /// <summary>Only the type of its operand counts (spec, Package unsafe); with type parameters it is no constant.</summary>
    private static bool IsUnevaluated(IrExpression expression)
        => expression is IrBuiltinCall { Builtin: IrBuiltin.UnsafeSizeof or IrBuiltin.UnsafeAlignof or IrBuiltin.UnsafeOffsetof };

    private void VisitOperands(IrExpression expression)
    {
        if (IsUnevaluated(expression))
        {
            return;
        }
        if (expression is IrBuiltinCall { Builtin: IrBuiltin.AppendSlice, Operands: [var slice, IrMake { Capacity: null } zeroes] })
        {
            Visit(slice); // append(s, make([]T, n)...) makes no slice
            Visit(zeroes.Length);
        }
        else
        {
            base.Visit(expression);
        }
    }

    public override void Visit(IrExpression? expression)
    {
        if (expression is null || _found || IsUnevaluated(expression))
        {
            return;
        }
        if (_ordered is not null && IsOrdered(expression))
        {
            _ordered.Add(expression);
            return;
        }
        _found = _ordered is null && Runs(expression);
        if (!_found)
        {
            base.Visit(expression);
        }
    }
}
