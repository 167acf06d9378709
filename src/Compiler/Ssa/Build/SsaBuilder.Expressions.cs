using Go.Compiler.Collections;
using Go.Compiler.Constants;
using Go.Compiler.Diagnostics;
using Go.Compiler.Ir;
using Go.Compiler.Objects;
using Go.Compiler.RuntimeContract;
using Go.Compiler.Types;

namespace Go.Compiler.Ssa.Build;

internal sealed partial class SsaBuilder
{
    /// <summary>Evaluates an expression whose calls have been evaluated, or one that is itself ordered.</summary>
    private GoValue EvaluateInPlace(IrExpression x)
    {
        _pos = x.Pos;
        switch (x)
        {
            case IrConstant c:
                return Constant(c.Value, T(c.Type));
            case IrZero z:
                return ZeroValue(T(z.Type));
            case IrLocalRef or IrGlobalRef or IrDereference:
                return Read(PlaceOf(x));
            case IrField f:
                return Field(f);
            case IrIndex i:
                return Index(i);
            case IrFunctionRef f:
                return GoValue.Of(T(f.Type), Symbol(new FuncValueSymbol(FunctionValueTarget(f)) { Declared = f.Function.Origin }));
            case IrClosure c:
                return Closure(c);
            case IrUnary u:
                return Unary(u);
            case IrBinary b:
                return Binary(b);
            case IrConvert c:
                return Convert(c);
            case IrAddressOf a:
                return Typed(T(a.Type), AddressOf(a));
            case IrMapIndex m:
                return MapIndex(m)[0];
            case IrSlice s:
                return Slice(s);
            case IrStructLiteral or IrArrayLiteral:
                return Literal(x);
            case IrMapLiteral m:
                return MapLiteral(m);
            case IrNew n:
                return New(n);
            case IrMake m:
                return Make(m);
            case IrCall or IrInterfaceCall or IrTypeParameterCall or IrRuntimeCall or IrBuiltinCall:
                return Single(ResultsInPlace(x), T(x.Type));
            case IrMethodValue m:
                return MethodValue(m);
            case IrTypeAssert a:
                return TypeAssert(a)[0];
            case IrReceive r:
                return Receive(r)[0];
            case IrNilCheck n:
                return NilCheck(n);
            case IrSequence s:
                Statements(s.Statements);
                return Evaluate(s.Value);
            default:
                throw Unexpected.Value(x);
        }
    }

    private GoValue[] ResultsInPlace(IrExpression x)
    {
        _pos = x.Pos;
        switch (x)
        {
            case IrCall c:
                return Call(c);
            case IrInterfaceCall c:
                return InterfaceCall(c.Receiver, c.Method, c.Arguments, c.Pos);
            case IrTypeParameterCall c:
                return TypeParameterCall(c);
            case IrRuntimeCall c:
                return RuntimeCallExpression(c);
            case IrBuiltinCall b:
                return Builtin(b);
            case IrMapIndex m:
                return MapIndex(m);
            case IrTypeAssert a:
                return TypeAssert(a);
            case IrReceive r:
                return Receive(r);
            case IrSequence s:
                Statements(s.Statements);
                return EvaluateResults(s.Value);
            default:
                return [EvaluateInPlace(x)];
        }
    }

    private static GoValue Single(GoValue[] results, GoType type) => results.Length switch
    {
        0 => GoValue.Empty(type),
        1 => results[0],
        _ => throw Unexpected.State("several values where one is wanted"),
    };

    /// <summary>Evaluates for effect.</summary>
    private void EvaluateForEffect(IrExpression x)
    {
        if (x is IrCall or IrInterfaceCall or IrTypeParameterCall or IrRuntimeCall or IrBuiltinCall or IrReceive or IrMapIndex
            or IrTypeAssert or IrSequence)
        {
            EvaluateResults(x);
        }
        else
        {
            Evaluate(x);
        }
    }

    // Constants

    private GoValue Constant(ConstantValue value, GoType type)
    {
        GoType under = Under(type);
        if (under is not BasicType basic)
        {
            if (under is InterfaceType)
            {
                throw Unexpected.State("constant of interface type");
            }
            // A pointer, channel or the like: only nil.
            return ZeroValue(type);
        }
        switch (basic.Kind)
        {
            case BasicKind.Bool:
                return GoValue.Of(type, Const(ValueKind.I8, ((BoolConstant)value).Value ? 1 : 0));
            case BasicKind.String:
                byte[] bytes = value is StringConstant s ? s.Bytes : throw Unexpected.Value(value);
                return GoValue.Of(type, StringData(bytes), ConstInt(bytes.Length));
            case BasicKind.Float32:
                return GoValue.Of(type, FloatConstant(ValueKind.F32, value));
            case BasicKind.Float64:
                return GoValue.Of(type, FloatConstant(ValueKind.F64, value));
            case BasicKind.Complex64 or BasicKind.Complex128:
                ValueKind part = basic.Kind == BasicKind.Complex64 ? ValueKind.F32 : ValueKind.F64;
                return GoValue.Of(type, FloatConstant(part, ConstantArithmetic.ToFloat(ConstantArithmetic.Real(value))),
                    FloatConstant(part, ConstantArithmetic.ToFloat(ConstantArithmetic.Imaginary(value))));
            case BasicKind.UnsafePointer or BasicKind.UntypedNil:
                return ZeroValue(type);
            default:
                return GoValue.Of(type, Const(KindOf(type), IntegerBits(value, KindOf(type))));
        }
    }

