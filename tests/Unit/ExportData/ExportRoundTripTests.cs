using Go.Compiler.Modules;
using Go.Compiler.Constants;
using Go.Compiler.ExportData;
using Go.Compiler.Ir;
using Go.Compiler.Text;
using Go.Compiler.Types;
using static Go.Compiler.Tests.Types.Build;

namespace Go.Compiler.Tests.Export;

public sealed class ExportRoundTripTests
{
    private readonly SourceFileTable _files = new();

    private static ExportedPackage Export(Package p, SourceFileTable files, Func<Function, IrFunction?>? bodies = null)
        => ExportWriter.Write(p, files, bodies ?? (_ => null));

    private static PackageTable Table(params ExportedPackage[] packages)
    {
        Dictionary<string, byte[]> bytes = [];
        foreach (ExportedPackage p in packages)
        {
            bytes.Add(PathIn(p), p.Bytes);
        }
        PackageTable table = new(new SourceFileTable(), path => bytes.GetValueOrDefault(path));
        table.Add(Main, _ => null); // the builders' parameters belong to it
        return table;
    }

    private static string PathIn(ExportedPackage p) => new PackageTable(new SourceFileTable(), _ => null).Add(p.Bytes).Path;

    private static T Declare<T>(Package p, T o)
        where T : GoObject
    {
        Assert.Null(p.Scope.Insert(o));
        return o;
    }

    private static NamedType Type(Package p, string name, GoType? underlying = null)
    {
        NamedType t = new(Declare(p, new TypeName(default, p, name, null)));
        if (underlying is not null)
        {
            t.SetUnderlying(underlying);
        }
        return t;
    }

    private static Function Func(Package p, string name, GoType[] parameters, params GoType[] results)
        => Declare(p, new Function(default, p, name, Types.Build.Func(parameters, results)));

    [Fact]
    public void Objects_of_every_kind_come_back()
    {
        Package p = new("a/b", "b") { GoVersion = "go1.27", IsRuntimePackage = true };
        Declare(p, new ConstantObject(default, p, "C", Universe.Basic(BasicKind.UntypedFloat), ConstantLiterals.Float("1e5000")));
        Declare(p, new ConstantObject(default, p, "D", Universe.String, ConstantLiterals.String("\"x\\xff\"")));
        Declare(p, new ConstantObject(default, p, "E", Universe.Basic(BasicKind.UntypedComplex), ConstantLiterals.Imaginary("2.5i")));
        Declare(p, new ConstantObject(default, p, "F", Universe.Basic(BasicKind.Uint64), ConstantLiterals.Integer("18446744073709551615")));
        Declare(p, new Variable(default, p, "V", Map(Str, Slice(Universe.Byte)), VariableKind.PackageLevel) { LinkName = "other.v" });
        NamedType hidden = Type(p, "hidden", Int);
        NamedType t = Type(p, "T");
        t.SetUnderlying(new StructType([Field("Next", Pointer(t), p), Field("h", hidden, p), Field("error", Universe.Error, p, true)],
            ["tag", null, null]));
        AddMethod(t, "M", true, [Universe.Any], Universe.Error);
        Function f = Func(p, "Fn", [Int, Chan(Str)], Pointer(t));
        f.Pragmas = FunctionPragmas.Nosplit | FunctionPragmas.Noinline;
        f.Abi = FunctionAbi.Abi0;
        f.HasBody = true;
        f.LinkName = "x.y";
        f.EscapeTags = [1, 0, 255];
        Func(p, "unused", [Str]);
        TypeName alias = Declare(p, new TypeName(default, p, "A", null) { IsAlias = true });
        TypeParameter q = Parameter("Q");
        alias.Type = new AliasType(alias, Slice(q)) { TypeParameters = [q] };

        ExportedPackage exported = Export(p, _files);
        PackageTable table = Table(exported);
        Package r = table.Import("a/b");

        Assert.Equal("b go1.27 True True", $"{r.Name} {r.GoVersion} {r.IsRuntimePackage} {r.IsComplete}");
        Assert.Equal("A C D E F Fn T V hidden", string.Join(' ', r.Scope.SortedNames()));
        Assert.Null(r.Scope.Lookup("unused"));
        foreach (string name in r.Scope.SortedNames())
        {
            Assert.Equal(TypePrinter.PrintObject(p.Scope.Lookup(name)!), TypePrinter.PrintObject(r.Scope.Lookup(name)!));
            Assert.Same(r.Scope.Lookup(name), r.Scope.Lookup(name));
        }
        Assert.Equal("1e+5000", ((ConstantObject)r.Scope.Lookup("C")!).Value.ToString());
        Assert.Equal([0x78, 0xff], ((StringConstant)((ConstantObject)r.Scope.Lookup("D")!).Value).Bytes);
        Assert.Equal("(0 + 2.5i)", ((ConstantObject)r.Scope.Lookup("E")!).Value.ToString());
        Assert.Equal("other.v", ((Variable)r.Scope.Lookup("V")!).LinkName);
        Function g = (Function)r.Scope.Lookup("Fn")!;
        Assert.Equal((f.Pragmas, f.Abi, true, "x.y"), (g.Pragmas, g.Abi, g.HasBody, g.LinkName));
        Assert.Equal(f.EscapeTags, g.EscapeTags);
        NamedType rt = (NamedType)r.Scope.Lookup("T")!.Type!;
        Assert.Equal("tag", ((StructType)rt.Underlying).TagOf(0));
        Assert.Same(rt, ((PointerType)((StructType)rt.Underlying).Fields[0].Type!).Element);
        Assert.Equal("Error M", string.Join(' ', Lookup.MethodSet(Pointer(rt)).Select(m => m.Method.Name)));
        Assert.Equal(exported.Bytes, Export(r, table.Files).Bytes);
    }

