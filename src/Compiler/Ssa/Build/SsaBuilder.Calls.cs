using Go.Compiler.Collections;
using Go.Compiler.Ir;
using Go.Compiler.RuntimeContract;
using Go.Compiler.Types;

namespace Go.Compiler.Ssa.Build;

internal sealed partial class SsaBuilder
{
    private GoValue[] Call(IrCall c)
    {
        switch (c.Callee)
        {
            case IrFunctionRef f:
                return StaticCall(c, f);
            case IrClosure closure:
                return ClosureLiteralCall(c, closure);
            default:
                GoValue function = Evaluate(c.Callee);
                var signature = (SignatureType)Under(function.Type);
                EntityList<GoValue> arguments = Arguments(c.Arguments);
                _pos = c.Pos;
                if (c.Callee is IrLocalRef local && _known.ClosureIn(local.Local) is { } known)
                {
                    return CallKnownClosure(known, function[0], signature, arguments);
                }
                ValueId code = LoadScalar(function[0], 0, ValueKind.I64);
                return EmitCall(Op.CallClosure, [code, function[0]], _env.AssignmentOf(signature, FunctionAbi.Internal), null, null,
                    arguments);
        }
    }

    private EntityList<GoValue> Arguments(IReadOnlyList<IrExpression> expressions) => [.. EvaluateAll(expressions, isStable: false)];

    private GoValue[] StaticCall(IrCall c, IrFunctionRef f)
    {
        Function function = f.Function.Origin;
        string symbol = _env.SymbolOf(function);
        if (Intrinsics.Find(symbol, _env.Target.Intrinsics) is { } intrinsic && TryIntrinsic(intrinsic, c, f) is { } done)
        {
            return done;
        }
        if (function.Signature.Receiver is not null)
        {
            NoteReflection(function, c.Arguments, 1);
        }
        EntityList<ValueId>? kept = KeepsPointersAlive(function) ? [] : null;
        EntityList<GoValue> arguments = ClonesItsString(symbol, f) ? [EvaluateTemporaryString(c.Arguments[0])] : kept is null
            ? Arguments(c.Arguments) : KeptArguments(c.Arguments, kept);
        _pos = c.Pos;
        var signature = (SignatureType)Under(T(f.Type));
        string target = f.TypeArguments.Count == 0 ? symbol : RequestFunction(f);
        FunctionAbi abi = function.Abi;
        AbiAssignment assignment = _env.AssignmentOf(signature, abi);
        bool noReturn = NoReturnFunctions.Contains(symbol, _isRuntime);
        GoValue[] results = EmitCall(Op.CallStatic, [], assignment, new FunctionSymbol(target, abi), function, arguments, noReturn);
        if (kept is not null && _block is not null)
        {
            long escapes = (function.Pragmas & FunctionPragmas.UintptrEscapes) != 0 ? 1 : 0;
            foreach (ValueId pointer in kept)
            {
                Emit(Op.KeepAlive, ValueKind.None, pointer, escapes);
            }
        }
        return results;
    }

    /// <summary>
    /// unique.Make copies a string that it keeps: bytes need not become a string of their own to be looked up (contract 4.2).
    /// </summary>
    private bool ClonesItsString(string symbol, IrFunctionRef f) => symbol == "unique.Make" && IsString(T(f.TypeArguments[0]));

    /// <summary>uintptr(unsafe.Pointer(p)) arguments keep p alive until the call returns (contract 2.5).</summary>
    private static bool KeepsPointersAlive(Function function)
        => (function.Pragmas & (FunctionPragmas.UintptrKeepAlive | FunctionPragmas.UintptrEscapes)) != 0 || !function.HasBody;

    /// <summary>Evaluates arguments and collects the pointers behind converted ones, those among variadic arguments included.</summary>
    private EntityList<GoValue> KeptArguments(IReadOnlyList<IrExpression> expressions, EntityList<ValueId> kept)
    {
        var values = new EntityList<GoValue>(expressions.Count);
        foreach (IrExpression x in expressions)
        {
            EntityList<ValueId>? outer = _keptSources;
            _keptSources = x is IrArrayLiteral ? kept : null;
            GoValue a = Evaluate(x);
            _keptSources = outer;
            if (a.Count == 1 && _f[a[0]].Op == Op.Bitcast && _f[a[0]].Kind == ValueKind.I64
                && _f[_f.Argument(a[0], 0)].Kind == ValueKind.Pointer)
            {
                kept.Add(_f.Argument(a[0], 0));
            }
            values.Add(a);
        }
        return values;
    }