    private static long IntegerBits(ConstantValue value, ValueKind kind)
    {
        if (ConstantArithmetic.ToInt(value) is not IntConstant integer)
        {
            throw Unexpected.Value(value);
        }
        long bits = integer.Value.Sign < 0 ? (long)integer.Value : unchecked((long)(ulong)(integer.Value & ulong.MaxValue));
        return ScalarBits.SignExtended(bits, kind);
    }

    private ValueId FloatConstant(ValueKind kind, ConstantValue value)
    {
        ConstantValue real = value is ComplexConstant c ? c.Real : value;
        return Const(kind, kind == ValueKind.F32 ? (int)ConstantFloats.SingleBitsOf(real) : (long)ConstantFloats.DoubleBitsOf(real));
    }

    private ValueId StringData(byte[] bytes) => bytes.Length == 0 ? Nil() : Symbol(new StringSymbol(bytes));

    // Fields and elements

    private GoValue Field(IrField f)
    {
        if (IsPlace(f.X))
        {
            return Read(PlaceOf(f));
        }
        GoValue x = Evaluate(f.X);
        var type = (StructType)Under(x.Type);
        GoType field = type.Fields[f.Index].Type!;
        return x.IsInMemory
            ? Load(x.Address, _layout.FieldOffsets(type)[f.Index], field)
            : x.Part(ScalarsBefore(type, f.Index), Components(field)!.Count, field);
    }

    private GoValue Index(IrIndex i)
    {
        GoType type = T(i.X.Type);
        if (IsString(type))
        {
            GoValue s = EvaluateTemporaryString(i.X);
            ValueId at = CheckedIndex(i.Index, s[1], i.Pos);
            return GoValue.Of(T(i.Type), LoadScalar(ElementAddress(s[0], at, 1), 0, ValueKind.I8));
        }
        if (IsPlace(i))
        {
            return Read(PlaceOf(i));
        }
        var array = (ArrayType)Under(type);
        GoValue x = Evaluate(i.X);
        ValueId index = CheckedIndex(i.Index, ConstInt(array.Length), i.Pos);
        if (array.Length == 0)
        {
            return ZeroValue(array.Element);
        }
        return x.IsInMemory ? Load(ElementAddress(x.Address, index, array.Element), 0, array.Element) : x.Part(0, x.Count, array.Element);
    }

    private ValueId AddressOf(IrAddressOf a)
    {
        if (IsPlace(a.X))
        {
            return AddressOf(PlaceOf(a.X));
        }
        // A composite literal, possibly under conversions: a new variable.
        GoType type = T(a.X.Type);
        ValueId address = Allocate(type, "&" + TypeText(type) + "{...}", isImplicit: false);
        EvaluateInto(a.X, address, isFresh: true);
        return address;
    }

    private static string TypeText(GoType type) => type is NamedType named ? named.Name.Name : "T";

    private GoValue New(IrNew n)
    {
        GoType type = ((PointerType)Under(T(n.Type))).Element;
        GoValue? value = n.Value is null or IrZero ? null : Stable(Evaluate(n.Value));
        ValueId address = Allocate(type, "new(" + TypeText(type) + ")", isImplicit: false);
        if (value is { } v)
        {
            Store(address, 0, v.As(type), ValueFlags.FreshMemory);
        }
        return Typed(T(n.Type), address);
    }

    private GoValue NilCheck(IrNilCheck n)
    {
        GoValue x = Evaluate(n.X);
        _pos = n.Pos;
        ValueId check = Emit(Op.NilCheck, _f[x[0]].Kind, x[0]);
        return x.Count == 1 ? GoValue.Of(x.Type, check) : GoValue.Of(x.Type, check, x[1]);
    }

    // Functions as values

    private FunctionSymbol FunctionValueTarget(IrFunctionRef f) => new(RequestFunction(f), FunctionAbi.Internal);

