using Go.Compiler.Syntax;
using Go.Compiler.Targets;
using Go.Compiler.Types;

namespace Go.Compiler.Tests.Types;

/// <summary>Short ways to make types by hand.</summary>
internal static class Build
{
    public static readonly Package Main = new("main", "main");
    public static readonly Package Other = new("m.com/q/dd.x", "dd");

    public static readonly AbiFacts Amd64 = new()
    {
        PointerSize = 8, ByteOrder = ByteOrder.Little, IntegerRegisters = 9, FloatRegisters = 15, FixedFrameSize = 0, MaxAlignment = 8,
        StackAlignment = 8, FunctionAlignment = 32, PcQuantum = 1, CallSize = 8, NosplitReserve = 0, AccessAlignment = 1,
        CodeFill = 0xCC, LoopAlignment = 64,
    };

    public static BasicType Int => Universe.Int;
    public static BasicType Str => Universe.String;
    public static BasicType Basic(BasicKind kind) => Universe.Basic(kind);
    public static PointerType Pointer(GoType e) => new(e);
    public static SliceType Slice(GoType e) => new(e);
    public static ArrayType Array(long n, GoType e) => new(e, n);
    public static MapType Map(GoType k, GoType e) => new(k, e);
    public static ChanType Chan(GoType e, ChannelDirection d = ChannelDirection.Both) => new(d, e);

    public static Variable Field(string name, GoType type, Package? package = null, bool embedded = false)
        => new(default, package ?? Main, name, type, VariableKind.Field) { IsEmbedded = embedded };

    public static Variable Embed(GoType type, Package? package = null)
        => Field(((NamedType)(AliasType.Unalias(type) is PointerType p ? p.Element : type)).Name.Name, type, package, true);

    public static StructType Struct(params Variable[] fields) => new(fields, []);

    public static TupleType Tuple(params GoType[] types)
        => new([.. types.Select(t => new Variable(default, Main, "", t, VariableKind.Parameter))]);
    public static SignatureType Func(GoType[] parameters, params GoType[] results)
        => new() { Parameters = Tuple(parameters), Results = Tuple(results) };
    public static SignatureType Variadic(GoType[] parameters, params GoType[] results)
        => new() { Parameters = Tuple(parameters), Results = Tuple(results), IsVariadic = true };

    public static Function Method(string name, SignatureType type, Package? package = null) => new(default, package ?? Main, name, type);
    public static InterfaceType Interface(params Function[] methods) => new(methods, []);
    public static InterfaceType Embedding(params GoType[] embedded) => new([], embedded);
    public static UnionType Union(params UnionTerm[] terms) => new(terms);
    public static UnionTerm Tilde(GoType t) => new(true, t);
    public static UnionTerm Exactly(GoType t) => new(false, t);

    public static NamedType Named(string name, GoType? underlying, Package? package = null)
    {
        NamedType t = new(new TypeName(default, package ?? Main, name, null));
        (package ?? Main).Scope.Insert(t.Name);
        if (underlying is not null)
        {
            t.SetUnderlying(underlying);
        }
        return t;
    }

    public static Function AddMethod(NamedType type, string name, bool pointer, GoType[] parameters, params GoType[] results)
    {
        Variable receiver = new(default, Main, "r", pointer ? new PointerType(type) : type, VariableKind.Receiver);
        Function f = Method(name, new SignatureType { Receiver = receiver, Parameters = Tuple(parameters), Results = Tuple(results) },
            type.Name.Package);
        f.HasPointerReceiver = pointer;
        type.AddMethod(f);
        return f;
    }

    public static TypeParameter Parameter(string name, int index = 0, GoType? constraint = null)
        => new(new TypeName(default, Main, name, null), index) { Constraint = constraint ?? Universe.Any };

    public static string ByName(Package p) => p.Name;
}
