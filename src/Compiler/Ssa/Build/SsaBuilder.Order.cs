using Go.Compiler.Diagnostics;
using Go.Compiler.Ir;

namespace Go.Compiler.Ssa.Build;

internal sealed partial class SsaBuilder
{
    /// <summary>
    /// Values of expressions that were evaluated ahead of their place (<see cref="CallFinder"/>); each is taken out once.
    /// </summary>
    private readonly Dictionary<IrExpression, GoValue> _evaluated = new(ReferenceEqualityComparer.Instance);

    /// <summary>What is being evaluated is a part of an expression whose calls have been evaluated.</summary>
    private bool _callsAreDone;

    private readonly CallFinder _calls;

    private GoValue Evaluate(IrExpression x)
    {
        if (_evaluated.Count > 0 && _evaluated.Remove(x, out GoValue value))
        {
            return value;
        }
        int before = _evaluated.Count;
        bool outer = BeginOperands(x);
        value = EvaluateInPlace(x);
        EndOperands(outer, before);
        return value;
    }

    /// <summary>All results of an expression that may give several.</summary>
    private GoValue[] EvaluateResults(IrExpression x)
    {
        int before = _evaluated.Count;
        bool outer = BeginOperands(x);
        GoValue[] values = ResultsInPlace(x);
        EndOperands(outer, before);
        return values;
    }

    /// <summary>Operands of a list: their calls first. Stable values are copies that what follows does not change.</summary>
    private GoValue[] EvaluateAll(IReadOnlyList<IrExpression> operands, bool isStable)
    {
        int before = _evaluated.Count;
        bool outer = _callsAreDone;
        if (!outer && operands.Count > 1)
        {
            EvaluateCallsIn(operands);
            _callsAreDone = true;
        }
        var values = new GoValue[operands.Count];
        for (int i = 0; i < values.Length; i++)
        {
            GoValue v = Evaluate(operands[i]);
            values[i] = isStable ? Stable(v) : v;
        }
        EndOperands(outer, before);
        return values;
    }

    /// <summary>Evaluates the calls among what an expression is made of; returns what <see cref="EndOperands"/> is to restore.</summary>
    private bool BeginOperands(IrExpression x)
    {
        bool outer = _callsAreDone;
        if (x is IrSequence or IrMapLiteral or IrBinary { Op: IrBinaryOp.AndAlso or IrBinaryOp.OrElse })
        {
            _callsAreDone = false; // their parts are evaluated one after the other
        }
        else if (!outer || _calls.IsOrdered(x))
        {
            _callsAreDone = false;
            if (_calls.IsInOperands(x))
            {
                var ordered = new List<IrExpression>();
                _calls.AddOrderedOperands(x, ordered);
                EvaluateEarly(ordered);
            }
            _callsAreDone = true;
        }
        return outer;
    }

    /// <summary>
    /// Evaluates the calls of an assignment: what a call changes decides where the value goes, as in <c>nodes[i] = grow(&amp;nodes)</c>.
    /// </summary>
    private bool BeginAssignment(IReadOnlyList<IrExpression?> targets, IReadOnlyList<IrExpression> values)
    {
        bool outer = _callsAreDone;
        if (AnyRuns(targets) || AnyRuns(values))
        {
            var ordered = new List<IrExpression>();
            foreach (IrExpression? target in targets)
            {
                if (target is not null)
                {
                    _calls.AddOrderedOperands(target, ordered);
                }
            }
            foreach (IrExpression value in values)
            {
                _calls.AddOrdered(value, ordered);
            }
            EvaluateEarly(ordered);
        }
        _callsAreDone = true;
        return outer;
    }

    private bool AnyRuns(IReadOnlyList<IrExpression?> expressions)
    {
        foreach (IrExpression? x in expressions)
        {
            if (x is not null && _calls.IsIn(x))
            {
                return true;
            }
        }
        return false;
    }

    private void EndOperands(bool outer, int before)
    {
        if (_evaluated.Count > before && !outer && _block is not null)
        {
            throw Unexpected.State("an operand that was evaluated ahead is not used");
        }
        _callsAreDone = outer;
    }

    private void EvaluateCallsIn(IReadOnlyList<IrExpression> operands)
    {
        int last = operands.Count - 1;
        while (last >= 0 && !_calls.IsIn(operands[last]))
        {
            last--;
        }
        if (last > 0 || (last == 0 && !_calls.IsOrdered(operands[0])))
        {
            var ordered = new List<IrExpression>();
            foreach (IrExpression operand in operands)
            {
                _calls.AddOrdered(operand, ordered);
            }
            EvaluateEarly(ordered);
        }
    }

    private void EvaluateEarly(List<IrExpression> ordered)
    {
        foreach (IrExpression x in ordered)
        {
            // Results of calls have memory of their own.
            GoValue value = Evaluate(x);
            if (!_evaluated.TryAdd(x, CallFinder.Runs(x) && x is not IrSequence ? value : Stable(value)))
            {
                throw Unexpected.State("an expression stands twice in the tree");
            }
        }
    }
}
