using Go.Compiler.Collections;
using Go.Compiler.Types;

namespace Go.Compiler.Ir;

/// <summary>
/// Slice variables that start nil, grow by <c>s = append(s, ...)</c> and hand their elements on in a few places only. When a variable's
/// first elements are in a buffer of the frame, nobody else refers to the buffer before those places: there the elements can move to the
/// heap, and nobody can tell.
/// </summary>
public sealed class ExclusiveSlices
{
    /// <summary>Where a variable hands its elements on.</summary>
    /// <param name="Variable">The variable.</param>
    /// <param name="IsCapacitySeen">The program may look at its capacity, or at what lies beyond its length.</param>
    public readonly record struct Transition(IrLocal Variable, bool IsCapacitySeen);

    private readonly Dictionary<IrStatement, EntityList<Transition>> _transitions = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<IrLocal> _growInSteps = new(ReferenceEqualityComparer.Instance);

    /// <summary>The variables that move before a statement (return, assignment, declaration); null when there are none.</summary>
    public IReadOnlyList<Transition>? TransitionsAt(IrStatement statement) => _transitions.GetValueOrDefault(statement);

    /// <summary>
    /// The variable's capacity is seen, and goes with it to the heap: it grows step by step in its buffer. No loop is over its elements, so
    /// that the buffer may serve several times.
    /// </summary>
    public bool GrowsInSteps(IrLocal variable) => _growInSteps.Contains(variable);

    /// <summary>Those of a function; null when there are none.</summary>
    public static ExclusiveSlices? Find(IrFunction function)
    {
        if (function.Body is null)
        {
            return null;
        }
        var finder = new Finder();
        finder.Visit(function.Body);
        return finder.Result(function);
    }

    private void Add(IrStatement statement, Transition transition)
    {
        if (!_transitions.TryGetValue(statement, out EntityList<Transition>? list))
        {
            _transitions.Add(statement, list = []);
        }
        list.Add(transition);
    }

    private sealed class Candidate
    {
        public required int Depth { get; init; }
        public int Uses { get; set; }
        public int HarmlessUses { get; set; }
        public int Appends { get; set; }
        public bool IsCapacitySeen { get; set; }
        public bool IsShared { get; set; }
        public bool IsRanged { get; set; }
        public List<IrStatement> Transitions { get; } = [];
    }

    /// <summary>Counts all mentions of a candidate, and those that let nobody else keep its elements.</summary>
    private sealed class Finder : IrWalker
    {
        private readonly Dictionary<IrLocal, Candidate> _candidates = new(ReferenceEqualityComparer.Instance);
        private int _depth;

        public ExclusiveSlices? Result(IrFunction function)
        {
            foreach (IrFunction closure in function.Closures)
            {
                foreach (IrCapture capture in closure.Captures)
                {
                    _candidates.Remove(capture.Outer);
                }
            }
            ExclusiveSlices? result = null;
            foreach ((IrLocal local, Candidate c) in _candidates)
            {
                if (c.IsShared || c.Uses != c.HarmlessUses || c.Appends < 2 || local.IsAddressTaken)
                {
                    continue;
                }
                foreach (IrStatement statement in c.Transitions)
                {
                    result ??= new ExclusiveSlices();
                    result.Add(statement, new Transition(local, c.IsCapacitySeen));
                    if (c is { IsCapacitySeen: true, IsRanged: false })
                    {
                        result._growInSteps.Add(local);
                    }
                }
            }
            return result;
        }

        private Candidate? CandidateIn(IrExpression? x) => x is IrLocalRef r ? _candidates.GetValueOrDefault(r.Local) : null;

        private void Harmless(IrExpression? x, bool seesCapacity = false)
        {
            if (CandidateIn(x) is { } c)
            {
                c.HarmlessUses++;
                c.IsCapacitySeen |= seesCapacity;
            }
        }

        /// <summary>
        /// From here on others may have the elements. In a loop that the variable outlives, moving each time could cost more than it saves.
        /// </summary>
        private void HandsOn(IrExpression? x, IrStatement where, bool mayRepeat)
        {
            if (CandidateIn(x) is not { } c)
            {
                return;
            }
            c.HarmlessUses++;
            c.IsShared |= mayRepeat && _depth > c.Depth;
            if (!c.Transitions.Contains(where))
            {
                c.Transitions.Add(where);
            }
        }

