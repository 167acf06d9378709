using System.Numerics;
using Go.Compiler.Diagnostics;
using Go.Compiler.Ir;
using Go.Compiler.Types;

namespace Go.Compiler.Tests.Ir.Interpretation;

internal sealed partial class Interpreter
{
    private object? Evaluate(IrExpression? expression, Frame frame)
    {
        Step();
        switch (expression)
        {
            case null:
                return null;
            case IrConstant e:
                return Constant(e.Value, frame.TypeOf(e));
            case IrZero e:
                return Zero(frame.TypeOf(e));
            case IrLocalRef or IrGlobalRef or IrDereference:
                return Place(expression, frame).Value;
            case IrField e:
                return ((Aggregate)Evaluate(e.X, frame)!).Cells[e.Index].Value;
            case IrIndex e:
                return Index(e, frame);
            case IrUnary e:
                return Unary(e.Op, Evaluate(e.X, frame), frame.TypeOf(e));
            case IrBinary e:
                return Binary(e, frame);
            case IrConvert e:
                return Converted(Evaluate(e.X, frame), frame.TypeOf(e.X), frame.TypeOf(e));
            case IrAddressOf e:
                return e.X is IrStructLiteral or IrArrayLiteral or IrMapLiteral
                    ? new Cell(Cell.Copied(Evaluate(e.X, frame))) : Place(e.X, frame);
            case IrNilCheck e:
                return Evaluate(e.X, frame) ?? throw PanicException.NilDereference();
            case IrMapIndex e:
                var map = (MapValue?)Evaluate(e.Map, frame);
                object? entry = Entry(map, Evaluate(e.Key, frame), (MapType)frame.TypeOf(e.Map).Underlying, out bool found);
                return e.CommaOk ? new object?[] { Cell.Copied(entry), found } : entry;
            case IrSlice e:
                return Slice(e, frame);
            case IrTypeAssert e:
                return TypeAssert(e, frame);
            case IrReceive e:
                (object? received, bool ok) = Receive((ChannelValue?)Evaluate(e.Channel, frame));
                received = ok ? received : Zero(((ChanType)frame.TypeOf(e.Channel).Underlying).Element);
                return e.CommaOk ? new object?[] { received, ok } : received;
            case IrSequence e:
                foreach (IrStatement statement in e.Statements)
                {
                    Execute(statement, frame);
                }
                return Evaluate(e.Value, frame);
            default:
                return LiteralOrCall(expression, frame);
        }
    }

    private object? LiteralOrCall(IrExpression expression, Frame frame)
    {
        switch (expression)
        {
            case IrStructLiteral e:
                var structure = (Aggregate)Zero(frame.TypeOf(e))!;
                foreach ((int field, IrExpression value) in e.Fields)
                {
                    structure.Cells[field].Set(Evaluate(value, frame));
                }
                return structure;
            case IrArrayLiteral e:
                return ArrayLiteral(e, frame);
            case IrMapLiteral e:
                var map = new MapValue();
                foreach ((IrExpression key, IrExpression value) in e.Entries)
                {
                    object? k = Cell.Copied(Evaluate(key, frame));
                    SetEntry(map, k, Evaluate(value, frame), (MapType)frame.TypeOf(e).Underlying);
                }
                return map;
            case IrNew e:
                return new Cell(e.Value is null ? Zero(((PointerType)frame.TypeOf(e).Underlying).Element)
                    : Cell.Copied(Evaluate(e.Value, frame)));
            case IrMake e:
                return Make(e, frame);
            case IrFunctionRef e:
                return Function(e, frame);
            case IrClosure e:
                var captures = new Dictionary<IrLocal, Cell>(ReferenceEqualityComparer.Instance);
                foreach (IrCapture capture in e.Function.Captures)
                {
                    Cell outer = frame[capture.Outer];
                    captures.Add(capture.Inner, capture.ByReference ? outer : new Cell(Cell.Copied(outer.Value)));
                }
                return new FunctionValue { Function = e.Function, Captures = captures, Environment = frame.Environment };
            case IrCall e:
                var callee = (FunctionValue?)Evaluate(e.Callee, frame);
                object?[] arguments = Arguments(e.Arguments, frame);
                return Call(callee, arguments, PassedOn(frame));
            case IrInterfaceCall e:
                object? receiver = Evaluate(e.Receiver, frame);
                return CallInterface(receiver, e.Method, Arguments(e.Arguments, frame), PassedOn(frame));
            case IrTypeParameterCall e:
                object? self = Evaluate(e.Receiver, frame);
                return CallOnTypeParameter(self, frame.TypeOf(e.Receiver), e.Method, Arguments(e.Arguments, frame), PassedOn(frame));
            case IrMethodValue e:
                return MethodValue(e, frame);
            case IrRuntimeCall e:
                return RuntimeCall(e, frame);
            case IrBuiltinCall e:
                return Builtin(e, frame);
            default:
                throw Unexpected.Value(expression);
        }
    }

