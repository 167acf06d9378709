using Go.Compiler.Collections;
using Go.Compiler.Constants;
using Go.Compiler.Diagnostics;
using Go.Compiler.Syntax;
using Go.Compiler.Text;
using Go.Compiler.Types;

namespace Go.Compiler.Ir;

/// <summary>
/// Range over functions. The loop <c>for k, v := range f { body }</c> becomes
/// <code>
///   state := ready
///   f(func(k K, v V) bool {
///       if state != ready { panicrangestate(state) }
///       state = running
///       body                      // continue: state = ready; return true     break: state = done; return false
///       state = ready
///       return true
///   })
///   if state == running { panicrangestate(missingPanic) }   // the body panicked and the iterator swallowed it
///   state = exhausted
/// </code>
/// A jump out of the body to anywhere but this loop stores its number in <c>next</c>, which all nested loops share, and stops the loop;
/// after the call, <c>next</c> says where to go on: another body passes it outwards the same way. Results of a return wait in the named
/// results, or in temporaries of the function the user wrote. Deferred calls in the body use a token of that function (contract 4.7).
/// </summary>
internal sealed partial class FunctionBuilder
{
    /// <summary>States of a loop as <c>runtime.panicrangestate</c> knows them (contract 4.6).</summary>
    private static class RangeState
    {
        public const long Done = 0, Ready = 1, Running = 2, Exhausted = 3, MissingPanic = 4;
    }

    /// <summary>What a loop over a function needs while it is built.</summary>
    private sealed class RangeFunctionLoop(ForSyntax syntax, FunctionBuilder owner)
    {
        public ForSyntax Syntax { get; } = syntax;

        /// <summary>The function that contains the loop and declares its locals.</summary>
        public FunctionBuilder Owner { get; } = owner;
        public RangeFunctionLoop Outermost => Owner._loop?.Outermost ?? this;
        public IrLocal State { get; } = Temporary(Universe.Int, syntax.Pos);
        public EntityList<Exit> Exits { get; } = [];

        // Of outermost loops, made when first needed:
        public IrLocal? Next { get; set; }
        public IrLocal? Token { get; set; }
        public IrLocal[]? Results { get; set; }
        public EntityList<Exit> Numbers { get; } = [];
    }

    /// <summary>The loop whose body this function is, or null.</summary>
    private readonly RangeFunctionLoop? _loop;

    private FunctionBuilder(PackageBuilder package, IrFunction function, FunctionBuilder outer, RangeFunctionLoop loop)
        : this(package, function, outer) => _loop = loop;

    private void RangeOverFunction(ForSyntax s, RangeClauseSyntax range, SignatureType iterator)
    {
        Pos pos = s.Pos;
        List<IrStatement> saved = OpenBlock();
        IrExpression function = SaveUnlessFixed(Convert(Expression(range.X), iterator));
        var loop = new RangeFunctionLoop(s, this);
        _scopes.Add(s, new JumpScope(null, loop));
        var yield = (SignatureType)IrSelection.Core(iterator.Parameters.Variables[0].Type!)!;
        string suffix = "-range" + (++_rangeBodies).ToString(System.Globalization.CultureInfo.InvariantCulture);
        IrFunction closure = NewClosure(suffix, pos, s.Body.RightBrace, isRangeBody: true);
        new FunctionBuilder(_package, closure, this, loop).BuildRangeBody(range, yield);
        DeclareLoopLocals(loop, pos);
        Emit(new IrExpressionStatement(new IrCall(function, [new IrClosure(closure, iterator.Parameters.Variables[0].Type!, pos)],
            TupleType.Empty, pos)));
        Pos end = s.Body.RightBrace; // what happens after the iterator's return is at the loop's end
        Emit(new IrIf(Compare(IrBinaryOp.Equal, loop.State, RangeState.Running, end),
            PanicState(Int(RangeState.MissingPanic, Universe.Int, end), end), null, end));
        Emit(Set(loop.State, RangeState.Exhausted, end));
        foreach (Exit exit in loop.Exits)
        {
            Emit(new IrIf(Compare(IrBinaryOp.Equal, Reach(loop.Outermost.Next!, loop.Outermost.Owner), NumberOf(loop.Outermost, exit),
                end), GoOn(loop, exit, end), null, end));
        }
        Emit(new IrBlock(CloseBlock(saved), pos));
    }

    private void DeclareLoopLocals(RangeFunctionLoop loop, Pos pos)
    {
        if (loop.Outermost == loop)
        {
            if (loop.Next is not null)
            {
                Emit(new IrDeclare(loop.Next, null, pos));
            }
            foreach (IrLocal result in loop.Results ?? [])
            {
                Emit(new IrDeclare(result, null, pos));
            }
            if (loop.Token is not null)
            {
                Emit(new IrDeclare(loop.Token, new IrRuntimeCall("deferrangefunc", [], Universe.EmptyInterface, pos), pos));
            }
        }
        Emit(new IrDeclare(loop.State, Int(RangeState.Ready, Universe.Int, pos), pos));
    }

    /// <summary>After the loop ended because of an exit: jump there, or pass it on to the body around us.</summary>
    private IrBlock GoOn(RangeFunctionLoop loop, Exit exit, Pos pos)
    {
        List<IrStatement> saved = OpenBlock();
        if (exit.Kind is null && _loop is null)
        {
            IrExpression[] values = [.. (loop.Outermost.Results ?? []).Select(r => new IrLocalRef(r, pos))];
            Emit(new IrReturn(values, pos));
        }
        else if (Direct(exit, pos) is { } jump)
        {
            Emit(Set(Reach(loop.Outermost.Next!, loop.Outermost.Owner), 0, pos));
            Emit(jump);
        }
        else if (_loop!.Syntax == exit.Target && exit.Kind != BranchKind.Goto)
        {
            Emit(Set(Reach(loop.Outermost.Next!, loop.Outermost.Owner), 0, pos));
            EndIteration(exit.Kind == BranchKind.Continue, pos);
        }
        else
        {
            LeaveBody(exit, pos);
        }
        return new IrBlock(CloseBlock(saved), pos);
    }