    [Fact]
    public void Generic_types_instantiate_like_checked_ones()
    {
        Package p = new("g", "g");
        NamedType list = Type(p, "List");
        TypeParameter t = Parameter("T");
        t.Constraint = Embedding(Universe.Comparable, Interface(Method("Less", Types.Build.Func([t], Universe.Bool), p)));
        list.TypeParameters = [t];
        list.SetUnderlying(Struct(Field("next", Pointer(Instantiation.Instantiate(list, [t])), p), Field("Value", t, p)));
        TypeParameter e = Parameter("E", 0, t.Constraint);
        GoType receiver = Pointer(Instantiation.Instantiate(list, [e]));
        list.AddMethod(new Function(default, p, "Push", new SignatureType
        {
            Receiver = new Variable(default, p, "l", receiver, VariableKind.Receiver), ReceiverTypeParameters = [e], Parameters = Tuple(e),
            Results = Tuple(receiver),
        })
        { HasPointerReceiver = true });
        Declare(p, new Variable(default, p, "V", Instantiation.Instantiate(list, [Int]), VariableKind.PackageLevel));
        TypeParameter k = Parameter("K");
        k.Constraint = Union(Tilde(Slice(k)));
        Declare(p, new Function(default, p, "Fn", new SignatureType { TypeParameters = [k], Parameters = Tuple(k),
            Results = TupleType.Empty }));

        ExportedPackage exported = Export(p, _files);
        PackageTable table = Table(exported);
        Package r = table.Import("g");
        NamedType ints = (NamedType)r.Scope.Lookup("V")!.Type!;
        Assert.Equal("struct{next *g.List[int]; Value int}", TypePrinter.Print(ints.Underlying));
        Assert.Equal("func(int) *g.List[int]", TypePrinter.Print(ints.Methods[0].Signature));
        Assert.Same(ints, Instantiation.Instantiate((NamedType)r.Scope.Lookup("List")!.Type!, [Int]));
        Assert.Equal("func[K ~[]K](K)", TypePrinter.Print(r.Scope.Lookup("Fn")!.Type!));
        Assert.Equal(TypePrinter.PrintObject(list.Name), TypePrinter.PrintObject(r.Scope.Lookup("List")!));
        Assert.Equal(exported.Bytes, Export(r, table.Files).Bytes);
    }

