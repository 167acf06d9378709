using Go.Compiler.Diagnostics;
using Go.Compiler.Ir;
using Go.Compiler.Types;

namespace Go.Compiler.Tests.Ir.Interpretation;

internal sealed partial class Interpreter
{
    /// <summary>How a statement ended. The target of a jump is an <see cref="IrJumpTarget"/> or <see cref="IrLabel"/>.</summary>
    private readonly record struct Outcome(Way Way, object? Target = null)
    {
        public static readonly Outcome Done = default;
        public bool Leaves(IrJumpTarget target) => Way == Way.Break && ReferenceEquals(Target, target);
        public bool Continues(IrJumpTarget target) => Way == Way.Continue && ReferenceEquals(Target, target);
    }

    private enum Way : byte { Done, Break, Continue, Goto, Return }

    private Outcome Execute(IrStatement? statement, Frame frame)
    {
        Step();
        switch (statement)
        {
            case null or IrLabelMark:
                return Outcome.Done;
            case IrBlock s:
                return Block(s, frame);
            case IrExpressionStatement s:
                Evaluate(s.X, frame);
                return Outcome.Done;
            case IrDeclare s:
                frame[s.Local] = new Cell(s.Value is null ? Zero(frame.Substitute(s.Local.Type)) : Cell.Copied(Evaluate(s.Value, frame)));
                return Outcome.Done;
            case IrAssign s:
                Assign(s, frame);
                return Outcome.Done;
            case IrOperatorAssign s:
                OperatorAssign(s, frame);
                return Outcome.Done;
            case IrIf s:
                return Execute((bool)Evaluate(s.Condition, frame)! ? s.Then : s.Else, frame);
            case IrBreak s:
                return new Outcome(Way.Break, s.Target);
            case IrContinue s:
                return new Outcome(Way.Continue, s.Target);
            case IrGoto s:
                return new Outcome(Way.Goto, s.Label);
            case IrReturn s:
                Return(s, frame);
                return new Outcome(Way.Return);
            case IrGo s:
                Start((FunctionValue?)Evaluate(s.Function, frame));
                return Outcome.Done;
            case IrDefer s:
                Frame owner = s.Token is null ? frame : (Frame)((InterfaceValue)frame[s.Token].Value!).Value!;
                owner.Deferred.Push((FunctionValue?)Evaluate(s.Function, frame));
                return Outcome.Done;
            case IrSend s:
                var channel = (ChannelValue?)Evaluate(s.Channel, frame);
                Send(channel, Evaluate(s.Value, frame));
                return Outcome.Done;
            default:
                return LoopOrChoice(statement, frame);
        }
    }

    private Outcome LoopOrChoice(IrStatement statement, Frame frame)
    {
        switch (statement)
        {
            case IrFor s:
                return For(s, frame);
            case IrRange s:
                return Range(s, frame);
            case IrSwitch s:
                return Left(Switch(s, frame), s.Target);
            case IrTypeSwitch s:
                return Left(TypeSwitch(s, frame), s.Target);
            case IrSelect s:
                return Left(Select(s, frame), s.Target);
            case IrBreakable s:
                return Left(Execute(s.Body, frame), s.Target);
            default:
                throw Unexpected.Value(statement);
        }
    }

    private static Outcome Left(Outcome outcome, IrJumpTarget target) => outcome.Leaves(target) ? Outcome.Done : outcome;

    private Outcome Block(IrBlock block, Frame frame)
    {
        for (int i = 0; i < block.Statements.Count; i++)
        {
            Outcome outcome = Execute(block.Statements[i], frame);
            if (outcome.Way == Way.Goto && LabelIn(block, outcome.Target) is int at and >= 0)
            {
                i = at;
            }
            else if (outcome.Way != Way.Done)
            {
                return outcome;
            }
        }
        return Outcome.Done;
    }

    private static int LabelIn(IrBlock block, object? label)
    {
        for (int i = 0; i < block.Statements.Count; i++)
        {
            if (block.Statements[i] is IrLabelMark mark && ReferenceEquals(mark.Label, label))
            {
                return i;
            }
        }
        return -1;
    }

    // ---- Assignments ----

