using Go.Compiler.Diagnostics;
using Go.Compiler.Ir;
using Go.Compiler.RuntimeContract;
using Go.Compiler.Types;

namespace Go.Compiler.Ssa;

internal sealed partial class SsaBuilder
{
    private readonly record struct Targets(Block Break, Block? Continue);

    private readonly Dictionary<IrJumpTarget, Targets> _targets = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<IrLabel, Block> _labels = new(ReferenceEqualityComparer.Instance);
    private readonly List<Block> _labelBlocks = [];
    private int _loopNesting;
    private bool _hasLabels;
    private bool _labelSeen;

    private void Statements(IReadOnlyList<IrStatement> statements)
    {
        foreach (IrStatement s in statements)
        {
            Statement(s);
        }
    }

    private void Statement(IrStatement statement)
    {
        if (IsDead && !_hasLabels && statement is not (IrLabelMark or IrBlock or IrFor))
        {
            // Nothing reaches it; without labels nothing ever will.
            return;
        }
        int mark = _busyTemporaries.Count;
        _pos = statement.Pos;
        MoveHandedOn(statement);
        switch (statement)
        {
            case IrBlock b:
                Statements(b.Statements);
                break;
            case IrExpressionStatement e:
                EvaluateForEffect(e.X);
                break;
            case IrDeclare d:
                DeclareStatement(d);
                break;
            case IrAssign a:
                Assign(a);
                break;
            case IrOperatorAssign a:
                OperatorAssign(a);
                break;
            case IrIf i:
                If(i);
                break;
            case IrFor f:
                For(f);
                break;
            case IrRange r:
                Range(r);
                break;
            case IrSwitch s:
                Switch(s);
                break;
            case IrTypeSwitch s:
                TypeSwitch(s);
                break;
            case IrSelect s:
                Select(s);
                break;
            case IrBreak b:
                JumpTo(_targets[b.Target].Break);
                break;
            case IrContinue c:
                JumpTo(_targets[c.Target].Continue ?? throw Unexpected.State("continue without loop"));
                break;
            case IrLabelMark l:
                // From here on a goto may come back.
                _labelSeen = true;
                Block label = LabelBlock(l.Label);
                JumpTo(label);
                Start(label);
                break;
            case IrGoto g:
                JumpTo(LabelBlock(g.Label));
                break;
            case IrBreakable b:
                Region region = BeginRegion();
                Block end = NewBlock();
                _targets[b.Target] = new Targets(end, null);
                Statement(b.Body);
                JumpTo(end);
                EndRegion(end, region);
                break;
            case IrReturn r:
                Return(r);
                break;
            case IrGo g:
                GoValue function = g.Function is IrClosure closure ? Closure(closure, isImplicit: false) : Evaluate(g.Function);
                _pos = g.Pos;
                CallRuntime("newproc", function[0]);
                break;
            case IrDefer d:
                Defer(d);
                break;
            case IrSend s:
                Send(s);
                break;
            default:
                throw Unexpected.Value(statement);
        }
        ReleaseTemporaries(mark);
    }

    private Block LabelBlock(IrLabel label)
    {
        if (!_labels.TryGetValue(label, out Block? block))
        {
            block = NewBlock();
            _labels.Add(label, block);
            _labelBlocks.Add(block);
        }
        return block;
    }

    /// <summary>Only at the end are all jumps to labels known, and all returns.</summary>
    private void SealLabels()
    {
        foreach (Block b in _labelBlocks)
        {
            Seal(b);
        }
        RunOpenDefers();
        if (_deferReturn is { } exit)
        {
            Seal(exit);
            _started.Add(exit.Id);
        }
    }

    private void DeclareStatement(IrDeclare d)
    {
        GoType type = T(d.Local.Type);
        NoteClosure(d.Local, d.Value);
        if (d.Value is null || d.Value is IrZero)
        {
            Declare(d.Local, null);
            DeclareAppendBuffer(d.Local);
            return;
        }
        if (Components(type) is null && d.Value is IrStructLiteral or IrArrayLiteral && Under(type) is not SliceType && !_locals.ContainsKey(d.Local))
        {
            // Nothing can refer to the variable yet: build the literal in place.
            ValueId address = Allocate(type, d.Local.Name);
            EvaluateInto(d.Value, address, isFresh: true);
            BindMemory(d.Local, address);
            return;
        }
        Declare(d.Local, Evaluate(d.Value));
    }

    private void If(IrIf i)
    {
        if (ConstantCondition(i.Condition) is { } known && !_hasLabels)
        {
            // The dead side may name symbols that exist nowhere (contract 1.6).
            if (known)
            {
                Statement(i.Then);
            }
            else if (i.Else is not null)
            {
                Statement(i.Else);
            }
            return;
        }
        Region region = BeginRegion();
        Block then = NewBlock(), join = NewBlock();
        Block otherwise = i.Else is null ? join : NewBlock();
        Condition(i.Condition, then, otherwise);
        SealAndStart(then);
        Statement(i.Then);
        JumpTo(join);
        if (i.Else is not null)
        {
            SealAndStart(otherwise);
            Statement(i.Else);
            JumpTo(join);
        }
        EndRegion(join, region);
    }