    /// <summary>Symbol of a function reference; instances are noted as needed.</summary>
    private string RequestFunction(IrFunctionRef f)
    {
        return f.TypeArguments.Count == 0 ? _env.SymbolOf(f.Function)
            : RequestInstance(f.Function.Origin, _types.Substitute(f.TypeArguments));
    }

    private string RequestInstance(Function origin, IReadOnlyList<GoType> arguments)
    {
        var key = new InstanceKey(origin, arguments);
        _instances.Add(key);
        return key.Symbol;
    }

    private string ClosureSymbol(IrFunction closure) => _types.IsEmpty ? closure.Symbol : _outermostSymbol + closure.NameSuffix;

    private GoValue Closure(IrClosure c, bool isImplicit = true)
    {
        GoType type = T(c.Type);
        var symbol = new FunctionSymbol(ClosureSymbol(c.Function), FunctionAbi.Internal);
        if (c.Function.Captures.Count == 0)
        {
            return GoValue.Of(type, Symbol(new FuncValueSymbol(symbol)));
        }
        long[] offsets = CaptureOffsets(c.Function, out StructType layout);
        var values = new GoValue[c.Function.Captures.Count];
        var references = new EntityList<long>();
        for (int i = 0; i < values.Length; i++)
        {
            IrCapture capture = c.Function.Captures[i];
            Place place = PlaceOf(capture.Outer);
            if (capture.ByReference)
            {
                values[i] = GoValue.Of(new PointerType(place.Type), AddressOf(place));
                references.Add(offsets[i]);
            }
            else
            {
                values[i] = Read(place);
                _known.NoteCopy(_f, capture.Outer, values[i]);
            }
        }
        _pos = c.Pos;
        var site = SiteOf(layout, "func literal", isImplicit && !c.Function.IsWrapper)
            with { Closure = SymbolNames.WithoutPackage(symbol.Name, _f.Package.Path) };
        ValueId address = Emit(Op.Allocate, ValueKind.Pointer, default(ReadOnlySpan<ValueId>), 0, site);
        StoreScalar(address, 0, Emit(Op.FunctionAddress, ValueKind.I64, default(ReadOnlySpan<ValueId>), 0, symbol), ValueFlags.FreshMemory);
        for (int i = 0; i < values.Length; i++)
        {
            Store(address, offsets[i], values[i], ValueFlags.FreshMemory);
        }
        _closures.Add(new ClosureSite(address, c.Function, references) { Symbol = symbol.Name });
        return GoValue.Of(type, address);
    }

    /// <summary><c>x.M</c> as a value, of an interface or of a type parameter's value: a closure over the receiver.</summary>
    private GoValue MethodValue(IrMethodValue m)
    {
        GoType type = T(m.Receiver.Type);
        IrFunction wrapper;
        if (TypePredicates.IsInterface(type))
        {
            wrapper = WrapperFactory.MakeInterfaceMethodValue(type,
                TypeSets.Of((InterfaceType)Under(type)).Methods[MethodIndex((InterfaceType)Under(type), m.Method)], _env.Package);
        }
        else
        {
            // The receiver is copied; the call inside resolves the method as for a constraint's method.
            var outer = new IrLocal(".this", type, m.Pos);
            var inner = new IrLocal(".this", type, m.Pos) { CapturedFrom = outer };
            wrapper = new IrFunction { Package = _ir.Package, Symbol = WrapperFactory.InterfaceMethodValueSymbol(type, m.Method),
                IsWrapper = true, IsDuplicable = true };
            wrapper.Captures.Add(new IrCapture(outer, inner, false));
            var signature = (SignatureType)Under(T(m.Type));
            IrSelection.Forward(wrapper, signature, (arguments, result)
                => new IrTypeParameterCall(new IrLocalRef(inner, m.Pos), m.Method, arguments, result, m.Pos), m.Pos);
        }
        _wrappers.Add(wrapper);
        GoValue receiver = Evaluate(m.Receiver);
        _pos = m.Pos;
        if (TypePredicates.IsInterface(type))
        {
            Emit(Op.NilCheck, ValueKind.I64, receiver[0]);
            int index = MethodIndex((InterfaceType)Under(type), m.Method);
            Mark(RelocationKind.UseInterfaceMethod, type, null, index);
        }
        long[] offsets = CaptureOffsets(wrapper, out StructType layout);
        ValueId address = Allocate(layout, "method value", isImplicit: true);
        var symbol = new FunctionSymbol(wrapper.Symbol, FunctionAbi.Internal);
        StoreScalar(address, 0, Emit(Op.FunctionAddress, ValueKind.I64, default(ReadOnlySpan<ValueId>), 0, symbol), ValueFlags.FreshMemory);
        Store(address, offsets[0], receiver, ValueFlags.FreshMemory);
        return GoValue.Of(T(m.Type), address);
    }
}
