using Go.Compiler.Collections;
using Go.Compiler.Ir;
using Go.Compiler.Types;

namespace Go.Compiler.Ssa.Build;

/// <summary>
/// defer. Where every defer statement runs at most once and there are few, the function keeps the closures in its frame and calls them
/// itself when it returns (contract 4.7, open-coded defers): a byte of bits says which ones are due, for the exit code and for the runtime
/// when it panics.
/// </summary>
internal sealed partial class SsaBuilder
{
    private const int MaxOpenDefers = 8;

    /// <summary>
    /// Of returns times defers, up to which every return runs the calls that are due there by itself: they then are on its line, and most
    /// are known to be due or not.
    /// </summary>
    private const int MaxOwnExits = 15;

    private Block? _deferReturn;

    /// <summary>Open-coded, with one exit for all returns: where they go; else null.</summary>
    private Block? _openExit;
    private readonly List<IrExpression> _openDefers = [];
    private int _deferBits;

    /// <summary>Where returns go in a function with defer; null: they run what is due themselves, if anything.</summary>
    private Block? ExitOfDefers => _f.OpenDefers is null ? _deferReturn : _openExit;

    private void BindOpenDefers()
    {
        var count = new DeferCount();
        if (!_env.Optimize || _hasLabels || _ir.IsRangeBody || !CountDefers(_ir.Body, count) || count.Defers is 0 or > MaxOpenDefers)
        {
            return;
        }
        var function = new SignatureType { Parameters = TupleType.Empty, Results = TupleType.Empty };
        StackSlot bits = _f.NewSlot(".deferbits", Universe.Basic(BasicKind.Uint8), 1, 1);
        StackSlot closures = _f.NewSlot(".defers", new ArrayType(function, count.Defers), count.Defers * (long)_layout.Abi.PointerSize,
            _layout.Abi.PointerSize);
        bits.IsAlwaysLive = closures.IsAlwaysLive = true;
        bits.IsAddressTaken = closures.IsAddressTaken = true;
        _f.OpenDefers = new OpenDefers(bits, closures);
        _openExit = count.Returns * count.Defers > MaxOwnExits ? NewBlock() : null;
        _deferBits = NewVariable(ValueKind.I8);
        WriteVariable(_deferBits, Emit(Op.Const, ValueKind.I8, default(ReadOnlySpan<ValueId>)));
    }

    /// <summary>How many defer and return statements a function has.</summary>
    private sealed class DeferCount
    {
        public int Defers { get; set; }
        public int Returns { get; set; }
    }

    /// <summary>Whether all defers below a statement run at most once, in this function.</summary>
    private static bool CountDefers(IrStatement? s, DeferCount count)
    {
        switch (s)
        {
            case IrDefer d:
                count.Defers++;
                return d.Token is null;
            case IrReturn:
                count.Returns++;
                return true;
            case IrDeclare { Value: IrRuntimeCall { Name: "deferrangefunc" } }:
                return false;
            case IrBlock b:
                return CountDefers(b.Statements, count);
            case IrIf i:
                return CountDefers(i.Then, count) && CountDefers(i.Else, count);
            case IrBreakable b:
                return CountDefers(b.Body, count);
            case IrSwitch w:
                return All(w.Clauses, static c => c.Body, count);
            case IrTypeSwitch w:
                return All(w.Clauses, static c => c.Body, count);
            case IrSelect w:
                return All(w.Clauses, static c => c.Body, count);
            case IrFor f:
                return HasNone(f.Body, count);
            case IrRange r:
                return HasNone(r.Body, count);
            default:
                return true;
        }
    }

    private static bool CountDefers(IReadOnlyList<IrStatement> statements, DeferCount count)
    {
        foreach (IrStatement s in statements)
        {
            if (!CountDefers(s, count))
            {
                return false;
            }
        }
        return true;
    }

    private static bool All<T>(IReadOnlyList<T> clauses, Func<T, IrStatement?> body, DeferCount count)
    {
        foreach (T clause in clauses)
        {
            if (!CountDefers(body(clause), count))
            {
                return false;
            }
        }
        return true;
    }

    private static bool HasNone(IrStatement body, DeferCount count)
    {
        int before = count.Defers;
        return CountDefers(body, count) && count.Defers == before;
    }

