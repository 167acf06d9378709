using System.Buffers.Binary;
using Go.Compiler.Backend.Descriptors;
using Go.Compiler.Ir;
using Go.Compiler.Objects;
using Go.Compiler.RuntimeContract;
using Go.Compiler.Tests.Ir;
using Go.Compiler.Types;

namespace Go.Compiler.Tests.Backend.Descriptors;

public sealed class TypeDescriptorTests
{
    private const string Source = """
        package p
        type Key struct { a int32; b string }
        type Map map[string]int
        type Big [20000]*int
        type Stringer interface { String() string; hidden() }
        type Inner struct { name string }
        func (i *Inner) String() string { return i.name }
        func (i *Inner) hidden() {}
        type Outer struct { *Inner; Tagged int `k:"v"` }
        type Pair[T any] struct { x, y T }
        func (p Pair[T]) First() T { return p.x }
        type Floats Pair[float64]
        var M map[Key]int64
        var Instance Pair[string]
        """;

    private readonly IrPackage _package = BuiltPackage.From(Source);
    private readonly ObjectFile _file = new() { PackagePath = "p" };
    private readonly TypeDescriptorEmitter _emitter;

    public TypeDescriptorTests() => _emitter = new TypeDescriptorEmitter(_file, BuiltPackage.Layout, "p");

    private GoType Type(string name) => _package.Package.Scope.Lookup(name)!.Type!;

    private ObjectSymbol Emit(GoType type) => Find(_file.Names[_emitter.DescriptorOf(type).Index].Name);

    private ObjectSymbol Find(string name) => _file.Symbols.Single(s => _file.Names[s.Name.Index].Name == name);

    private string? TargetAt(ObjectSymbol symbol, int offset)
    {
        foreach (Relocation r in symbol.Relocations)
        {
            if (r.Offset == offset && r.Size != 0)
            {
                return _file.Names[r.Target.Index].Name;
            }
        }
        return null;
    }

    private static long Word(ObjectSymbol symbol, int offset) => BinaryPrimitives.ReadInt64LittleEndian(symbol.Data.AsSpan(offset));

    private List<GeneratedFunction> Generated()
    {
        var all = new List<GeneratedFunction>();
        while (_emitter.TakeFunction(out GeneratedFunction f))
        {
            all.Add(f);
        }
        return all;
    }

    [Fact]
    public void Objects_verify()
    {
        foreach (NamedType type in _package.Types)
        {
            _emitter.DescriptorOf(type);
        }
        _emitter.DescriptorOf(Type("M"));
        Assert.Empty(ObjectVerifier.Verify(_file));
    }

    [Fact]
    public void A_struct_with_a_string_gets_a_generated_equality()
    {

        ObjectSymbol key = Emit(Type("Key"));
        Assert.Equal((24, 16), (Word(key, TypeDescriptors.Size), Word(key, TypeDescriptors.PtrBytes)));
        Assert.Equal((byte)(TypeFlags.Uncommon | TypeFlags.ExtraStar | TypeFlags.Named), key.Data[TypeDescriptors.TFlag]);
        Assert.Equal((byte)TypeKind.Struct, key.Data[TypeDescriptors.Kind]);
        Assert.Equal("type:.eq.p.Key·f", TargetAt(key, TypeDescriptors.Equal));
        Assert.Equal("runtime.gcbits.0200000000000000", TargetAt(key, TypeDescriptors.GcData));
        Assert.Equal("type:*p.Key", TargetAt(key, TypeDescriptors.PtrToThis));
        Assert.Contains(Generated(), g => g is GeneratedEquality { Symbol: "type:.eq.p.Key" });
        Assert.Equal(80 + 16 + 2 * 24, key.Size);
    }

    [Fact]
    public void A_map_has_interleaved_groups_and_a_hasher()
    {
        ObjectSymbol map = Emit(Type("M"));
        Assert.Equal([264L, 8, 32, 32, 32, 24], Enumerable.Range(0, 6).Select(i => Word(map, TypeDescriptors.MapGroupSize + 8 * i)));
        Assert.Equal(MapLayout.NeedKeyUpdate, BinaryPrimitives.ReadUInt32LittleEndian(map.Data.AsSpan(TypeDescriptors.MapFlags)));
        Assert.Equal("type:.hash.p.Key·f", TargetAt(map, TypeDescriptors.MapHasher));
        ObjectSymbol group = Find(TargetAt(map, TypeDescriptors.MapGroup)!);
        Assert.Equal("runtime.gcbits.4444444400000000", TargetAt(group, TypeDescriptors.GcData));
        Assert.Null(TargetAt(group, TypeDescriptors.Equal));
        Assert.Equal(SymbolFlags.DupOk, group.Flags);
        Assert.Equal("map[p.Key]int64", map.TypeString);
        Assert.Equal(SymbolFlags.DupOk | SymbolFlags.Typelink, map.Flags);
    }

