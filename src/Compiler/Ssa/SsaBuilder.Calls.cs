using Go.Compiler.Diagnostics;
using Go.Compiler.Ir;
using Go.Compiler.Objects;
using Go.Compiler.RuntimeContract;
using Go.Compiler.Types;

namespace Go.Compiler.Ssa;

internal sealed partial class SsaBuilder
{
    // Helpers of package runtime: everything goes through here.

    private void CallRuntime(string name, params ReadOnlySpan<ValueId> arguments) => EmitRuntimeCall(RuntimeCalls.Get(name), arguments);

    private ValueId[] CallRuntimeResults(string name, params ReadOnlySpan<ValueId> arguments)
    {
        RuntimeCall call = RuntimeCalls.Get(name);
        ValueId tuple = EmitRuntimeCall(call, arguments);
        var results = new ValueId[call.Results.Count];
        for (int i = 0; i < results.Length; i++)
        {
            results[i] = Emit(Op.Extract, OpFacts.KindOf(call.Results[i]), tuple, i);
        }
        return results;
    }

    private ValueId EmitRuntimeCall(RuntimeCall call, ReadOnlySpan<ValueId> arguments)
    {
        if (arguments.Length != call.Parameters.Count)
        {
            throw Unexpected.State($"runtime.{call.Name} takes {call.Parameters.Count} scalars, not {arguments.Length}");
        }
        ValueId v = Emit(Op.CallStatic, call.Results.Count == 0 ? ValueKind.None : ValueKind.Tuple, arguments, 0, _env.RuntimeCallInfo(call));
        if (call.NoReturn)
        {
            _f[v].Flags = ValueFlags.NoReturn;
            ExitHere();
        }
        return v;
    }

    private GoValue[] RuntimeCallExpression(IrRuntimeCall c)
    {
        RuntimeCall call = RuntimeCalls.Get(c.Name);
        var scalars = new List<ValueId>();
        foreach (IrExpression a in c.Arguments)
        {
            GoValue v = Evaluate(a);
            for (int i = 0; i < v.Count; i++)
            {
                scalars.Add(v[i]);
            }
        }
        _pos = c.Pos;
        GoType type = T(c.Type);
        ValueId tuple = EmitRuntimeCall(call, scalars.ToArray());
        if (type is TupleType { Count: 0 } || call.Results.Count == 0)
        {
            return [];
        }
        var results = new List<GoValue>();
        int next = 0;
        Span<ValueId> parts = stackalloc ValueId[Layout.MaxComponents];
        foreach (GoType t in type is TupleType tupleType ? SsaEnvironment.TypesOf(tupleType) : [type])
        {
            IReadOnlyList<ScalarComponent> components = Components(t)!;
            for (int i = 0; i < components.Count; i++, next++)
            {
                parts[i] = Emit(Op.Extract, OpFacts.KindOf(call.Results[next]), tuple, next);
            }
            results.Add(Typed(t, components, parts[..components.Count]));
        }
        return [.. results];
    }

