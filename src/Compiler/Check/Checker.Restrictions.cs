using Go.Compiler.Collections;
using Go.Compiler.Diagnostics;
using Go.Compiler.Syntax;
using Go.Compiler.Types;

namespace Go.Compiler.Check;

public sealed partial class Checker
{
    // What the language allows but Go's compiler does not. Looked for in packages without other errors only.
    private readonly EntityList<(InterfaceTypeSyntax Syntax, InterfaceType Type)> _interfaces = [];
    private readonly EntityList<(NameSyntax Name, IReadOnlyList<GoType> Arguments)> _recordedInstances = [];
    private readonly EntityList<(TypeDeclSyntax Syntax, GoType Type)> _mapAndChannelTypes = [];

    /// <summary>Channel and map types, and arrays that may be too large.</summary>
    private readonly EntityList<(ExpressionSyntax Syntax, GoType Type)> _sizedTypes = [];

    /// <summary>Arguments of print and println of composite types.</summary>
    private readonly EntityList<(Text.Pos Pos, string Name, GoType Type)> _printed = [];

    private void CheckCompilerRestrictions()
    {
        CheckAnonymousInterfaces();
        foreach ((Text.Pos pos, string name, GoType type) in _printed)
        {
            if (type.Underlying is ArrayType or StructType)
            {
                Error(pos, Catalogue.InvalidPrint, $"illegal types for operand: {name}\n\t{Text(type)}");
            }
        }
        foreach ((ExpressionSyntax syntax, GoType type) in _sizedTypes)
        {
            CheckSize(syntax, type);
        }
        CheckNotInHeap();
    }

    /// <summary>Limits of the runtime's channels and maps, and of memory.</summary>
    private void CheckSize(ExpressionSyntax syntax, GoType type)
    {
        const long MaxChannelElement = 1 << 16, MaxMapPart = 1L << 31, AddressSpace = 1L << 50;
        switch (type)
        {
            case ChanType c when IsLarge(c.Element, MaxChannelElement):
                Error(syntax, Catalogue.TypeTooLarge, "channel element type too large (>64kB)");
                break;
            case MapType m when IsLarge(m.Key, MaxMapPart):
                Error(syntax, Catalogue.TypeTooLarge, "map key type too large");
                break;
            case MapType m when IsLarge(m.Element, MaxMapPart):
                Error(syntax, Catalogue.TypeTooLarge, "map element type too large");
                break;
            case ArrayType a when IsLarge(a, AddressSpace):
                Error(syntax, Catalogue.TypeTooLarge, $"type {Text(a)} larger than address space");
                break;
        }
    }

    private bool IsLarge(GoType type, long limit)
        => !HasVariableSize(type) && _layout.SizeOf(type) is var size && (size < 0 || size >= limit);

    /// <summary>Interfaces without name that contain themselves, outermost ones in source order.</summary>
    private void CheckAnonymousInterfaces()
    {
        _interfaces.Sort(static (a, b) => a.Syntax.Pos.CompareTo(b.Syntax.Pos));
        var cyclic = new Dictionary<InterfaceType, bool>();
        foreach ((InterfaceTypeSyntax syntax, InterfaceType type) in _interfaces)
        {
            if (IsInAnonymousCycle(type, cyclic))
            {
                Error(syntax.Pos, Catalogue.InvalidTypeCycle,
                    "invalid recursive type: anonymous interface refers to itself (see https://go.dev/issue/56103)");
                foreach (InterfaceType reported in new List<InterfaceType>(cyclic.Keys))
                {
                    cyclic[reported] = false;
                }
            }
        }
    }

    private void CheckNotInHeap()
    {
        foreach ((NameSyntax name, IReadOnlyList<GoType> arguments) in _recordedInstances)
        {
            foreach (GoType argument in arguments)
            {
                if (IsNotInHeap(argument))
                {
                    Error(name.Pos, Catalogue.NotInHeapMisuse,
                        $"cannot use incomplete (or unallocatable) type as a type argument: {argument}");
                }
            }
        }
        foreach ((TypeDeclSyntax syntax, GoType type) in _mapAndChannelTypes)
        {
            switch (type.Underlying)
            {
                case MapType m when IsNotInHeap(m.Key):
                    Error(syntax.Pos, Catalogue.NotInHeapMisuse, "incomplete (or unallocatable) map key not allowed");
                    break;
                case MapType m when IsNotInHeap(m.Element):
                    Error(syntax.Pos, Catalogue.NotInHeapMisuse, "incomplete (or unallocatable) map value not allowed");
                    break;
                case ChanType c when IsNotInHeap(c.Element):
                    Error(syntax.Pos, Catalogue.NotInHeapMisuse, "chan of incomplete (or unallocatable) type not allowed");
                    break;
            }
        }
    }

    /// <summary>The type embeds the marker of values that the collector must never see.</summary>
    private static bool IsNotInHeap(GoType type)
    {
        GoType t = AliasType.Unalias(type);
        if (t is NamedType { Name: { Name: "nih", Package.Path: "internal/runtime/sys" } })
        {
            return true;
        }
        switch (t is NamedType ? t.Underlying : t)
        {
            case ArrayType a:
                return IsNotInHeap(a.Element);
            case StructType s:
                foreach (Variable field in s.Fields)
                {
                    if (IsNotInHeap(field.Type!))
                    {
                        return true;
                    }
                }
                return false;
            default:
                return false;
        }
    }

    private static bool IsInAnonymousCycle(InterfaceType type, Dictionary<InterfaceType, bool> cyclic)
    {
        foreach (Function m in TypeSets.Of(type).Methods)
        {
            if (MentionsCyclic(m.Signature, cyclic))
            {
                return true;
            }
        }
        return false;
    }

    private static bool MentionsCyclic(GoType type, Dictionary<InterfaceType, bool> cyclic)
    {
        switch (AliasType.Unalias(type))
        {
            case PointerType t:
                return MentionsCyclic(t.Element, cyclic);
            case ArrayType t:
                return MentionsCyclic(t.Element, cyclic);
            case SliceType t:
                return MentionsCyclic(t.Element, cyclic);
            case ChanType t:
                return MentionsCyclic(t.Element, cyclic);
            case MapType t:
                return MentionsCyclic(t.Key, cyclic) || MentionsCyclic(t.Element, cyclic);
            case StructType t:
                return MentionsCyclic(t.Fields, cyclic);
            case SignatureType t:
                return MentionsCyclic(t.Parameters.Variables, cyclic) || MentionsCyclic(t.Results.Variables, cyclic);
            case InterfaceType t:
                if (t.Methods.Count == 0 && t.Embedded.Count == 0)
                {
                    return false;
                }
                if (cyclic.TryGetValue(t, out bool known))
                {
                    return known;
                }
                cyclic[t] = true;
                if (IsInAnonymousCycle(t, cyclic))
                {
                    return true;
                }
                cyclic[t] = false;
                return false;
            default:
                return false; // named types cannot be part of an anonymous cycle
        }
    }

    private static bool MentionsCyclic(IReadOnlyList<Variable> variables, Dictionary<InterfaceType, bool> cyclic)
    {
        foreach (Variable v in variables)
        {
            if (MentionsCyclic(v.Type!, cyclic))
            {
                return true;
            }
        }
        return false;
    }
}
