using Go.Compiler.Check;
using Go.Compiler.Diagnostics;
using Go.Compiler.Syntax;
using Go.Compiler.Text;
using Go.Compiler.Types;

namespace Go.Compiler.Ir;

/// <summary>
/// go and defer: everything the call needs is evaluated at the statement; what runs later is a func() (contract 4.7). A call that already
/// is one is used as it stands, others get a wrapper that owns copies of the operands.
/// </summary>
internal sealed partial class FunctionBuilder
{
    private void GoOrDefer(CallStatementSyntax s)
    {
        var call = (CallSyntax)Unparen(s.Call);
        List<IrStatement> saved = OpenBlock();
        IrExpression function = _info[call.Function].Mode switch
        {
            OperandMode.Builtin => DelayedBuiltin(s, call),
            OperandMode.Type => DelayedConversion(s, call),
            _ => DelayedCall(s, call),
        };
        if (s.IsDefer)
        {
            Written._function.HasDefer = true;
            Emit(new IrDefer(function, DeferToken(), s.Pos));
        }
        else
        {
            Emit(new IrGo(function, s.Pos));
        }
        List<IrStatement> statements = CloseBlock(saved);
        Emit(statements.Count == 1 ? statements[0] : new IrBlock(statements, s.Pos));
    }

    private IrExpression DelayedCall(CallStatementSyntax s, CallSyntax call)
    {
        CallTarget target = Target(call);
        bool isPlain = target is { Receiver: null, Kind: CallKind.Static or CallKind.Value }
            && target.Signature is { Parameters.Count: 0, Results.Count: 0 };
        if (isPlain)
        {
            return target.Callee!;
        }
        target = target.WithOperands(target.Callee, target.Receiver is { } receiver && target.Kind == CallKind.Interface
            ? new IrNilCheck(receiver) : target.Receiver);
        IReadOnlyList<IrExpression> arguments = IsForwarding(call)
            ? PassArguments(ForwardedValues(call), target.Signature, hasDots: false, call.Pos)
            : Arguments(call, target.Signature);
        var wrapper = new OperandWrapper(this, s) { TakesPointers = KeepsPointers(target.Callee) };
        target = target.WithOperands(target.Callee is { } callee ? wrapper.Take(callee) : null,
            target.Receiver is { } r ? wrapper.Take(r) : null);
        IReadOnlyList<IrExpression> taken = wrapper.Take(arguments);
        return wrapper.Finish(target.Call(taken, IrSelection.ResultType(target.Signature)), call.Pos);
    }

    /// <summary>
    /// The callee relies on the pointers behind uintptr arguments staying alive (contract 2.5): they must still be pointers in the wrapper.
    /// </summary>
    private static bool KeepsPointers(IrExpression? callee)
        => callee is IrFunctionRef { Function: { } f }
            && ((f.Pragmas & (FunctionPragmas.UintptrKeepAlive | FunctionPragmas.UintptrEscapes)) != 0 || !f.HasBody);

    private IrExpression DelayedBuiltin(CallStatementSyntax s, CallSyntax call)
    {
        var wrapper = new OperandWrapper(this, s);
        BuiltinKind kind = BuiltinOf(call);
        IReadOnlyList<IrExpression> operands = IsForwarding(call)
            ? SplitIntoTemporaries(MultiValue(call.Arguments[0])) : BuiltinOperands(call);
        bool hasRecover = _function.HasRecover;
        IrExpression built = Builtin(call, kind, operands);
        _function.HasRecover = hasRecover;
        if (built is not IrBuiltinCall builtin)
        {
            throw Unexpected.Value(built);
        }
        if (kind == BuiltinKind.Recover)
        {
            wrapper.Function.HasRecover = true;
        }
        return wrapper.Finish(new IrBuiltinCall(builtin.Builtin, wrapper.Take(builtin.Operands), builtin.Type, call.Pos), call.Pos);
    }

    private IrExpression DelayedConversion(CallStatementSyntax s, CallSyntax call)
    {
        var wrapper = new OperandWrapper(this, s);
        return wrapper.Finish(wrapper.Take(Conversion(call)), call.Pos);
    }

    /// <summary>A wrapper under construction: takes operands of the enclosing function as copies.</summary>
    private sealed class OperandWrapper
    {
        private readonly FunctionBuilder _outer;
        private readonly List<IrLocalRef> _saved = [];
        private readonly List<IrExpression> _operands = [];

        public OperandWrapper(FunctionBuilder outer, CallStatementSyntax s)
        {
            _outer = outer;
            string suffix = (s.IsDefer ? ".deferwrap" : ".gowrap") + (++outer._goDefers)
                .ToString(System.Globalization.CultureInfo.InvariantCulture);
            Function = outer.NewClosure(suffix, s.Pos, s.Pos, isWrapper: true, copiesOperands: true);
        }

        public IrFunction Function { get; }

        /// <summary>Takes the pointers of operands that are pointers converted to uintptr, and converts them in the wrapper.</summary>
        public bool TakesPointers { get; init; }

        public IReadOnlyList<IrExpression> Take(IReadOnlyList<IrExpression> operands)
        {
            var taken = new IrExpression[operands.Count];
            for (int i = 0; i < taken.Length; i++)
            {
                taken[i] = Take(operands[i]);
            }
            return taken;
        }

        public IrExpression Take(IrExpression operand)
        {
            if (operand is IrConstant or IrZero or IrFunctionRef or IrClosure { Function.Captures.Count: 0 })
            {
                return operand;
            }
            if (TakesPointers && operand is IrConvert { X: { } pointer } && pointer.Type.Underlying == Universe.UnsafePointer
                && operand.Type.Underlying == Universe.Uintptr)
            {
                return new IrConvert(Take(pointer), operand.Type, operand.Pos);
            }
            if (TakesPointers && operand is IrArrayLiteral list && IrSelection.Core(list.Type) is SliceType { Element: { } element }
                && element.Underlying == Universe.Uintptr)
            {
                return new IrArrayLiteral([.. list.Elements.Select(e => (e.Index, Take(e.Value)))], list.Length, list.Type, list.Pos);
            }
            IrLocal saved = Temporary(operand.Type, operand.Pos);
            saved.IsCaptured = true;
            _saved.Add(new IrLocalRef(saved, operand.Pos));
            _operands.Add(operand);
            var inner = new IrLocal(saved.Name, saved.Type, saved.Pos) { CapturedFrom = saved };
            Function.Captures.Add(new IrCapture(saved, inner, false));
            return new IrLocalRef(inner, operand.Pos);
        }

        public IrExpression Finish(IrExpression call, Pos pos)
        {
            _outer.DeclareTogether(_saved, _operands, pos);
            Function.Body = new IrBlock([new IrExpressionStatement(call)], pos);
            var type = new SignatureType { Parameters = TupleType.Empty, Results = TupleType.Empty };
            return new IrClosure(Function, type, pos);
        }
    }
}