    [Fact]
    public void Packages_refer_to_each_other_by_name()
    {
        Package low = new("low", "low"), high = new("high", "high");
        NamedType t = Type(low, "T", Struct(Field("F", Int, low)));
        AddMethod(t, "M", false, []);
        NamedType local = new(new TypeName(default, low, "loc", null) { LocalIndex = 3 });
        local.SetUnderlying(Str);
        Declare(low, new Variable(default, low, "L", local, VariableKind.PackageLevel));
        Declare(high, new Variable(default, high, "X", Pointer(t), VariableKind.PackageLevel));
        Declare(high, new Variable(default, high, "Y", local, VariableKind.PackageLevel));
        high.Imports.Add(low);
        ExportedPackage lows = Export(low, _files), highs = Export(high, _files);

        // Both from bytes.
        PackageTable table = Table(lows, highs);
        Package r = table.Import("high");
        Assert.Same(table.Import("low"), Assert.Single(r.Imports));
        Assert.Same(table.Import("low").Scope.Lookup("T")!.Type, ((PointerType)r.Scope.Lookup("X")!.Type!).Element);
        Assert.Same(table.Import("low").Scope.Lookup("L")!.Type, r.Scope.Lookup("Y")!.Type);

        // The lower one checked in this session.
        PackageTable mixed = new(new SourceFileTable(), path => path == "high" ? highs.Bytes : null);
        mixed.Add(low, _ => null);
        Assert.Same(t, ((PointerType)mixed.Import("high").Scope.Lookup("X")!.Type!).Element);
        Assert.Same(local, mixed.Import("high").Scope.Lookup("Y")!.Type);
    }

    [Fact]
    public void The_hash_ignores_positions_and_what_nobody_can_see()
    {
        Package Make(int line, bool extra, GoType type)
        {
            Package p = new("h", "h");
            Declare(p, new Function(new Pos(0, line, 7), p, "F", Types.Build.Func([type])));
            if (extra)
            {
                Declare(p, new Function(default, p, "g", Types.Build.Func([Str])));
            }
            return p;
        }
        ExportedPackage a = Export(Make(10, false, Int), _files), b = Export(Make(20, true, Int), _files),
            c = Export(Make(10, false, Str), _files);
        Assert.Equal(a.InterfaceHash, b.InterfaceHash);
        Assert.NotEqual(a.Bytes, b.Bytes);
        Assert.NotEqual(a.InterfaceHash, c.InterfaceHash);
        Assert.Equal(a.InterfaceHash, ExportFormat.HashIn(a.Bytes).ToArray());
        Assert.Equal(20, Table(b).Import("h").Scope.Lookup("F")!.Pos.Line);
    }

    [Fact]
    public void Damage_is_an_ExportDataException()
    {
        Package p = new("d", "d");
        Type(p, "T", Struct(Field("F", Map(Str, Int), p)));
        byte[] good = Export(p, _files).Bytes;
        for (int i = 0; i < good.Length; i++)
        {
            byte[] bad = (byte[])good.Clone();
            bad[i] ^= 0x55;
            Assert.Throws<ExportDataException>(() => new PackageTable(new SourceFileTable(), _ => bad).Import("d"));
            Assert.Throws<ExportDataException>(() => new PackageTable(new SourceFileTable(), _ => good[..i]).Import("d"));
        }
        Assert.Throws<ExportDataException>(() => new PackageTable(new SourceFileTable(), _ => null).Import("d"));
        Assert.Throws<ExportDataException>(() => new PackageTable(new SourceFileTable(), _ => good).Import("other"));
        byte[]? current = [1, 2, 3];
        PackageTable table = new(new SourceFileTable(), _ => current);
        Assert.Throws<ExportDataException>(() => table.Import("d"));
        current = good;
        Assert.Equal("d", table.Import("d").Name);
    }

    [Fact]
    public void Many_threads_read_one_package()
    {
        Package p = new("m", "m");
        NamedType[] types = [.. Enumerable.Range(0, 200).Select(i => Type(p, "T" + i))];
        for (int i = 0; i < types.Length; i++)
        {
            types[i].SetUnderlying(Struct(Field("A", Pointer(types[(i * 7 + 1) % types.Length]), p),
                Field("B", Slice(types[(i * 13 + 5) % types.Length]), p)));
            AddMethod(types[i], "M", false, [types[(i + 50) % types.Length]]);
        }
        ExportedPackage exported = Export(p, _files);
        for (int round = 0; round < 10; round++)
        {
            PackageTable table = Table(exported);
            Parallel.For(0, 400, i =>
            {
                Package r = table.Import("m");
                NamedType t = (NamedType)r.Scope.Lookup("T" + i % 200)!.Type!;
                StructType s = (StructType)t.Underlying;
                Assert.Same(r.Scope.Lookup("T" + (i % 200 * 7 + 1) % 200)!.Type, ((PointerType)s.Fields[0].Type!).Element);
                Assert.Equal("M", Assert.Single(t.Methods).Name);
                Assert.Equal(1, t.Methods[0].Signature.Parameters.Count);
            });
        }
    }
}