    /// <summary>What a wrapper calls stands for the deferred function itself.</summary>
    private static PanicState? PassedOn(Frame frame) => frame.Function.IsWrapper ? frame.Panic : null;

    private object?[] Arguments(IReadOnlyList<IrExpression> arguments, Frame frame)
        => [.. arguments.Select(a => Cell.Copied(Evaluate(a, frame)))];

    private FunctionValue Function(IrFunctionRef e, Frame frame)
    {
        IrFunction body = _bodies.TryGetValue(e.Function, out IrFunction? known)
            ? known : throw new NotModelledException("function " + e.Function);
        return new FunctionValue
        {
            Function = body,
            Environment = body.IsGeneric ? new IrTypeEnvironment(body.TypeParameters, frame.Environment.Substitute(e.TypeArguments))
                : IrTypeEnvironment.Empty,
        };
    }

    private FunctionValue MethodValue(IrMethodValue e, Frame frame)
    {
        GoType type = frame.TypeOf(e.Receiver);
        object? receiver = Cell.Copied(Evaluate(e.Receiver, frame));
        if (receiver is null && TypePredicates.IsInterface(type))
        {
            throw PanicException.NilDereference();
        }
        return new FunctionValue { Native = arguments => CallOnTypeParameter(receiver, type, e.Method, arguments, null) };
    }

    private object? RuntimeCall(IrRuntimeCall e, Frame frame)
    {
        switch (e.Name)
        {
            case "deferrangefunc":
                return new InterfaceValue(Universe.Int, frame);
            case "panicrangestate":
                throw PanicException.Runtime(Evaluate(e.Arguments[0], frame) switch
                {
                    0L => "range function continued iteration after function for loop body returned false",
                    2L => "range function continued iteration after loop body panic",
                    3L => "range function continued iteration after whole loop exit",
                    4L => "range function recovered a loop body panic and did not resume panicking",
                    var other => throw Unexpected.Value(other),
                });
            case "panicwrap":
                throw PanicException.Runtime("value method called using nil pointer");
            default:
                throw new NotModelledException(e.Name);
        }
    }

    // ---- Places ----

    private Cell Place(IrExpression expression, Frame frame)
    {
        switch (expression)
        {
            case IrLocalRef e:
                return frame[e.Local];
            case IrGlobalRef e:
                return _globals[e.Variable];
            case IrDereference e:
                return Pointed(Evaluate(e.X, frame));
            case IrField e:
                return ((Aggregate)Place(e.X, frame).Value!).Cells[e.Index];
            case IrIndex e when frame.TypeOf(e.X).Underlying is SliceType:
                var slice = (SliceValue?)Evaluate(e.X, frame);
                return Element(slice, Evaluate(e.Index, frame));
            case IrIndex e:
                Cell array = Place(e.X, frame);
                return Element((Aggregate)array.Value!, Evaluate(e.Index, frame));
            default:
                return new Cell(Cell.Copied(Evaluate(expression, frame)));
        }
    }

    private static Cell Element(SliceValue? slice, object? index)
    {
        long i = InRange(index, slice?.Length ?? 0);
        return slice!.Array[slice.Offset + (int)i];
    }

    private static Cell Element(Aggregate array, object? index) => array.Cells[InRange(index, array.Cells.Length)];

    private static long InRange(object? index, long length)
    {
        long i = (long)index!;
        return i >= 0 && i < length ? i : throw PanicException.Runtime($"index out of range [{i}] with length {length}");
    }

