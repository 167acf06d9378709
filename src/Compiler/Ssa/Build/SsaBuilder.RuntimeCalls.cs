using Go.Compiler.Collections;
using Go.Compiler.Diagnostics;
using Go.Compiler.Ir;
using Go.Compiler.RuntimeContract;
using Go.Compiler.Types;

namespace Go.Compiler.Ssa.Build;

internal sealed partial class SsaBuilder
{
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
        ValueId v = Emit(Op.CallStatic, call.Results.Count == 0 ? ValueKind.None : ValueKind.Tuple, arguments, 0,
            _env.RuntimeCallInfo(call));
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
        var scalars = new EntityList<ValueId>();
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
        var results = new EntityList<GoValue>();
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
}
