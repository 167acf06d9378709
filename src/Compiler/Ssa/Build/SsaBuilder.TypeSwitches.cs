using Go.Compiler.Ir;
using Go.Compiler.RuntimeContract;
using Go.Compiler.Text;
using Go.Compiler.Types;

namespace Go.Compiler.Ssa.Build;

internal sealed partial class SsaBuilder
{
    private void TypeSwitch(IrTypeSwitch s)
    {
        GoValue x = Evaluate(s.X);
        Region region = BeginRegion();
        Block end = NewBlock();
        _targets[s.Target] = new Targets(end, null);
        ValueId type = default;
        IrTypeClause? defaultClause = null;
        foreach (IrTypeClause clause in s.Clauses)
        {
            if (clause.IsDefault)
            {
                defaultClause = clause;
            }
        }
        foreach (IrTypeClause clause in s.Clauses)
        {
            if (clause.IsDefault)
            {
                continue;
            }
            _pos = s.Pos;
            TypeClause(clause, x, ref type, end);
        }
        if (defaultClause is not null)
        {
            if (defaultClause.Local is { } local)
            {
                Declare(local, x.As(T(local.Type)));
            }
            OnEdge(defaultClause.Body);
        }
        else
        {
            CountEdge();
        }
        JumpTo(end);
        EndRegion(end, region);
    }

    private void TypeClause(IrTypeClause clause, GoValue x, ref ValueId typeWord, Block end)
    {
        Region region = BeginRegion();
        Block body = NewBlock(), after = NewBlock();
        bool single = clause.Types.Count == 1;
        GoValue bound = x;
        for (int i = 0; i < clause.Types.Count; i++)
        {
            GoType? type = clause.Types[i] is { } t ? T(t) : null;
            ValueId matches;
            if (type is null)
            {
                matches = Emit(Op.Eq, ValueKind.I8, x[0], Const(ValueKind.I64, 0));
            }
            else if (!TypePredicates.IsInterface(type))
            {
                matches = HoldsConcrete(x, type);
            }
            else
            {
                // Every clause is reached from the head through tests only, so a word computed earlier dominates.
                if (typeWord.IsNone)
                {
                    typeWord = TypeWordOf(x);
                }
                matches = MatchInterface(x, typeWord, type, single, ref bound);
            }
            Block next = i == clause.Types.Count - 1 ? after : NewBlock();
            Branch(matches, body, next);
            if (next != after)
            {
                SealAndStart(next);
            }
        }
        if (clause.Types.Count == 0)
        {
            JumpTo(after);
        }
        SealAndStart(body);
        if (clause.Local is { } local)
        {
            GoType? type = single && clause.Types[0] is { } t ? T(t) : null;
            GoValue value = type is null ? x.As(T(local.Type)) : TypePredicates.IsInterface(type) ? bound.As(type) : Unbox(x[1], type);
            Declare(local, value);
        }
        OnEdge(clause.Body);
        JumpTo(end);
        EndRegion(after, region);
    }

    /// <summary>
    /// The itab of a dynamic type for an interface, nil when it does not implement it or there is none. The runtime's function may not see
    /// a nil type here: once in a thousand calls it adds the type to the cache (runtime/iface.go, typeAssert).
    /// </summary>
    private ValueId ItabOrNil(ValueId typeWord, ValueId hasType, GoType target)
    {
        int itab = NewVariable(ValueKind.I64);
        Region region = BeginRegion();
        Block call = NewBlock(), join = NewBlock();
        WriteVariable(itab, Const(ValueKind.I64, 0));
        Branch(hasType, call, join);
        SealAndStart(call);
        WriteVariable(itab, AsKind(CallRuntimeResults(RuntimeCalls.TypeAssert, AssertCache(target, canFail: true), typeWord)[0],
            ValueKind.I64));
        JumpTo(join);
        EndRegion(join, region);
        return ReadVariable(itab);
    }

    private ValueId MatchInterface(GoValue x, ValueId typeWord, GoType type, bool bind, ref GoValue bound)
    {
        ValueId some = Emit(Op.Ne, ValueKind.I8, typeWord, Const(ValueKind.I64, 0));
        if (IsEmptyInterface(type))
        {
            bound = GoValue.Of(type, typeWord, x[1]);
            return some;
        }
        ValueId found = ItabOrNil(typeWord, some, type);
        if (bind)
        {
            bound = GoValue.Of(type, found, x[1]);
        }
        return Emit(Op.Ne, ValueKind.I8, found, Const(ValueKind.I64, 0));
    }
}