    // ---- Inside the body ----

    private void BuildRangeBody(RangeClauseSyntax range, SignatureType yield)
    {
        Pos pos = range.Pos;
        ForSyntax s = _loop!.Syntax;
        IReadOnlyList<ExpressionSyntax> lhs = Elements(range.Lhs);
        var targets = new List<IrExpression?>();
        var values = new List<IrExpression>();
        List<IrStatement> saved = OpenBlock();
        IrLocal state = Reach(_loop.State, _loop.Owner);
        Emit(new IrIf(Compare(IrBinaryOp.NotEqual, state, RangeState.Ready, pos), PanicState(new IrLocalRef(state, pos), pos), null, pos));
        Emit(Set(state, RangeState.Running, pos));
        for (int i = 0; i < yield.Parameters.Count; i++)
        {
            GoType type = yield.Parameters.Variables[i].Type!;
            ExpressionSyntax? left = i < lhs.Count ? Unparen(lhs[i]) : null;
            var own = left is NameSyntax { IsBlank: false } name && range.IsDefinition ? (Variable)_info.ObjectOf(name)! : null;
            var parameter = new IrLocal(own?.Name ?? ".p", own?.Type ?? type, own?.Pos ?? pos) { IsParameter = true };
            _function.Parameters.Add(parameter);
            if (own is not null)
            {
                _locals[own] = parameter;
            }
            else if (left is not null and not NameSyntax { IsBlank: true })
            {
                IrExpression place = Place(left)!;
                targets.Add(place);
                values.Add(Convert(new IrLocalRef(parameter, left.Pos), place.Type));
            }
        }
        _function.Results.Add(new IrLocal(".r", yield.Results.Variables[0].Type!, pos) { IsResult = true });
        if (targets.Count != 0)
        {
            Emit(new IrAssign(targets, values, false, pos));
        }
        Emit(Block(s.Body.Statements, s.Body.Pos));
        EndIteration(true, s.Body.RightBrace);
        _function.Body = new IrBlock(CloseBlock(saved), s.Body.Pos);
    }

    /// <summary>continue or break of the loop itself.</summary>
    private void EndIteration(bool goOn, Pos pos)
    {
        Emit(Set(Reach(_loop!.State, _loop.Owner), goOn ? RangeState.Ready : RangeState.Done, pos));
        Emit(new IrReturn([new IrConstant(ConstantValue.Of(goOn), _function.Results[0].Type, pos)], pos));
    }

    /// <summary>Stops the loop and leaves word where to go on.</summary>
    private void LeaveBody(Exit exit, Pos pos)
    {
        RangeFunctionLoop loop = _loop ?? throw Unexpected.State("jump out of a function");
        RangeFunctionLoop outermost = loop.Outermost;
        outermost.Next ??= Temporary(Universe.Int, outermost.Syntax.Pos);
        if (!loop.Exits.Contains(exit))
        {
            loop.Exits.Add(exit);
        }
        Emit(Set(Reach(outermost.Next, outermost.Owner), NumberOf(outermost, exit), pos));
        EndIteration(false, pos);
    }

    private static long NumberOf(RangeFunctionLoop outermost, Exit exit)
    {
        int i = outermost.Numbers.IndexOf(exit);
        if (i < 0)
        {
            i = outermost.Numbers.Count;
            outermost.Numbers.Add(exit);
        }
        return i + 1;
    }

    private void ReturnFromRangeBody(IReadOnlyList<IrExpression> values, Pos pos)
    {
        FunctionBuilder written = Written;
        RangeFunctionLoop outermost = _loop!.Outermost;
        IrFunction function = written._function;
        IReadOnlyList<IrLocal> places = function.Results;
        if (!function.HasNamedResults)
        {
            places = outermost.Results ??= [.. function.Results.Select(r => Temporary(r.Type, outermost.Syntax.Pos))];
        }
        var targets = new IrExpression?[places.Count];
        for (int i = 0; i < targets.Length; i++)
        {
            targets[i] = new IrLocalRef(Reach(places[i], written), pos);
            MarkReassigned(targets[i]!);
        }
        Emit(new IrAssign(targets, values, false, pos));
        LeaveBody(ReturnExit, pos);
    }

    /// <summary>The token that ties a deferred call in the body to the function the user wrote.</summary>
    private IrLocal? DeferToken()
    {
        if (_loop is null)
        {
            return null;
        }
        RangeFunctionLoop outermost = _loop.Outermost;
        outermost.Token ??= Temporary(Universe.EmptyInterface, outermost.Syntax.Pos);
        return Reach(outermost.Token, outermost.Owner);
    }

    private static IrBinary Compare(IrBinaryOp op, IrLocal local, long value, Pos pos)
        => new(op, new IrLocalRef(local, pos), Int(value, Universe.Int, pos), Universe.Bool, pos);

    private static IrAssign Set(IrLocal local, long value, Pos pos)
    {
        local.Root.IsReassigned = true;
        return new IrAssign([new IrLocalRef(local, pos)], [Int(value, Universe.Int, pos)], false, pos);
    }

    private static IrExpressionStatement PanicState(IrExpression state, Pos pos)
        => new(new IrRuntimeCall("panicrangestate", [state], TupleType.Empty, pos));
}