        public override void Visit(IrStatement? statement)
        {
            switch (statement)
            {
                case IrDeclare { Value: null or IrZero } d when d.Local.Type.Underlying is SliceType:
                    _candidates[d.Local] = new Candidate { Depth = _depth };
                    break;
                case IrDeclare d:
                    HandsOn(d.Value, d, mayRepeat: true);
                    break;
                case IrAssign a:
                    for (int i = 0; i < a.Values.Count; i++)
                    {
                        NoteAssignment(a, a.Targets.Count == a.Values.Count ? a.Targets[i] : null, a.Values[i]);
                    }
                    break;
                case IrReturn r:
                    foreach (IrExpression value in r.Values)
                    {
                        HandsOn(value, r, mayRepeat: false);
                    }
                    break;
                case IrRange r:
                    // The loop keeps the elements for itself; moves inside it would be seen, and are ruled out by its depth.
                    Harmless(r.X);
                    if (CandidateIn(r.X) is { } ranged)
                    {
                        ranged.IsRanged = true;
                    }
                    break;
            }
            int deeper = statement is IrFor or IrRange ? 1 : 0;
            _depth += deeper;
            base.Visit(statement);
            _depth -= deeper;
        }

        private void NoteAssignment(IrAssign a, IrExpression? target, IrExpression value)
        {
            if (CandidateIn(target) is not { } c)
            {
                HandsOn(value, a, mayRepeat: true);
                return;
            }
            switch (value)
            {
                case IrZero:
                    c.HarmlessUses++;
                    break;
                case IrSlice { X: var x } when CandidateIn(x) == c:
                    c.HarmlessUses += 2;
                    c.IsCapacitySeen = true;
                    break;
                case IrBuiltinCall { Builtin: IrBuiltin.Append or IrBuiltin.AppendSlice } b when CandidateIn(b.Operands[0]) == c:
                    c.HarmlessUses += 2;
                    c.Appends += 1 + _depth - c.Depth;
                    break;
            }
        }

        public override void Visit(IrExpression? expression)
        {
            switch (expression)
            {
                case IrLocalRef r when CandidateIn(r) is { } c:
                    c.Uses++;
                    break;
                case IrIndex i:
                    Harmless(i.X);
                    break;
                case IrBinary { Op: IrBinaryOp.Equal or IrBinaryOp.NotEqual } b:
                    Harmless(b.X);
                    Harmless(b.Y);
                    break;
                case IrConvert c when c.Type.Underlying is BasicType:
                    Harmless(c.X);
                    break;
                case IrBuiltinCall { Builtin: IrBuiltin.Len or IrBuiltin.Cap or IrBuiltin.Copy } b:
                    foreach (IrExpression x in b.Operands)
                    {
                        Harmless(x is IrSlice { X: var sliced } ? sliced : x, b.Builtin == IrBuiltin.Cap);
                    }
                    break;
                case IrBuiltinCall { Builtin: IrBuiltin.AppendSlice } b:
                    Harmless(b.Operands[1]);
                    break;
                case IrCall call when !MayPoint(call.Type):
                    foreach (IrExpression x in call.Arguments)
                    {
                        Harmless(x is IrSlice s ? s.X : x, seesCapacity: true);
                    }
                    break;
                case IrAddressOf a:
                    NoteAddress(a.X);
                    break;
            }
            base.Visit(expression);
        }

        /// <summary>The address of an element is a reference of its own.</summary>
        private void NoteAddress(IrExpression place)
        {
            while (true)
            {
                switch (place)
                {
                    case IrField f:
                        place = f.X;
                        continue;
                    case IrIndex i when i.X.Type.Underlying is ArrayType:
                        place = i.X;
                        continue;
                    case IrIndex i when CandidateIn(i.X) is { } c:
                        c.IsShared = true;
                        return;
                    default:
                        return;
                }
            }
        }

        /// <summary>Values of the type may refer to what a call got as an argument.</summary>
        private static bool MayPoint(GoType type)
        {
            switch (type)
            {
                case TupleType tuple:
                    for (int i = 0; i < tuple.Count; i++)
                    {
                        if (MayPoint(tuple.Variables[i].Type!))
                        {
                            return true;
                        }
                    }
                    return false;
                default:
                    return type.Underlying is not BasicType { Info: var info } || (info & (BasicInfo.Boolean | BasicInfo.Numeric)) == 0;
            }
        }
    }
}