    // Calls

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
                List<GoValue> arguments = Arguments(c.Arguments);
                _pos = c.Pos;
                if (c.Callee is IrLocalRef local && _known.ClosureIn(local.Local) is { } known)
                {
                    return CallKnownClosure(known, function[0], signature, arguments);
                }
                ValueId code = LoadScalar(function[0], 0, ValueKind.I64);
                return EmitCall(Op.CallClosure, [code, function[0]], _env.AssignmentOf(signature, FunctionAbi.Internal), null, null, arguments);
        }
    }

    private List<GoValue> Arguments(IReadOnlyList<IrExpression> expressions) => [.. EvaluateAll(expressions, isStable: false)];

    private GoValue[] StaticCall(IrCall c, IrFunctionRef f)
    {
        Function function = f.Function.Origin;
        string symbol = _env.SymbolOf(function);
        if (Intrinsics.Find(symbol) is { } intrinsic && TryIntrinsic(intrinsic, c, f) is { } done)
        {
            return done;
        }
        if (function.Signature.Receiver is not null)
        {
            NoteReflection(function, c.Arguments, 1);
        }
        List<ValueId>? kept = KeepsPointersAlive(function) ? [] : null;
        List<GoValue> arguments = ClonesItsString(symbol, f) ? [EvaluateTemporaryString(c.Arguments[0])] : kept is null ? Arguments(c.Arguments) : KeptArguments(c.Arguments, kept);
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

    /// <summary>unique.Make copies a string that it keeps: bytes need not become a string of their own to be looked up (contract 4.2).</summary>
    private bool ClonesItsString(string symbol, IrFunctionRef f) => symbol == "unique.Make" && IsString(T(f.TypeArguments[0]));

    /// <summary>uintptr(unsafe.Pointer(p)) arguments keep p alive until the call returns (contract 2.5).</summary>
    private static bool KeepsPointersAlive(Function function)
        => (function.Pragmas & (FunctionPragmas.UintptrKeepAlive | FunctionPragmas.UintptrEscapes)) != 0 || !function.HasBody;

    /// <summary>Evaluates arguments and collects the pointers behind converted ones, those among variadic arguments included.</summary>
    private List<GoValue> KeptArguments(IReadOnlyList<IrExpression> expressions, List<ValueId> kept)
    {
        var values = new List<GoValue>(expressions.Count);
        foreach (IrExpression x in expressions)
        {
            List<ValueId>? outer = _keptSources;
            _keptSources = x is IrArrayLiteral ? kept : null;
            GoValue a = Evaluate(x);
            _keptSources = outer;
            if (a.Count == 1 && _f[a[0]].Op == Op.Bitcast && _f[a[0]].Kind == ValueKind.I64 && _f[_f.Argument(a[0], 0)].Kind == ValueKind.Pointer)
            {
                kept.Add(_f.Argument(a[0], 0));
            }
            values.Add(a);
        }
        return values;
    }

    /// <summary>Hears of pointers that become integers while the variadic arguments of a call that keeps them alive are evaluated.</summary>
    private List<ValueId>? _keptSources;

    private GoValue[] ClosureLiteralCall(IrCall c, IrClosure closure)
    {
        GoValue function = Closure(closure);
        List<GoValue> arguments = Arguments(c.Arguments);
        _pos = c.Pos;
        var signature = (SignatureType)Under(T(closure.Type));
        return CallKnownClosure(closure.Function, function[0], signature, arguments);
    }

    private GoValue[] CallKnownClosure(IrFunction closure, ValueId value, SignatureType signature, List<GoValue> arguments)
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

    private GoValue[] InterfaceCall(IrExpression receiver, Function method, IReadOnlyList<IrExpression> argumentExpressions, Text.Pos pos)
    {
        NoteReflection(method, argumentExpressions, 0);
        GoValue x = Evaluate(receiver);
        List<GoValue> arguments = Arguments(argumentExpressions);
        _pos = pos;
        return InterfaceCall(x, method, arguments, IsOfVaryingType(receiver) ? ValueFlags.VaryingType : ValueFlags.None);
    }

    private DynamicTypes? _dynamicTypes;

    private bool IsOfVaryingType(IrExpression receiver) => receiver switch
    {
        IrLocalRef { Local: { } local } => local.IsAddressTaken || (local.IsReassigned && (_dynamicTypes ??= DynamicTypes.Of(_ir)).Varies(local)),
        IrGlobalRef or IrDereference or IrField or IrIndex or IrMapIndex => true,
        _ => false,
    };

    private GoValue[] InterfaceCall(GoValue x, Function method, List<GoValue> arguments, ValueFlags flags = ValueFlags.None)
    {
        var type = (InterfaceType)Under(x.Type);
        int index = MethodIndex(type, method);
        Mark(RelocationKind.UseInterfaceMethod, x.Type, null, index);
        var signature = (SignatureType)TypeSets.Of(type).Methods[index].Signature;
        ValueId itab = x[0];
        long offset = ItabMethodsOffset + 8L * index;
        if (offset >= FrameConstants.NilPageSize)
        {
            itab = Emit(Op.NilCheck, ValueKind.I64, itab);
        }
        ValueId code = LoadScalar(itab, offset, ValueKind.I64);
        arguments.Insert(0, GoValue.Of(Universe.UnsafePointer, x[1]));
        return EmitCall(Op.CallInterface, [code], WithReceiver(signature), null, null, arguments, flags: flags);
    }

    private AbiAssignment WithReceiver(SignatureType signature)
    {
        var parameters = new List<GoType> { Universe.UnsafePointer };
        parameters.AddRange(SsaEnvironment.TypesOf(signature.Parameters));
        return _env.Assign(parameters, SsaEnvironment.TypesOf(signature.Results), FunctionAbi.Internal);
    }

    private static int MethodIndex(InterfaceType type, Function method)
    {
        IReadOnlyList<Function> methods = TypeSets.Of(type).Methods;
        for (int i = 0; i < methods.Count; i++)
        {
            if (methods[i].Name == method.Name && (method.IsExported || methods[i].Package?.Path == method.Package?.Path))
            {
                return i;
            }
        }
        throw Unexpected.Value(method);
    }

    /// <summary>Call of a constraint's method, now that the type is known.</summary>
    private GoValue[] TypeParameterCall(IrTypeParameterCall c)
    {
        GoType type = T(c.Receiver.Type);
        if (TypePredicates.IsInterface(type))
        {
            return InterfaceCall(c.Receiver, c.Method, c.Arguments, c.Pos);
        }
        NoteReflection(c.Method, c.Arguments, 0);
        (Function method, GoValue receiver, IReadOnlyList<GoType> typeArguments) = ResolveReceiver(c.Receiver, type, c.Method, c.Pos);
        List<GoValue> arguments = Arguments(c.Arguments);
        _pos = c.Pos;
        if (TypePredicates.IsInterface(receiver.Type))
        {
            return InterfaceCall(receiver, method, arguments);
        }
        string symbol = typeArguments.Count == 0 ? _env.SymbolOf(method) : RequestInstance(method.Origin, typeArguments);
        arguments.Insert(0, receiver);
        var parameters = new List<GoType> { receiver.Type };
        parameters.AddRange(SsaEnvironment.TypesOf(method.Signature.Parameters));
        AbiAssignment abi = _env.Assign(parameters, SsaEnvironment.TypesOf(method.Signature.Results), method.Origin.Abi);
        return EmitCall(Op.CallStatic, [], abi, new FunctionSymbol(symbol, method.Origin.Abi), method.Origin, arguments);
    }

    /// <summary>Finds a method on a concrete type and brings the receiver into the form it wants: through embedded fields, address or dereference.</summary>
    private (Function Method, GoValue Receiver, IReadOnlyList<GoType> TypeArguments) ResolveReceiver(IrExpression receiver, GoType type, Function wanted, Text.Pos pos)
    {
        LookupResult found = Lookup.FieldOrMethod(type, addressable: true, wanted.Package, wanted.Name);
        if (found.Object is not Function method)
        {
            throw Unexpected.State($"{type} has no method {wanted.Name}");
        }
        bool wantsPointer = method.Origin.HasPointerReceiver;
        GoValue value;
        ValueId address = default;
        GoType at = type;
        if (Under(at) is PointerType pointer)
        {
            value = Evaluate(receiver);
            if (found.Path.Count <= 1 && wantsPointer)
            {
                return (method, value, ArgumentsOf(pointer.Element));
            }
            _pos = pos;
            address = NilChecked(value[0]);
            at = pointer.Element;
        }
        else if (IsPlace(receiver) && PlaceOf(receiver) is { IsInMemory: true } place)
        {
            value = default;
            address = AddressOf(place);
        }
        else
        {
            value = Evaluate(receiver);
            if (wantsPointer || found.Path.Count > 1)
            {
                address = Allocate(at, "receiver");
                Store(address, 0, value);
            }
            else
            {
                return (method, value, ArgumentsOf(at));
            }
        }
        for (int i = 0; i + 1 < found.Path.Count; i++)
        {
            if (Under(at) is PointerType p)
            {
                address = NilChecked(LoadScalar(address, 0, ValueKind.Pointer));
                at = p.Element;
            }
            var structure = (StructType)Under(at);
            address = Offset(address, _layout.FieldOffsets(structure)[found.Path[i]]);
            at = structure.Fields[found.Path[i]].Type!;
        }
        if (TypePredicates.IsInterface(at))
        {
            return (method, Load(address, 0, at), []);
        }
        if (Under(at) is PointerType last && at is not NamedType)
        {
            ValueId inner = LoadScalar(address, 0, KindOf(at));
            return wantsPointer ? (method, GoValue.Of(at, inner), ArgumentsOf(last.Element)) : (method, Load(NilChecked(inner), 0, last.Element), ArgumentsOf(last.Element));
        }
        return wantsPointer ? (method, GoValue.Of(new PointerType(at), address), ArgumentsOf(at)) : (method, Load(address, 0, at), ArgumentsOf(at));
    }

    private static IReadOnlyList<GoType> ArgumentsOf(GoType type) => AliasType.Unalias(type) is NamedType named ? named.TypeArguments : [];

    /// <summary>Emits a call: flattens arguments as the calling convention wants them and collects the results.</summary>
    private GoValue[] EmitCall(Op op, ReadOnlySpan<ValueId> fixedOperands, AbiAssignment abi, FunctionSymbol? target, Function? callee, List<GoValue> arguments, bool noReturn = false,
        ValueFlags flags = ValueFlags.None)
    {
        var operands = new List<ValueId>(arguments.Count * 2 + 2);
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

    private void AddArgument(List<ValueId> operands, GoValue value, AbiParameter parameter)
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

/// <summary>Makes call descriptions and reuses equal ones of a function.</summary>
internal sealed class CallShapes
{
    private readonly Dictionary<(AbiAssignment, FunctionSymbol?, Function?, bool), CallInfo> _known = new();

    public CallInfo Get(SsaEnvironment env, AbiAssignment abi, FunctionSymbol? target, Function? callee, bool noReturn)
    {
        if (_known.TryGetValue((abi, target, callee, noReturn), out CallInfo? info))
        {
            return info;
        }
        var arguments = new List<ScalarKind>();
        var results = new List<ScalarKind>();
        var memory = new List<MemoryOperand>();
        for (int i = 0; i < abi.Parameters.Count; i++)
        {
            Add(env, abi.Parameters[i], i, arguments, memory);
        }
        for (int i = 0; i < abi.Results.Count; i++)
        {
            AbiParameter r = abi.Results[i];
            if (!r.InRegisters && env.Layout.Components(r.Type) is null)
            {
                memory.Add(new MemoryOperand(arguments.Count, true, i));
                arguments.Add(ScalarKind.Pointer);
            }
            else
            {
                foreach (ScalarKind k in KindsOf(env, r))
                {
                    results.Add(k);
                }
            }
        }
        info = new CallInfo { Target = target, Callee = callee, ArgumentKinds = arguments, ResultKinds = results, Abi = abi, MemoryOperands = memory, NoReturn = noReturn };
        _known.Add((abi, target, callee, noReturn), info);
        return info;
    }

    private static void Add(SsaEnvironment env, AbiParameter p, int index, List<ScalarKind> arguments, List<MemoryOperand> memory)
    {
        if (!p.InRegisters && env.Layout.Components(p.Type) is null)
        {
            memory.Add(new MemoryOperand(arguments.Count, false, index));
            arguments.Add(ScalarKind.Pointer);
            return;
        }
        foreach (ScalarKind k in KindsOf(env, p))
        {
            arguments.Add(k);
        }
    }

    private static IEnumerable<ScalarKind> KindsOf(SsaEnvironment env, AbiParameter p)
    {
        if (p.InRegisters)
        {
            foreach (AbiScalar s in p.Scalars)
            {
                yield return s.Kind;
            }
        }
        else
        {
            foreach (ScalarComponent c in env.Layout.Components(p.Type)!)
            {
                yield return c.Kind;
            }
        }
    }
}

/// <summary>Functions that generated code knows never return (contract 3.3).</summary>
internal static class NoReturnFunctions
{
    private static readonly System.Collections.Frozen.FrozenSet<string> s_names = System.Collections.Frozen.FrozenSet.ToFrozenSet(
        ["runtime.throwinit", "runtime.gopanic", "runtime.panicwrap", "runtime.block", "runtime.panicmakeslicelen", "runtime.panicmakeslicecap", "runtime.panicunsafeslicelen",
            "runtime.panicunsafeslicenilptr", "runtime.panicunsafestringlen", "runtime.panicunsafestringnilptr", "runtime.panicrangestate"]);

    public static bool Contains(string symbol, bool inRuntime) => s_names.Contains(symbol) || (inRuntime && symbol == "runtime.throw");
}