    private void Assign(IrAssign s, Frame frame)
    {
        Action<object?>?[] setters = [.. s.Targets.Select(t => t is null || s.IsDeclaration ? null : Setter(t, frame))];
        object?[] values = s.Values.Count == s.Targets.Count
            ? [.. s.Values.Select(v => Cell.Copied(Evaluate(v, frame)))]
            : (object?[])Evaluate(s.Values[0], frame)!;
        for (int i = 0; i < values.Length; i++)
        {
            if (s.IsDeclaration && s.Targets[i] is IrLocalRef local)
            {
                frame[local.Local] = new Cell(values[i]);
            }
            setters[i]?.Invoke(values[i]);
        }
    }

    /// <summary>Evaluates a target's operands; what it gives does the checks and stores.</summary>
    private Action<object?> Setter(IrExpression target, Frame frame)
    {
        switch (target)
        {
            case IrMapIndex e:
                var map = (MapValue?)Evaluate(e.Map, frame);
                object? key = Cell.Copied(Evaluate(e.Key, frame));
                return v => SetEntry(map, key, v, (MapType)frame.TypeOf(e.Map).Underlying);
            case IrIndex e when frame.TypeOf(e.X).Underlying is SliceType:
                var slice = (SliceValue?)Evaluate(e.X, frame);
                object? at = Evaluate(e.Index, frame);
                return v => Element(slice, at).Set(v);
            case IrIndex e:
                Cell array = Place(e.X, frame);
                object? index = Evaluate(e.Index, frame);
                return v => Element((Aggregate)array.Value!, index).Set(v);
            case IrField e when Evaluate(Pointer(e), frame) is var pointer && Pointer(e) is not null:
                return v => FieldOf(e, Pointed(pointer)).Set(v);
            case IrDereference e:
                object? pointed = Evaluate(e.X, frame);
                return v => Pointed(pointed).Set(v);
            default:
                Cell place = Place(target, frame);
                return place.Set;
        }
    }

    /// <summary>The pointer through which a chain of fields goes, or null.</summary>
    private static IrExpression? Pointer(IrExpression place)
    {
        while (place is IrField field)
        {
            place = field.X;
        }
        return (place as IrDereference)?.X;
    }

    private static Cell FieldOf(IrExpression place, Cell root)
        => place is IrField field ? ((Aggregate)FieldOf(field.X, root).Value!).Cells[field.Index] : root;

    private void OperatorAssign(IrOperatorAssign s, Frame frame)
    {
        GoType type = frame.TypeOf(s.Target), valueType = frame.TypeOf(s.Value);
        if (s.Target is IrMapIndex e)
        {
            var map = (MapValue?)Evaluate(e.Map, frame);
            object? key = Evaluate(e.Key, frame);
            var mapType = (MapType)frame.TypeOf(e.Map).Underlying;
            SetEntry(map, key, Operate(s.Op, Entry(map, key, mapType, out _), Evaluate(s.Value, frame), type, valueType), mapType);
            return;
        }
        Cell place = Place(s.Target, frame);
        object? value = Evaluate(s.Value, frame);
        place.Set(Operate(s.Op, place.Value, value, type, valueType));
    }

    private void Return(IrReturn s, Frame frame)
    {
        IReadOnlyList<IrLocal> results = frame.Function.Results;
        if (s.Values.Count == 0)
        {
            return;
        }
        object?[] values = s.Values.Count == results.Count
            ? [.. s.Values.Select(v => Cell.Copied(Evaluate(v, frame)))] : (object?[])Evaluate(s.Values[0], frame)!;
        for (int i = 0; i < values.Length; i++)
        {
            frame[results[i]].Set(values[i]);
        }
    }

    // ---- Loops ----

    private Outcome For(IrFor s, Frame frame)
    {
        while (s.Condition is null || (bool)Evaluate(s.Condition, frame)!)
        {
            Outcome outcome = Execute(s.Body, frame);
            if (outcome.Leaves(s.Target))
            {
                return Outcome.Done;
            }
            if (outcome.Way != Way.Done && !outcome.Continues(s.Target))
            {
                return outcome;
            }
            foreach (IrLocal local in s.PerIteration)
            {
                frame[local] = new Cell(Cell.Copied(frame[local].Value));
            }
            Execute(s.Post, frame);
        }
        return Outcome.Done;
    }

