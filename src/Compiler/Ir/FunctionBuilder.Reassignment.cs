using Go.Compiler.Syntax;

namespace Go.Compiler.Ir;

// Variables that are assigned again. A closure may hold a copy of one when all its assignments have happened before the closure is made:
// they stand before it, and nothing leads back to them while the variable lives, as the loops around the closure are those around the
// variable.
internal sealed partial class FunctionBuilder
{
    private int _loopDepth;

    /// <summary>A label stands before: a jump may lead back to it.</summary>
    private bool _hasLabel;

    /// <summary>Variables that the statement being built assigns to: after it has been evaluated, with the closures in it.</summary>
    private readonly List<IrLocal> _assigned = [];

    private void Statement(StatementSyntax statement)
    {
        int before = _assigned.Count;
        StatementOfItsKind(statement);
        for (int i = before; i < _assigned.Count; i++)
        {
            _assigned[i].IsReassigned = true;
        }
        _assigned.RemoveRange(before, _assigned.Count - before);
    }

    private void MarkReassigned(IrExpression place)
    {
        if (RootOf(place) is { } root)
        {
            root.IsReassigned = true;
            _assigned.Add(root);
        }
    }

    /// <summary>This function, a closure, captures what the function around it calls so.</summary>
    private void NoteCapture(IrLocal outer)
    {
        IrLocal root = outer.Root;
        // Captures go from the outside to the inside: the first one is made right inside the variable's own function.
        if (!root.IsCaptured && outer == root && _outer is { _hasLabel: false } owner && owner._loopDepth == root.LoopDepth)
        {
            root.ChangesAfterCapture = false;
        }
        root.IsCaptured = true;
    }
}
