using Go.Compiler.Ir;
using Go.Compiler.RuntimeContract;
using Go.Compiler.Types;

namespace Go.Compiler.Ssa.Build;

internal sealed partial class SsaBuilder
{
    private GoValue MakeMap(IrMake m, GoType type)
    {
        ValueId size = m.Length is null ? ConstInt(0) : ToInt64(m.Length, out _);
        _pos = m.Pos;
        return GoValue.Of(type, NewMap(type, size, "make(" + TypeText(type) + ")"));
    }

    private ValueId NewMap(GoType type, ValueId size, string reason)
        => Emit(Op.AllocateMap, ValueKind.Pointer, size, 0, SiteOf(MapTypes.Header, reason, isImplicit: false) with { Map = type });

    private enum MapFlavour : byte { General, Fast32, Fast64, Fast64Pointer, FastString }

    private MapFlavour FlavourOf(MapType type)
    {
        if (_layout.SizeOf(type.Element) > 128)
        {
            return MapFlavour.General;
        }
        switch (Under(type.Key))
        {
            case BasicType { Kind: BasicKind.String }:
                return MapFlavour.FastString;
            case var key when IsPlainMemory(type.Key) && Components(type.Key) is { Count: 1 }:
                return _layout.SizeOf(type.Key) switch
                {
                    4 => MapFlavour.Fast32,
                    8 when _layout.HasPointers(key) => MapFlavour.Fast64Pointer,
                    8 => MapFlavour.Fast64,
                    _ => MapFlavour.General,
                };
            default:
                return MapFlavour.General;
        }
    }

    private static string Suffix(MapFlavour flavour, bool assign) => flavour switch
    {
        MapFlavour.Fast32 => "_fast32",
        MapFlavour.Fast64 => "_fast64",
        MapFlavour.Fast64Pointer => assign ? "_fast64ptr" : "_fast64",
        MapFlavour.FastString => "_faststr",
        _ => "",
    };

    /// <summary>Arguments of a map helper: descriptor, map, key in the form the helper wants.</summary>
    private ValueId[] MapArguments(GoValue map, GoValue key, MapFlavour flavour, bool assign)
    {
        ValueId type = Descriptor(map.Type);
        return flavour switch
        {
            MapFlavour.FastString => [type, map[0], key[0], key[1]],
            MapFlavour.General => [type, map[0], AddressOfValue(key, contentsEscape: assign)],
            MapFlavour.Fast64Pointer when assign => [type, map[0], AsKind(key[0], ValueKind.Pointer)],
            MapFlavour.Fast32 => [type, map[0], AsKind(key[0], ValueKind.I32)],
            _ => [type, map[0], AsKind(key[0], ValueKind.I64)],
        };
    }

    private GoValue[] MapIndex(IrMapIndex m)
    {
        GoValue map = Evaluate(m.Map);
        var type = (MapType)Under(map.Type);
        MapFlavour flavour = FlavourOf(type);
        GoValue key = IsString(type.Key) ? EvaluateTemporaryString(m.Key) : Evaluate(m.Key);
        _pos = m.Pos;
        ValueId[] arguments = MapArguments(map, key, flavour, assign: false);
        bool fat = _layout.SizeOf(type.Element) > RuntimeCalls.ZeroValueSize;
        string name = (m.CommaOk ? "mapaccess2" : "mapaccess1") + (fat ? "_fat" : Suffix(flavour, false));
        ValueId[] results = fat
            ? CallRuntimeResults(name, [.. arguments, ZeroElement(type.Element)])
            : CallRuntimeResults(name, arguments);
        GoValue element = Stable(Load(results[0], 0, type.Element));
        return m.CommaOk ? [element, GoValue.Of(Universe.Bool, results[1])] : [element];
    }

    /// <summary>What access to a map gives for keys that are not in it, when the runtime's own zeroes are too few (contract 4.4).</summary>
    private ValueId ZeroElement(GoType type) => Symbol(new ConstantDataSymbol(type, new byte[_layout.SizeOf(type)]));

    /// <summary>Address of the element to assign to.</summary>
    private ValueId MapAssign(GoValue map, GoValue key)
    {
        MapFlavour flavour = FlavourOf((MapType)Under(map.Type));
        return CallRuntimeResults("mapassign" + Suffix(flavour, true), MapArguments(map, key, flavour, assign: true))[0];
    }

    private void Delete(IrBuiltinCall b)
    {
        GoValue map = Evaluate(b.Operands[0]);
        GoValue key = Evaluate(b.Operands[1]);
        _pos = b.Pos;
        MapFlavour flavour = FlavourOf((MapType)Under(map.Type));
        CallRuntime("mapdelete" + Suffix(flavour, false), MapArguments(map, key, flavour, assign: false));
    }
}