    [Fact]
    public void A_named_map_keeps_its_underlying_type()
        => Assert.Contains(Emit(Type("Map")).Relocations,
            r => r.Kind == RelocationKind.Keep && _file.Names[r.Target.Index].Name == "type:map[string]int");

    [Fact]
    public void A_huge_mask_is_made_on_demand()
    {
        ObjectSymbol big = Emit(Type("Big"));
        Assert.NotEqual(0, big.Data[TypeDescriptors.TFlag] & (byte)TypeFlags.GcMaskOnDemand);
        Assert.Equal(SymbolKind.NoPointerBss, Find(TargetAt(big, TypeDescriptors.GcData)!).Kind);
        Assert.Equal("type:.eqfunc.M160000", TargetAt(big, TypeDescriptors.Equal));
    }

    [Fact]
    public void Promoted_methods_ask_for_wrappers_and_itabs_point_to_them()
    {
        ObjectSymbol outer = Emit(Type("Outer"));
        string itabName = _file.Names[_emitter.ItabOf(Type("Outer"), Type("Stringer")).Index].Name;
        Assert.Equal("go:itab.p.Outer,p.Stringer", itabName);
        ObjectSymbol itab = Find(itabName);
        Assert.Equal("p.(*Outer).String", TargetAt(itab, TypeDescriptors.ItabFunctions));
        Assert.Equal("p.(*Outer).hidden", TargetAt(itab, TypeDescriptors.ItabFunctions + 8));
        Assert.Equal(TypeDescriptorEmitter.HashOf(Type("Outer")),
            BinaryPrimitives.ReadUInt32LittleEndian(itab.Data.AsSpan(TypeDescriptors.ItabHash)));
        int methods = 80 + 16 + 2 * 24;
        Assert.Equal("type:.namedata.String.", TargetAt(outer, methods));
        Assert.Equal("type:func() string", TargetAt(outer, methods + 4));
        Assert.Equal("p.(*Outer).String", TargetAt(outer, methods + 8));
        Assert.Equal("p.Outer.String", TargetAt(outer, methods + 12));
        Assert.Equal(["p.(*Outer).String", "p.(*Outer).hidden", "p.Outer.String", "p.Outer.hidden"],
            Generated().OfType<GeneratedMethod>().Select(g => g.Symbol).Order(StringComparer.Ordinal));
        Assert.Equal("type:.namedata.Inner..embedded", TargetAt(outer, 80 + 16));
        Assert.Equal("type:.namedata.Tagged.k:\"v\"", TargetAt(outer, 80 + 16 + 24));
    }

    [Fact]
    public void Instances_are_shared_and_ask_for_their_methods()
    {
        ObjectSymbol pair = Emit(Type("Instance"));
        Assert.Equal(SymbolFlags.DupOk, pair.Flags);
        List<GeneratedFunction> generated = Generated();
        Assert.Contains(generated, g => g is GeneratedInstance { Symbol: "p.Pair[string].First" });
        Assert.Contains(generated, g => g is GeneratedMethod { Symbol: "p.(*Pair[string]).First" });
    }

    [Fact]
    public void Types_of_other_packages_and_predeclared_ones_are_only_named()
    {
        SymbolRef integer = _emitter.DescriptorOf(Universe.Int);
        Assert.Equal("type:int", _file.Names[integer.Index].Name);
        Assert.Empty(_file.Symbols);
        var runtime = new ObjectFile { PackagePath = "runtime" };
        new TypeDescriptorEmitter(runtime, BuiltPackage.Layout, "runtime").EmitPredeclared();
        Assert.Contains(runtime.Symbols, s => runtime.Names[s.Name.Index].Name == "type:*int");
        Assert.Contains(runtime.Symbols, s => runtime.Names[s.Name.Index].Name == "type:[]error");
    }
}
