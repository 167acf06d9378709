using Go.Compiler.Check;
using Go.Compiler.Diagnostics;
using Go.Compiler.Syntax;
using Go.Compiler.Text;
using Go.Compiler.Types;

namespace Go.Compiler.Ir;

internal sealed partial class FunctionBuilder
{
    private IrExpression Selector(SelectorSyntax e)
    {
        if (_info.SelectionOf(e) is not { } selection)
        {
            return _info.ObjectOf(e.Selector) switch
            {
                Variable variable => new IrGlobalRef(variable, e.Pos),
                Function function => FunctionReference(function, _info.InstanceOf(e.Selector), e.Pos),
                GoObject o => throw Unexpected.Value(o),
                null => throw Unexpected.State($"{e.Selector.Value} denotes nothing"),
            };
        }
        return selection.Kind switch
        {
            SelectionKind.Field => IrSelection.Follow(Expression(e.X), selection.Path, selection.Path.Count, e.Pos),
            SelectionKind.MethodValue => MethodValue(e, selection),
            SelectionKind.MethodExpression => MethodExpression(e, selection),
            _ => throw Unexpected.Value(selection.Kind),
        };
    }

    /// <summary>Signature of the selected method without receiver; of the instance, should the method be generic itself.</summary>
    private SignatureType MethodSignature(SelectorSyntax e, Selection selection)
        => (SignatureType)(_info.InstanceOf(e.Selector)?.Type ?? selection.Type).Underlying;

    /// <summary>The method that <c>x.M</c> calls, with the evaluated receiver in the form the method wants.</summary>
    /// <param name="pos">Where the call is: its parenthesis, which may stand on another line than the dot.</param>
    private CallTarget MethodTarget(SelectorSyntax e, Selection selection, Pos pos)
    {
        SignatureType signature = MethodSignature(e, selection);
        IrExpression holder = IrSelection.Follow(Expression(e.X), selection.Path, selection.Path.Count - 1, e.Pos);
        return MethodTarget(holder, (Function)selection.Object, signature, _info.InstanceOf(e.Selector)?.Arguments, pos);
    }

    /// <summary><paramref name="holder"/>: the value or place whose type declares the method, or a pointer to it.</summary>
    private CallTarget MethodTarget(IrExpression holder, Function method, SignatureType signature, IReadOnlyList<GoType>? ownArguments,
        Pos pos)
    {
        switch (IrSelection.KindOf(holder.Type))
        {
            case MethodHolder.Interface:
                return new CallTarget(CallKind.Interface, signature, pos) { Receiver = holder, Method = method };
            case MethodHolder.TypeParameter:
                return new CallTarget(CallKind.TypeParameter, signature, pos) { Receiver = holder, Method = method };
        }
        Function origin = method.Origin;
        if (origin.HasPointerReceiver && holder.Type.Underlying is not PointerType)
        {
            holder = AddressOf(holder, new PointerType(holder.Type), pos);
        }
        else if (!origin.HasPointerReceiver && IrSelection.PointerElement(holder.Type) is { } element)
        {
            holder = new IrDereference(holder, element, pos);
        }
        return new CallTarget(CallKind.Static, signature, pos)
        {
            Receiver = holder,
            Callee = IrSelection.MethodReference(origin, holder.Type, ownArguments, signature, pos),
        };
    }

    // ---- Method values ----

