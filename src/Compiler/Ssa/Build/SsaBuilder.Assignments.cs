using Go.Compiler.Collections;
using Go.Compiler.Ir;
using Go.Compiler.RuntimeContract;
using Go.Compiler.Types;

namespace Go.Compiler.Ssa.Build;

internal sealed partial class SsaBuilder
{
    /// <summary>A target with its operands evaluated; blank when it has none.</summary>
    private readonly record struct Target(Operands? Place, GoValue Map, GoValue Key)
    {
        public bool IsMap => Map.Type is not null;
        public bool IsBlank => Place is null && !IsMap;
    }

    private Target TargetOf(IrExpression? x)
    {
        switch (x)
        {
            case null:
                return default;
            case IrMapIndex m:
                GoValue map = Evaluate(m.Map);
                return new Target(null, map, Stable(Evaluate(m.Key)));
            default:
                return new Target(OperandsOf(x), default, default);
        }
    }

    private void WriteTarget(in Target target, GoValue value)
    {
        if (target.IsBlank)
        {
            return;
        }
        if (target.IsMap)
        {
            GoType element = ((MapType)Under(target.Map.Type)).Element;
            Store(MapAssign(target.Map, target.Key), 0, Retyped(value, element));
        }
        else
        {
            Write(PlaceFrom(target.Place!), value);
        }
    }

    private void Assign(IrAssign a)
    {
        if (a.IsDeclaration)
        {
            DeclareAll(a);
            return;
        }
        if (a.Targets.Count == 1 && a.Values.Count == 1)
        {
            AssignOne(a.Targets[0], a.Values[0], a.Pos);
            return;
        }
        int before = _evaluated.Count;
        if (a.Values.Count == a.Targets.Count)
        {
            bool outer = BeginAssignment(a.Targets, a.Values);
            Target[] targets = TargetsOf(a.Targets);
            GoValue[] values = EvaluateAll(a.Values, isStable: true);
            EndOperands(outer, before);
            _pos = a.Pos;
            for (int i = 0; i < targets.Length; i++)
            {
                WriteTarget(targets[i], values[i]);
            }
            return;
        }
        bool atStatement = BeginAssignment(a.Targets, []);
        _callsAreDone = atStatement;
        GoValue[] results = EvaluateResults(a.Values[0]);
        _callsAreDone = true;
        Target[] places = TargetsOf(a.Targets);
        EndOperands(atStatement, before);
        _pos = a.Pos;
        if (_block is null && results.Length == 0)
        {
            return;
        }
        for (int i = 0; i < places.Length; i++)
        {
            WriteTarget(places[i], places[i].IsBlank ? results[i] : Retyped(results[i], TypeOfTarget(places[i])));
        }
    }

    private Target[] TargetsOf(IReadOnlyList<IrExpression?> expressions)
    {
        var targets = new Target[expressions.Count];
        for (int i = 0; i < targets.Length; i++)
        {
            targets[i] = TargetOf(expressions[i]);
        }
        return targets;
    }

    private GoType TypeOfTarget(in Target t) => t.IsMap ? ((MapType)Under(t.Map.Type)).Element : T(t.Place!.Expression.Type);

    private void AssignOne(IrExpression? target, IrExpression value, Text.Pos pos)
    {
        if (target is null)
        {
            EvaluateForEffect(value);
            return;
        }
        if (AssignToItself(target, value, pos))
        {
            return;
        }
        if (target is IrLocalRef or IrGlobalRef)
        {
            AssignValue(target, value, pos);
            return;
        }
        int before = _evaluated.Count;
        bool outer = BeginAssignment([target], [value]);
        AssignValue(target, value, pos);
        EndOperands(outer, before);
    }

    private void AssignValue(IrExpression target, IrExpression value, Text.Pos pos)
    {
        if (target is not IrLocalRef && value is IrZero && target is not IrMapIndex && Components(T(target.Type)) is null)
        {
            Place cleared = PlaceOf(target);
            _pos = pos;
            Zero(AddressOf(cleared), cleared.Type);
            return;
        }
        Target t = TargetOf(target);
        GoValue v = Evaluate(value);
        bool mayOverlap = v.IsInMemory && IsPlace(value) && value is not (IrLocalRef or IrGlobalRef);
        if (mayOverlap && !t.IsMap && _layout.SizeOf(v.Type) > FrameConstants.MaxImplicitStackObject)
        {
            _pos = pos;
            CopyLarge(AddressOf(PlaceFrom(t.Place!)), v);
            return;
        }
        // A value in memory may be a part of what is overwritten (x = x.next[0]); Move allows no partial overlap.
        v = mayOverlap ? Stable(v) : v;
        _pos = pos;
        WriteTarget(t, v);
    }

    /// <summary>Copies a value that is too large for a temporary to a place that it may overlap.</summary>
    private void CopyLarge(ValueId to, GoValue value)
    {
        if (_layout.HasPointers(value.Type))
        {
            CallRuntime("typedmemmove", Descriptor(value.Type), to, value.Address);
        }
        else
        {
            CallRuntime("memmove", to, value.Address, ConstInt(_layout.SizeOf(value.Type)));
        }
    }