    // Assignment

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
    /// <c>x = x[:n]</c> and <c>x = append(x, ...)</c> where x is in memory: the pointer is stored only when it changes, so that code which must
    /// not have write barriers may do it (contract 4.1).
    /// </summary>
    private bool AssignToItself(IrExpression target, IrExpression value, Text.Pos pos)
    {
        GoType type = T(target.Type);
        if (target is IrMapIndex || Under(type) is not (SliceType or BasicType { Kind: BasicKind.String }))
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
        if (value is IrBuiltinCall { Builtin: IrBuiltin.Append or IrBuiltin.AppendSlice } append && append.Operands.Count > 1 && SamePlace(target, append.Operands[0]))
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
        (IrIndex { Index: IrLocalRef { Local: { IsAddressTaken: false } i } } x, IrIndex { Index: IrLocalRef j } y) => i == j.Local && SamePlace(x.X, y.X),
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
        var values = new List<GoValue>(a.Targets.Count);
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
        if (target.IsMap && a.Op is not (IrBinaryOp.Divide or IrBinaryOp.Remainder or IrBinaryOp.ShiftLeft or IrBinaryOp.ShiftRight))
        {
            // Nothing can panic any more once the operand is known: one call finds or makes the element.
            GoValue operand = Evaluate(a.Value);
            _pos = a.Pos;
            ValueId element = MapAssign(target.Map, target.Key);
            GoValue before = Load(element, 0, type);
            Store(element, 0, IsString(type) ? Concatenation([before, operand], type) : Arithmetic(a.Op, before, operand, type));
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

    // Return, defer

    private void Return(IrReturn r)
    {
        if (r.Values.Count == 0)
        {
            ReturnCurrentResults();
            return;
        }
        var values = new List<GoValue>(_ir.Results.Count);
        if (r.Values.Count == 1 && _ir.Results.Count > 1)
        {
            values.AddRange(EvaluateResults(r.Values[0]));
        }
        else
        {
            values.AddRange(EvaluateAll(r.Values, isStable: r.Values.Count > 1));
        }
        _pos = r.Pos;
        if (_block is null && values.Count < _ir.Results.Count)
        {
            return;
        }
        for (int i = 0; i < values.Count; i++)
        {
            values[i] = Retyped(values[i], T(_ir.Results[i].Type));
        }
        if (_ir.HasDefer)
        {
            for (int i = 0; i < values.Count; i++)
            {
                Write(PlaceOf(_ir.Results[i]), values[i]);
            }
            ReturnCurrentResults();
            return;
        }
        EndWithReturn(values);
    }

    private void ReturnCurrentResults()
    {
        if (ExitOfDefers is { } exit)
        {
            JumpTo(exit);
            return;
        }
        if (_f.OpenDefers is not null)
        {
            ReturnAfterOpenDefers();
            return;
        }
        var values = new List<GoValue>(_ir.Results.Count);
        foreach (IrLocal local in _ir.Results)
        {
            values.Add(Read(PlaceOf(local)));
        }
        EndWithReturn(values);
    }

    private readonly Dictionary<int, StackSlot> _resultSlots = [];

    private void EndWithReturn(List<GoValue> values)
    {
        var scalars = new List<ValueId>();
        for (int i = 0; i < values.Count; i++)
        {
            AbiParameter abi = _f.Abi.Results[i];
            if (!abi.InRegisters)
            {
                StoreStackResult(i, values[i]);
            }
            else if (values[i].IsInMemory)
            {
                foreach (AbiScalar s in abi.Scalars)
                {
                    scalars.Add(LoadScalar(values[i].Address, s.Offset, OpFacts.KindOf(s.Kind)));
                }
            }
            else
            {
                for (int j = 0; j < values[i].Count; j++)
                {
                    scalars.Add(values[i][j]);
                }
            }
        }
        Block block = Current;
        block.Kind = BlockKind.Return;
        block.Pos = _pos;
        block.Arguments.AddRange(scalars);
        _block = null;
    }

    private void StoreStackResult(int index, GoValue value)
    {
        if (value.IsInMemory && _f[value.Address].Op == Op.LocalAddress && ((StackSlot)_f[value.Address].Aux!).AbiIndex == ~index)
        {
            return;
        }
        if (!_resultSlots.TryGetValue(index, out StackSlot? slot))
        {
            foreach (StackSlot s in _f.Slots)
            {
                if (s.AbiIndex == ~index)
                {
                    slot = s;
                }
            }
            slot ??= _f.NewSlot("~r" + index, value.Type, _layout.SizeOf(value.Type), Math.Max(1, _layout.AlignOf(value.Type)));
            slot.AbiIndex = ~index;
            _resultSlots.Add(index, slot);
        }
        Store(SlotAddress(slot), 0, value);
    }

    private void ScanDefers()
    {
        _hasLabels = _ir.Body is { } body && ContainsLabel(body);
    }

    private static bool ContainsLabel(IrStatement? s) => s switch
    {
        IrLabelMark => true,
        IrBlock b => b.Statements.Any(ContainsLabel),
        IrIf i => ContainsLabel(i.Then) || ContainsLabel(i.Else),
        IrFor f => ContainsLabel(f.Body),
        IrRange r => ContainsLabel(r.Body),
        IrBreakable b => ContainsLabel(b.Body),
        IrSwitch w => w.Clauses.Any(c => ContainsLabel(c.Body)),
        IrTypeSwitch w => w.Clauses.Any(c => ContainsLabel(c.Body)),
        IrSelect w => w.Clauses.Any(c => ContainsLabel(c.Body)),
        _ => false,
    };
}