    /// <summary>
    /// Hears of pointers that become integers while the variadic arguments of a call that keeps them alive are evaluated.
    /// </summary>
    private EntityList<ValueId>? _keptSources;

    private GoValue[] ClosureLiteralCall(IrCall c, IrClosure closure)
    {
        GoValue function = Closure(closure);
        EntityList<GoValue> arguments = Arguments(c.Arguments);
        _pos = c.Pos;
        var signature = (SignatureType)Under(T(closure.Type));
        return CallKnownClosure(closure.Function, function[0], signature, arguments);
    }

    private GoValue[] CallKnownClosure(IrFunction closure, ValueId value, SignatureType signature, EntityList<GoValue> arguments)
    {
        var symbol = new FunctionSymbol(ClosureSymbol(closure), FunctionAbi.Internal);
        AbiAssignment abi = _env.AssignmentOf(signature, FunctionAbi.Internal);
        if (closure.Captures.Count == 0)
        {
            return EmitCall(Op.CallStatic, [], abi, symbol, null, arguments);
        }
        ValueId code = Emit(Op.FunctionAddress, ValueKind.I64, default(ReadOnlySpan<ValueId>), 0, symbol);
        return EmitCall(Op.CallClosure, [code, value], abi, symbol, null, arguments);
    }

    /// <summary>Emits a call: flattens arguments as the calling convention wants them and collects the results.</summary>
    private GoValue[] EmitCall(Op op, ReadOnlySpan<ValueId> fixedOperands, AbiAssignment abi, FunctionSymbol? target, Function? callee,
        EntityList<GoValue> arguments, bool noReturn = false,
        ValueFlags flags = ValueFlags.None)
    {
        var operands = new EntityList<ValueId>(arguments.Count * 2 + 2);
        foreach (ValueId o in fixedOperands)
        {
            operands.Add(o);
        }
        CallInfo info = _callShapes.Get(_env, abi, target, callee, noReturn);
        for (int i = 0; i < arguments.Count; i++)
        {
            AddArgument(operands, arguments[i], abi.Parameters[i]);
        }
        var results = new GoValue[abi.Results.Count];
        for (int i = 0; i < results.Length; i++)
        {
            AbiParameter r = abi.Results[i];
            if (!r.InRegisters && Components(r.Type) is null)
            {
                ValueId memory = Temporary(r.Type);
                operands.Add(memory);
                results[i] = GoValue.InMemory(r.Type, memory);
            }
        }
        ValueId call = Emit(op, info.ResultKinds.Count == 0 ? ValueKind.None : ValueKind.Tuple, operands.ToArray(), 0, info);
        _f[call].Flags = flags;
        if (noReturn)
        {
            _f[call].Flags = ValueFlags.NoReturn;
            ExitHere();
            for (int i = 0; i < results.Length; i++)
            {
                results[i] = ZeroValue(abi.Results[i].Type);
            }
            return results;
        }
        int next = 0;
        for (int i = 0; i < results.Length; i++)
        {
            if (results[i].Type is null)
            {
                results[i] = CollectResult(call, abi.Results[i], info, ref next);
            }
        }
        return results;
    }

    private void AddArgument(EntityList<ValueId> operands, GoValue value, AbiParameter parameter)
    {
        if (!value.IsInMemory)
        {
            for (int i = 0; i < value.Count; i++)
            {
                operands.Add(value[i]);
            }
        }
        else if (!parameter.InRegisters)
        {
            operands.Add(value.Address);
        }
        else
        {
            foreach (AbiScalar s in parameter.Scalars)
            {
                operands.Add(LoadScalar(value.Address, s.Offset, OpFacts.KindOf(s.Kind)));
            }
        }
    }

    private GoValue CollectResult(ValueId call, AbiParameter result, CallInfo info, ref int next)
    {
        IReadOnlyList<ScalarComponent>? parts = Components(result.Type);
        int count = parts?.Count ?? result.Scalars.Count;
        Span<ValueId> scalars = stackalloc ValueId[32];
        for (int i = 0; i < count; i++, next++)
        {
            scalars[i] = Emit(Op.Extract, OpFacts.KindOf(info.ResultKinds[next]), call, next);
        }
        if (parts is not null)
        {
            return Typed(result.Type, parts, scalars[..count]);
        }
        ValueId memory = Allocate(result.Type, "result");
        StoreAbiScalars(memory, result, scalars[..count]);
        return GoValue.InMemory(result.Type, memory);
    }

    private readonly CallShapes _callShapes = new();
}