    private void Defer(IrDefer d)
    {
        GoValue function = Evaluate(d.Function);
        _pos = d.Pos;
        if (_f.OpenDefers is { } open)
        {
            int number = _openDefers.Count;
            _openDefers.Add(d.Function);
            StoreScalar(SlotAddress(open.Closures), number * (long)_layout.Abi.PointerSize, function[0], ValueFlags.NoBarrier);
            ValueId before = ReadVariable(_deferBits);
            SetDeferBits(IsConst(before, out long known)
                ? BitMask((int)known | (1 << number)) : Emit(Op.Or, ValueKind.I8, before, BitMask(1 << number)));
        }
        else if (d.Token is { } token)
        {
            // The token is the interface that deferrangefunc returned in the outer function.
            GoValue t = Read(PlaceOf(token));
            CallRuntime("deferprocat", function[0], t[0], t[1]);
        }
        else if (_loopNesting > 0 || _labelSeen || _ir.IsRangeBody)
        {
            CallRuntime("deferproc", function[0]);
        }
        else
        {
            ValueId record = OwnSlot(".defer", new ArrayType(Universe.Uintptr, 6));
            StoreScalar(record, 24, function[0], ValueFlags.NoBarrier);
            CallRuntime("deferprocStack", record);
        }
    }

    private ValueId BitMask(int mask) => Emit(Op.Const, ValueKind.I8, default(ReadOnlySpan<ValueId>), (sbyte)mask);

    /// <summary>The closure must be in its place before its bit is set, and the bit cleared before the closure runs.</summary>
    private void SetDeferBits(ValueId bits)
    {
        WriteVariable(_deferBits, bits);
        StoreScalar(SlotAddress(_f.OpenDefers!.Bits), 0, bits, ValueFlags.NoBarrier);
    }

    /// <summary>The common exit: runs what is due, last one first, and returns the results from memory.</summary>
    private void RunOpenDefers()
    {
        if (_openExit is not { } exit)
        {
            return;
        }
        if (exit.Predecessors.Count == 0)
        {
            Seal(exit);
            return;
        }
        SealAndStart(exit);
        _pos = _ir.End.IsValid ? _ir.End : _ir.Pos;
        ReturnAfterOpenDefers();
    }

    /// <summary>Runs what is due, last one first, and returns the results from memory. What is certain here is not asked.</summary>
    private void ReturnAfterOpenDefers()
    {
        if (IsDead)
        {
            return;
        }
        Text.Pos end = _pos;
        for (int i = _openDefers.Count - 1; i >= 0; i--)
        {
            _pos = end;
            ValueId bits = ReadVariable(_deferBits);
            Block? next = null;
            if (IsConst(bits, out long known))
            {
                if ((known & (1 << i)) == 0)
                {
                    continue;
                }
            }
            else
            {
                Block run = NewBlock();
                next = NewBlock();
                ValueId due = Emit(Op.And, ValueKind.I8, bits, BitMask(1 << i));
                Branch(Emit(Op.Ne, ValueKind.I8, due, BitMask(0)), run, next, 1);
                SealAndStart(run);
            }
            SetDeferBits(next is null ? BitMask((int)known & ~(1 << i)) : Emit(Op.And, ValueKind.I8, bits, BitMask(~(1 << i))));
            RunDefer(_openDefers[i], i);
            if (next is not null)
            {
                JumpTo(next);
                SealAndStart(next);
            }
        }
        _pos = end;
        var values = new EntityList<GoValue>(_ir.Results.Count);
        foreach (IrLocal local in _ir.Results)
        {
            values.Add(Read(PlaceOf(local)));
        }
        EndWithReturn(values);
    }

    private void RunDefer(IrExpression function, int number)
    {
        var signature = new SignatureType { Parameters = TupleType.Empty, Results = TupleType.Empty };
        if (function is IrFunctionRef declared)
        {
            StaticCall(new IrCall(declared, [], TupleType.Empty, _pos), declared);
            return;
        }
        ValueId closure = LoadScalar(SlotAddress(_f.OpenDefers!.Closures), number * (long)_layout.Abi.PointerSize, ValueKind.Pointer);
        if (function is IrClosure known)
        {
            CallKnownClosure(known.Function, closure, signature, []);
            return;
        }
        ValueId code = LoadScalar(closure, 0, ValueKind.I64);
        EmitCall(Op.CallClosure, [code, closure], _env.AssignmentOf(signature, FunctionAbi.Internal), null, null, []);
    }
}
