using Go.Compiler.Collections;
using Go.Compiler.Diagnostics;
using Go.Compiler.RuntimeContract;
using Go.Compiler.Text;
using Go.Compiler.Types;

namespace Go.Compiler.Ssa.Barriers;

/// <summary>
/// Enforces <c>//go:nowritebarrier</c> and <c>//go:nowritebarrierrec</c> on finished code (contract 2.4, 2.5): the former forbids write
/// barriers in a function, the latter also in whatever it calls inside its package, down to functions marked
/// <c>//go:yeswritebarrierrec</c>. Calls through systemstack count as calls; other calls of function values are not seen, nor what
/// functions of other packages call, inlined or not.
/// </summary>
internal sealed class BarrierRules
{
    private readonly IReadOnlyList<SsaFunction> _functions;
    private readonly DiagnosticSink _sink;
    private readonly Dictionary<string, int> _numberOf = new(StringComparer.Ordinal);

    /// <summary>By function number: who calls it from forbidden code and where; itself for the roots, -1 when nobody does.</summary>
    private readonly (int Caller, Pos Pos)[] _reached;

    private BarrierRules(IReadOnlyList<SsaFunction> functions, DiagnosticSink sink)
    {
        _functions = functions;
        _sink = sink;
        _reached = new (int Caller, Pos Pos)[functions.Count];
        for (int i = 0; i < functions.Count; i++)
        {
            _numberOf.TryAdd(functions[i].Symbol.Name, i);
            _reached[i].Caller = -1;
        }
    }

    public static void Check(IReadOnlyList<SsaFunction> functions, DiagnosticSink sink) => new BarrierRules(functions, sink).Run();

    private void Run()
    {
        var work = new Queue<int>();
        for (int i = 0; i < _functions.Count; i++)
        {
            SsaFunction f = _functions[i];
            if ((f.Pragmas & FunctionPragmas.NoWriteBarrierRec) != 0)
            {
                _reached[i] = (i, f.Pos);
                work.Enqueue(i);
            }
            if ((f.Pragmas & FunctionPragmas.NoWriteBarrier) != 0 && FirstBarrier(f) is { } pos)
            {
                _sink.Report(Catalogue.ForbiddenBarrier, pos, "write barrier prohibited");
            }
        }
        while (work.TryDequeue(out int number))
        {
            if (FirstBarrier(_functions[number]) is { } pos)
            {
                Report(number, pos);
                continue;
            }
            Follow(number, work);
        }
    }

    private void Report(int number, Pos pos)
    {
        var path = new EntityList<RelatedLocation>();
        for (int at = number; _reached[at].Caller != at; at = _reached[at].Caller)
        {
            path.Add(new RelatedLocation(_reached[at].Pos, "called by " + NameOf(_reached[at].Caller)));
        }
        _sink.Report(new Diagnostic(Catalogue.ForbiddenBarrier, pos, "write barrier prohibited by caller; " + NameOf(number), path));
    }

    private string NameOf(int number) => SymbolNames.WithoutPackage(_functions[number].Symbol.Name, _functions[number].Package.Path);

    private static Pos? FirstBarrier(SsaFunction f)
    {
        foreach (BlockId id in f.Order)
        {
            foreach (ValueId v in f[id].Instructions)
            {
                if (f[v].Op == Op.WriteBarrierFlag)
                {
                    return f[v].Pos;
                }
            }
        }
        return null;
    }

    private void Follow(int number, Queue<int> work)
    {
        SsaFunction f = _functions[number];
        foreach (BlockId id in f.Order)
        {
            foreach (ValueId v in f[id].Instructions)
            {
                if (!OpFacts.IsCall(f[v].Op) || ((CallInfo)f[v].Aux!).Target is not { } target || IsForeign(f, f[v].InlineIndex))
                {
                    continue;
                }
                Enter(target, number, f[v].Pos, work);
                if (target.Name == LinkerSymbols.SystemStack)
                {
                    EnterFunctionValue(f, f.Argument(v, OpFacts.FixedCallOperands(f[v].Op)), number, f[v].Pos, work);
                }
            }
            if (f[id] is { Kind: BlockKind.TailCall, Call.Target: { } next })
            {
                Enter(next, number, f[id].Pos, work);
            }
        }
    }

    private static bool IsForeign(SsaFunction f, int inlined)
    {
        string prefix = SymbolNames.EscapePath(f.Package.Path) + ".";
        for (; inlined >= 0; inlined = f.InlineTree[inlined].Parent)
        {
            if (!f.InlineTree[inlined].FunctionName.StartsWith(prefix, StringComparison.Ordinal))
            {
                return true;
            }
        }
        return false;
    }

    /// <summary>The function behind a function value made here: a static one, or the code pointer stored in a closure object.</summary>
    private void EnterFunctionValue(SsaFunction f, ValueId value, int caller, Pos pos, Queue<int> work)
    {
        while (f[value].Op is Op.Copy or Op.NilCheck)
        {
            value = f.Argument(value, 0);
        }
        if (f[value].Aux is FuncValueSymbol known)
        {
            Enter(known.Function, caller, pos, work);
            return;
        }
        foreach (BlockId id in f.Order)
        {
            foreach (ValueId v in f[id].Instructions)
            {
                if (f[v].Op == Op.Store && f[v].AuxInt == 0 && IsSameObject(f, f.Argument(v, 0), value)
                    && f[f.Argument(v, 1)].Aux is FunctionSymbol code)
                {
                    Enter(code, caller, pos, work);
                }
            }
        }
    }

    private static bool IsSameObject(SsaFunction f, ValueId a, ValueId b)
        => a == b || (f[a].Op == Op.LocalAddress && f[b].Op == Op.LocalAddress && ReferenceEquals(f[a].Aux, f[b].Aux));

    private void Enter(FunctionSymbol target, int caller, Pos pos, Queue<int> work)
    {
        if (_numberOf.TryGetValue(target.Name, out int number) && _reached[number].Caller < 0
            && (_functions[number].Pragmas & FunctionPragmas.YesWriteBarrierRec) == 0)
        {
            _reached[number] = (caller, pos);
            work.Enqueue(number);
        }
    }
}
