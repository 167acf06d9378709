using Go.Compiler.Ir;
using Go.Compiler.Types;

namespace Go.Compiler.ExportData;

/// <summary>
/// Which function bodies importers get: generic ones, which they must instantiate, and small ones, which they may inline or evaluate. The
/// same rule must hold for packages compiled in the session and for those read from interface parts, or the two would give different
/// programs.
/// </summary>
public static class ImportableBodies
{
    /// <summary>
    /// Largest body given away for inlining, in nodes of the bound tree. About what the original's budget of 80 admits, with room for its
    /// "big" callees.
    /// </summary>
    public const int MaxNodes = 120;

    /// <summary>The function if importers get its body, else null: compose with what finds bodies.</summary>
    public static IrFunction? Filter(IrFunction? function)
        => function is not null && (function.IsGeneric || IsSmall(function)) ? function : null;

    private static bool IsSmall(IrFunction f)
        => f.Body is not null && (f.Pragmas & (FunctionPragmas.Noinline | FunctionPragmas.CgoUnsafeArgs
            | FunctionPragmas.UintptrEscapes)) == 0
            && !f.HasRecover && new Counter().Fits(f);

    private sealed class Counter : IrWalker
    {
        private int _nodes;

        public bool Fits(IrFunction f)
        {
            Walk(f);
            return _nodes <= MaxNodes;
        }

        public override void Visit(IrStatement? statement)
        {
            _nodes += statement is null or IrBlock ? 0 : 1;
            if (_nodes <= MaxNodes)
            {
                base.Visit(statement);
            }
        }

        public override void Visit(IrExpression? expression)
        {
            _nodes += expression is null ? 0 : 1;
            if (_nodes <= MaxNodes)
            {
                base.Visit(expression);
            }
        }

        private void Walk(IrFunction f)
        {
            Visit(f.Body);
            foreach (IrFunction closure in f.Closures)
            {
                Walk(closure);
            }
        }
    }
}