    private object? Index(IrIndex e, Frame frame)
    {
        object? x = Evaluate(e.X, frame), index = Evaluate(e.Index, frame);
        return x switch
        {
            string s => (long)s[(int)InRange(index, s.Length)],
            Aggregate array => Element(array, index).Value,
            Cell pointer => Element((Aggregate)pointer.Value!, index).Value,
            _ => Element((SliceValue?)x, index).Value,
        };
    }

    private object? Slice(IrSlice e, Frame frame)
    {
        object? x = Evaluate(e.X, frame);
        long? low = (long?)Evaluate(e.Low, frame), high = (long?)Evaluate(e.High, frame), max = (long?)Evaluate(e.Max, frame);
        switch (x)
        {
            case string s:
                CheckBounds(low ?? 0, high ?? s.Length, s.Length, s.Length);
                return s[(int)(low ?? 0)..(int)(high ?? s.Length)];
            case Cell pointer:
                Cell[] cells = ((Aggregate)pointer.Value!).Cells;
                x = new SliceValue(cells, 0, cells.Length, cells.Length);
                break;
            case null when frame.TypeOf(e.X).Underlying is PointerType:
                throw PanicException.NilDereference();
        }
        SliceValue slice = (SliceValue?)x ?? new SliceValue([], 0, 0, 0);
        long from = low ?? 0, to = high ?? slice.Length, limit = max ?? slice.Capacity;
        CheckBounds(from, to, limit, slice.Capacity);
        return x is null ? null : new SliceValue(slice.Array, slice.Offset + (int)from, (int)(to - from), (int)(limit - from));
    }

    private static void CheckBounds(long low, long high, long max, long capacity)
    {
        if (low < 0 || low > high || high > max || max > capacity)
        {
            throw PanicException.Runtime("slice bounds out of range");
        }
    }

    private object ArrayLiteral(IrArrayLiteral e, Frame frame)
    {
        GoType type = frame.TypeOf(e).Underlying, element = type is ArrayType array ? array.Element : ((SliceType)type).Element;
        var cells = new Cell[e.Length];
        for (int i = 0; i < cells.Length; i++)
        {
            cells[i] = new Cell(Zero(element));
        }
        foreach ((long index, IrExpression value) in e.Elements)
        {
            cells[index].Set(Evaluate(value, frame));
        }
        return type is ArrayType ? new Aggregate(cells) : new SliceValue(cells, 0, cells.Length, cells.Length);
    }

    private object? TypeAssert(IrTypeAssert e, Frame frame)
    {
        var x = (InterfaceValue?)Evaluate(e.X, frame);
        GoType target = frame.Substitute(e.Target);
        bool holds = x is not null && Holds(x, target);
        if (!holds && !e.CommaOk)
        {
            throw PanicException.Plain("interface conversion");
        }
        object? value = !holds ? Zero(target) : TypePredicates.IsInterface(target) ? x : Cell.Copied(x!.Value);
        return e.CommaOk ? new object?[] { value, holds } : value;
    }

    private object? Binary(IrBinary e, Frame frame)
    {
        switch (e.Op)
        {
            case IrBinaryOp.AndAlso:
                return (bool)Evaluate(e.X, frame)! && (bool)Evaluate(e.Y, frame)!;
            case IrBinaryOp.OrElse:
                return (bool)Evaluate(e.X, frame)! || (bool)Evaluate(e.Y, frame)!;
            default:
                object? x = Cell.Copied(Evaluate(e.X, frame));
                return Operate(e.Op, x, Evaluate(e.Y, frame), frame.TypeOf(e.X), frame.TypeOf(e.Y));
        }
    }

    private static object Unary(IrUnaryOp op, object? x, GoType type) => (op, x) switch
    {
        (IrUnaryOp.Not, bool b) => !b,
        (IrUnaryOp.Complement, long l) => Wrapped(~l, type),
        (IrUnaryOp.Negate, long l) => Wrapped(-l, type),
        (IrUnaryOp.Negate, double d) => -d,
        (IrUnaryOp.Negate, Complex c) => -c,
        _ => throw Unexpected.Value(op),
    };
}