    private IrExpression MethodValue(SelectorSyntax e, Selection selection)
    {
        CallTarget target = MethodTarget(e, selection, e.Pos);
        if (target.Kind != CallKind.Static)
        {
            return new IrMethodValue(target.Receiver!, target.Method!, target.Signature, e.Pos);
        }
        IrExpression receiver = target.Receiver!;
        Function method = ((IrFunctionRef)target.Callee!).Function;
        IrLocal operand = Temporary(receiver.Type, e.Pos);
        IrFunction wrapper = MethodValueWrapper(receiver.Type, method, e.Pos);
        operand.IsCaptured = true;
        var inner = new IrLocal(".this", receiver.Type, e.Pos) { CapturedFrom = operand };
        wrapper.Captures.Add(new IrCapture(operand, inner, false));
        IrSelection.Forward(wrapper, target.Signature,
            (arguments, type) => new IrCall(target.Callee!, [new IrLocalRef(inner, e.Pos), .. arguments], type, e.Pos), e.Pos);
        return new IrSequence([new IrDeclare(operand, receiver, e.Pos)], new IrClosure(wrapper, target.Signature, e.Pos));
    }

    private IrFunction MethodValueWrapper(GoType receiver, Function method, Pos pos)
    {
        if (_function.IsGeneric)
        {
            return NewClosure(ClosureSuffix(), pos, pos, isWrapper: true, copiesOperands: true);
        }
        return NewShared(IrSymbols.OfMethodWrapper(receiver, method) + "-fm", pos);
    }

    /// <summary>A wrapper whose symbol does not depend on this function: other functions may make the same.</summary>
    private IrFunction NewShared(string symbol, Pos pos)
    {
        var wrapper = new IrFunction
        {
            Package = _function.Package,
            Symbol = symbol,
            Outer = _function,
            IsWrapper = true,
            IsDuplicable = true,
            CopiesOperands = true,
            Pos = pos,
            End = pos,
        };
        _function.Closures.Add(wrapper);
        return wrapper;
    }

    // ---- Method expressions ----

    private IrExpression MethodExpression(SelectorSyntax e, Selection selection)
    {
        var method = (Function)selection.Object;
        var type = (SignatureType)(_info.InstanceOf(e.Selector)?.Type ?? selection.Type).Underlying;
        GoType receiver = selection.Receiver;
        bool direct = selection.Path.Count == 1 && IrSelection.KindOf(receiver) == MethodHolder.Concrete
            && method.Origin.HasPointerReceiver == receiver.Underlying is PointerType;
        if (direct)
        {
            return new IrFunctionRef(method.Origin, IrSelection.TypeArguments(receiver, _info.InstanceOf(e.Selector)?.Arguments), type,
                e.Pos);
        }
        IrFunction wrapper = _function.IsGeneric
            ? NewClosure(ClosureSuffix(), e.Pos, e.Pos, isWrapper: true)
            : NewShared(IrSymbols.OfMethodWrapper(receiver, method), e.Pos);
        if (!_function.IsGeneric && IrSelection.KindOf(receiver) == MethodHolder.Concrete)
        {
            // The same code as the method table's wrapper, because the symbol is the same.
            WrapperFactory.FillMethodWrapper(wrapper, receiver, method, selection.Path, selection.Path.Count - 1);
            return new IrClosure(wrapper, type, e.Pos);
        }
        IrSelection.Forward(wrapper, type, (arguments, result) => CallMethodExpression(e, selection, arguments, result), e.Pos);
        return new IrClosure(wrapper, type, e.Pos);
    }

    /// <summary><c>T.M(x, arguments)</c> is <c>x.M(arguments)</c>; the first argument already has type T.</summary>
    private IrExpression CallMethodExpression(SelectorSyntax e, Selection selection, IReadOnlyList<IrExpression> arguments, GoType result)
    {
        var type = (SignatureType)(_info.InstanceOf(e.Selector)?.Type ?? selection.Type).Underlying;
        IrExpression holder = IrSelection.Follow(arguments[0], selection.Path, selection.Path.Count - 1, e.Pos);
        CallTarget target = MethodTarget(holder, (Function)selection.Object, IrSelection.WithoutReceiver(type),
            _info.InstanceOf(e.Selector)?.Arguments, e.Pos);
        var rest = new IrExpression[arguments.Count - 1];
        for (int i = 0; i < rest.Length; i++)
        {
            rest[i] = arguments[i + 1];
        }
        return target.Call(rest, result);
    }
}