    /// <summary>
    /// <c>x = x[:n]</c> and <c>x = append(x, ...)</c> where x is in memory: the pointer is stored only when it changes, so that code which
    /// must not have write barriers may do it (contract 4.1).
    /// </summary>
    private bool AssignToItself(IrExpression target, IrExpression value, Text.Pos pos)
    {
        GoType type = T(target.Type);
        if (target is IrMapIndex)
        {
            return AppendToElement(target, value, pos);
        }
        if (Under(type) is not (SliceType or BasicType { Kind: BasicKind.String }))
        {
            return false;
        }
        if (value is IrSlice { Low: null, Max: null, High: not null } slice && SamePlace(target, slice.X))
        {
            Place place = PlaceOf(target);
            if (!place.IsInMemory)
            {
                return false;
            }
            GoValue sliced = Slice(slice);
            _pos = pos;
            StoreScalar(place.Address, place.Offset + 8, sliced[1]);
            return true;
        }
        if (value is IrBuiltinCall { Builtin: IrBuiltin.Append or IrBuiltin.AppendSlice } append && append.Operands.Count > 1
            && SamePlace(target, append.Operands[0]))
        {
            int before = _evaluated.Count;
            bool outer = BeginOperands(append);
            Place place = PlaceOf(target);
            if (place.IsInMemory)
            {
                _appendTarget = place;
            }
            GoValue appended = append.Builtin == IrBuiltin.Append ? Append(append) : AppendSlice(append);
            EndOperands(outer, before);
            if (!place.IsInMemory)
            {
                _pos = pos;
                Write(place, appended);
            }
            return true;
        }
        return false;
    }

    /// <summary>Both denote one variable without evaluating anything that could change in between.</summary>
    private static bool SamePlace(IrExpression a, IrExpression b) => (a, b) switch
    {
        (IrLocalRef x, IrLocalRef y) => x.Local == y.Local,
        (IrGlobalRef x, IrGlobalRef y) => x.Variable == y.Variable,
        (IrField x, IrField y) => x.Index == y.Index && SamePlace(x.X, y.X),
        (IrDereference x, IrDereference y) => SamePlace(x.X, y.X),
        (IrIndex { Index: IrLocalRef { Local: { IsAddressTaken: false } i } } x, IrIndex { Index: IrLocalRef j } y)
            => i == j.Local && SamePlace(x.X, y.X),
        _ => false,
    };

    private void NoteClosure(IrLocal local, IrExpression? value)
    {
        if (value is IrClosure closure && !local.IsReassigned && !local.IsAddressTaken)
        {
            _known.SetClosure(local, closure.Function);
        }
    }

    private void DeclareAll(IrAssign a)
    {
        for (int i = 0; i < a.Targets.Count && a.Values.Count == a.Targets.Count; i++)
        {
            if (a.Targets[i] is IrLocalRef declared)
            {
                NoteClosure(declared.Local, a.Values[i]);
            }
        }
        var values = new EntityList<GoValue>(a.Targets.Count);
        if (a.Values.Count == a.Targets.Count)
        {
            values.AddRange(EvaluateAll(a.Values, isStable: a.Targets.Count > 1));
        }
        else
        {
            values.AddRange(EvaluateResults(a.Values[0]));
        }
        _pos = a.Pos;
        if (_block is null && values.Count == 0)
        {
            return;
        }
        for (int i = 0; i < a.Targets.Count; i++)
        {
            if (a.Targets[i] is { } target)
            {
                Declare(((IrLocalRef)target).Local, Retyped(values[i], T(target.Type)));
            }
        }
    }

    private void OperatorAssign(IrOperatorAssign a)
    {
        int before = _evaluated.Count;
        bool outer = BeginAssignment([a.Target], [a.Value]);
        OperateOnTarget(a);
        EndOperands(outer, before);
    }

    private void OperateOnTarget(IrOperatorAssign a)
    {
        Target target = TargetOf(a.Target);
        GoType type = T(a.Target.Type);
        if (target.IsMap && MakesElementFirst(a))
        {
            // One call finds or makes the element.
            bool shifts = a.Op is IrBinaryOp.ShiftLeft or IrBinaryOp.ShiftRight;
            GoValue operand = shifts ? default : Evaluate(a.Value);
            _pos = a.Pos;
            ValueId element = MapAssign(target.Map, target.Key);
            GoValue before = Load(element, 0, type);
            GoValue after = shifts ? GoValue.Of(type, ShiftBy(a.Op, before[0], IsSigned(type), a.Value, a.Pos))
                : IsString(type) ? Concatenation([before, operand], type)
                : Arithmetic(a.Op, before, operand, type);
            Store(element, 0, after);
            return;
        }
        Place place = target.IsMap ? default : PlaceFrom(target.Place!);
        GoValue old = target.IsMap ? MapElementOf(target) : Read(place);
        GoValue result;
        if (a.Op is IrBinaryOp.ShiftLeft or IrBinaryOp.ShiftRight)
        {
            result = GoValue.Of(type, ShiftBy(a.Op, old[0], IsSigned(type), a.Value, a.Pos));
        }
        else
        {
            GoValue y = Evaluate(a.Value);
            _pos = a.Pos;
            result = IsString(type) ? Concatenation([old, y], type) : Arithmetic(a.Op, old, y, type);
        }
        _pos = a.Pos;
        if (target.IsMap)
        {
            WriteTarget(target, result);
        }
        else
        {
            Write(place, result);
        }
    }

    private GoValue MapElementOf(in Target t)
    {
        var type = (MapType)Under(t.Map.Type);
        MapFlavour flavour = FlavourOf(type);
        ValueId[] arguments = MapArguments(t.Map, t.Key, flavour, assign: false);
        bool fat = _layout.SizeOf(type.Element) > RuntimeCalls.ZeroValueSize;
        ValueId p = fat
            ? CallRuntimeResults("mapaccess1_fat", [.. arguments, ZeroElement(type.Element)])[0]
            : CallRuntimeResults("mapaccess1" + Suffix(flavour, false), arguments)[0];
        return Load(p, 0, type.Element);
    }
}