    private Outcome Range(IrRange s, Frame frame)
    {
        foreach ((object? key, object? value) in Items(s, frame))
        {
            if (s.Key is not null)
            {
                frame[s.Key] = new Cell(Cell.Copied(key));
            }
            if (s.Value is not null)
            {
                frame[s.Value] = new Cell(Cell.Copied(value));
            }
            Outcome outcome = Execute(s.Body, frame);
            if (outcome.Leaves(s.Target))
            {
                return Outcome.Done;
            }
            if (outcome.Way != Way.Done && !outcome.Continues(s.Target))
            {
                return outcome;
            }
        }
        return Outcome.Done;
    }

    private IEnumerable<(object? Key, object? Value)> Items(IrRange s, Frame frame)
    {
        switch (frame.TypeOf(s.X).Underlying)
        {
            case BasicType { Kind: BasicKind.String }:
                return GoText.Runes((string)Evaluate(s.X, frame)!);
            case BasicType:
                return Count((long)Evaluate(s.X, frame)!);
            case ArrayType array:
                return s.Value is null ? Count(array.Length) : Cells(((Aggregate)Place(s.X, frame).Value!).Cells, 0, (int)array.Length);
            case PointerType pointer:
                object? target = Evaluate(s.X, frame);
                long length = ((ArrayType)pointer.Element.Underlying).Length;
                return s.Value is null ? Count(length) : Cells(((Aggregate)Pointed(target).Value!).Cells, 0, (int)length);
            case SliceType:
                return Evaluate(s.X, frame) is SliceValue slice ? Cells(slice.Array, slice.Offset, slice.Length) : [];
            case MapType:
                return Evaluate(s.X, frame) is MapValue map ? Entries(map) : [];
            case ChanType:
                return Received((ChannelValue?)Evaluate(s.X, frame));
            case var other:
                throw Unexpected.Value(other);
        }
    }

    private static IEnumerable<(object? Key, object? Value)> Count(long n)
    {
        for (long i = 0; i < n; i++)
        {
            yield return (i, null);
        }
    }

    private static IEnumerable<(object? Key, object? Value)> Cells(Cell[] cells, int offset, int length)
    {
        for (int i = 0; i < length; i++)
        {
            yield return ((long)i, cells[offset + i].Value);
        }
    }

    private static IEnumerable<(object? Key, object? Value)> Entries(MapValue map)
    {
        foreach (object hash in map.Hashes)
        {
            if (map.TryGet(hash, out (object? Key, Cell Value) entry))
            {
                yield return (entry.Key, entry.Value.Value);
            }
        }
    }

    private IEnumerable<(object? Key, object? Value)> Received(ChannelValue? channel)
    {
        while (Receive(channel) is (var value, true))
        {
            yield return (value, null);
        }
    }

    // ---- Choices ----

    private Outcome Switch(IrSwitch s, Frame frame)
    {
        int at = -1;
        for (int i = 0; i < s.Clauses.Count && at < 0; i++)
        {
            at = s.Clauses[i].Cases.Any(c => (bool)Evaluate(c.Condition, frame)!) ? i : -1;
        }
        for (int i = 0; i < s.Clauses.Count && at < 0; i++)
        {
            at = s.Clauses[i].IsDefault ? i : -1;
        }
        while (at >= 0)
        {
            Outcome outcome = Execute(s.Clauses[at].Body, frame);
            if (outcome.Way != Way.Done || !s.Clauses[at].FallsThrough)
            {
                return outcome;
            }
            at++;
        }
        return Outcome.Done;
    }

    private Outcome TypeSwitch(IrTypeSwitch s, Frame frame)
    {
        var x = (InterfaceValue?)Evaluate(s.X, frame);
        IrTypeClause? clause = s.Clauses.FirstOrDefault(c
            => c.Types.Any(t => t is null ? x is null : x is not null && Holds(x, frame.Substitute(t))))
            ?? s.Clauses.FirstOrDefault(c => c.IsDefault);
        if (clause is null)
        {
            return Outcome.Done;
        }
        if (clause.Local is { } local)
        {
            bool isConcrete = clause.Types is [{ } single] && !TypePredicates.IsInterface(frame.Substitute(single));
            frame[local] = new Cell(isConcrete ? Cell.Copied(x!.Value) : x);
        }
        return Execute(clause.Body, frame);
    }

    private static bool Holds(InterfaceValue x, GoType type)
    {
        if (x.Type is null)
        {
            return TypePredicates.IsInterface(type);
        }
        return TypePredicates.IsInterface(type) ? Lookup.Implements(x.Type, type, false, out _) : TypeIdentity.Identical(x.Type, type);
    }
}
