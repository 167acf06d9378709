using Go.Compiler.Constants;
using Go.Compiler.Diagnostics;
using Go.Compiler.RuntimeContract;
using Go.Compiler.Types;

namespace Go.Compiler.Ir;

/// <summary>Code of a method as a method table or itab wants it.</summary>
/// <param name="Symbol">Symbol of the code.</param>
/// <param name="Declared">The declared method, when the table can use it as it is; else null and <see cref="WrapperFactory.MakeMethod"/>
/// makes the wrapper.</param>
/// <param name="TypeArguments">Of <paramref name="Declared"/>.</param>
/// <param name="Receiver">Receiver type of the code: the first parameter.</param>
public readonly record struct MethodCode(string Symbol, Function? Declared, IReadOnlyList<GoType> TypeArguments, GoType Receiver);

/// <summary>
/// Functions that nobody wrote, made on request of the back end for concrete types: method wrappers, method values of interfaces, equality
/// and hash functions. Each is an ordinary bound tree with a symbol that depends on the type only.
/// </summary>
public static partial class WrapperFactory
{
    /// <summary>The code called with a receiver of the type itself (Tfn of the method table, method expressions).</summary>
    public static MethodCode Method(GoType receiver, MethodEntry entry)
    {
        Function origin = entry.Method.Origin;
        bool isPointer = AliasType.Unalias(receiver) is PointerType;
        if (entry.Path.Count == 0 && origin.HasPointerReceiver == isPointer)
        {
            IReadOnlyList<GoType> arguments = IrSelection.TypeArguments(receiver, null);
            return new MethodCode(SymbolNames.Of(origin, arguments), origin, arguments, receiver);
        }
        return new MethodCode(IrSymbols.OfMethodWrapper(receiver, entry.Method), null, [], receiver);
    }

    /// <summary>
    /// The code called with an interface's data word as receiver (Ifn, itabs): the type's own when the word is the value (contract 4.5),
    /// else that of the pointer type, which copies the value out.
    /// </summary>
    public static MethodCode InterfaceMethod(GoType receiver, MethodEntry entry, Layout layout)
        => layout.IsDirectInterface(receiver) ? Method(receiver, entry) : Method(new PointerType(receiver), entry);

    /// <summary>
    /// Makes the wrapper that <see cref="Method"/> named for this receiver type and entry, for the package being compiled.
    /// </summary>
    public static IrFunction MakeMethod(GoType receiver, MethodEntry entry, Package package)
    {
        IrFunction wrapper = NewWrapper(IrSymbols.OfMethodWrapper(receiver, entry.Method), package);
        FillMethodWrapper(wrapper, receiver, entry.Method, entry.Path, entry.Path.Count);
        return wrapper;
    }

    /// <summary>Symbol of <see cref="MakeInterfaceMethodValue"/>.</summary>
    public static string InterfaceMethodValueSymbol(GoType type, Function method) => IrSymbols.OfMethodWrapper(type, method) + "-fm";

    /// <summary>The function behind a method value of an interface: its closure holds the interface.</summary>
    public static IrFunction MakeInterfaceMethodValue(GoType type, Function method, Package package)
    {
        IrFunction wrapper = NewWrapper(InterfaceMethodValueSymbol(type, method), package);
        var outer = new IrLocal(".this", type, default);
        var inner = new IrLocal(".this", type, default) { CapturedFrom = outer };
        wrapper.Captures.Add(new IrCapture(outer, inner, false));
        IrSelection.Forward(wrapper, method.Signature,
            (arguments, result) => new IrInterfaceCall(new IrLocalRef(inner, default), method, arguments, result, default), default);
        return wrapper;
    }

    private static IrFunction NewWrapper(string symbol, Package package)
        => new() { Package = package, Symbol = symbol, IsWrapper = true, IsDuplicable = true };

    /// <summary>
    /// Parameters and body of a method wrapper. <paramref name="count"/>: how many entries of the path are embedded fields.
    /// </summary>
    internal static void FillMethodWrapper(IrFunction wrapper, GoType receiver, Function method, IReadOnlyList<int> path, int count)
    {
        var self = new IrLocal(".this", receiver, default) { IsParameter = true };
        wrapper.Parameters.Add(self);
        SignatureType signature = method.Signature;
        IReadOnlyList<IrExpression> arguments = IrSelection.AddSignature(wrapper, signature, default);
        IrExpression start = new IrLocalRef(self, default);
        if (IrSelection.PointerElement(receiver) is { } pointed && IrSelection.PointerElement(pointed) is not null)
        {
            // A pointer to a not-in-heap type is not stored directly in interfaces: the word points to the pointer (contract 4.5).
            start = new IrDereference(start, pointed, default);
        }
        IrExpression holder = IrSelection.Follow(start, path, count, default);
        GoType result = IrSelection.ResultType(signature);
        var body = new List<IrStatement>();
        IrExpression call;
        if (IrSelection.KindOf(holder.Type) == MethodHolder.Interface)
        {
            call = new IrInterfaceCall(holder, method, arguments, result, default);
        }
        else
        {
            Function origin = method.Origin;
            GoType? element = IrSelection.PointerElement(holder.Type);
            if (origin.HasPointerReceiver && element is null)
            {
                holder = new IrAddressOf(holder, new PointerType(holder.Type), default);
            }
            else if (!origin.HasPointerReceiver && element is not null)
            {
                if (count == 0)
                {
                    body.Add(PanicIfNil(holder));
                }
                holder = new IrDereference(holder, element, default);
            }
            call = new IrCall(IrSelection.MethodReference(origin, holder.Type, null, signature, default), [holder, .. arguments], result,
                default);
        }
        body.Add(signature.Results.Count == 0 ? new IrExpressionStatement(call) : new IrReturn([call], default));
        wrapper.Body = new IrBlock(body, default);
    }

    /// <summary>Calling a value method through a nil pointer has a panic of its own that names the method (contract 4.6).</summary>
    private static IrIf PanicIfNil(IrExpression pointer)
        => new(new IrBinary(IrBinaryOp.Equal, pointer, new IrZero(pointer.Type, default), Universe.Bool, default),
            new IrExpressionStatement(new IrRuntimeCall("panicwrap", [], TupleType.Empty, default)), null, default);
}
