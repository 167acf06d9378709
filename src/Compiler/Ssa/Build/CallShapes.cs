using Go.Compiler.Collections;
using Go.Compiler.RuntimeContract;
using Go.Compiler.Types;

namespace Go.Compiler.Ssa.Build;

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
        var arguments = new EntityList<ScalarKind>();
        var results = new EntityList<ScalarKind>();
        var memory = new EntityList<MemoryOperand>();
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
        info = new CallInfo { Target = target, Callee = callee, ArgumentKinds = arguments, ResultKinds = results, Abi = abi,
            MemoryOperands = memory, NoReturn = noReturn };
        _known.Add((abi, target, callee, noReturn), info);
        return info;
    }

    private static void Add(SsaEnvironment env, AbiParameter p, int index, EntityList<ScalarKind> arguments,
        EntityList<MemoryOperand> memory)
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
