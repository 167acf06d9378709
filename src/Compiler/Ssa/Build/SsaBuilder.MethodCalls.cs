using Go.Compiler.Collections;
using Go.Compiler.Diagnostics;
using Go.Compiler.Ir;
using Go.Compiler.Objects;
using Go.Compiler.RuntimeContract;
using Go.Compiler.Types;

namespace Go.Compiler.Ssa.Build;

internal sealed partial class SsaBuilder
{
    private GoValue[] InterfaceCall(IrExpression receiver, Function method, IReadOnlyList<IrExpression> argumentExpressions, Text.Pos pos)
    {
        NoteReflection(method, argumentExpressions, 0);
        GoValue x = Evaluate(receiver);
        EntityList<GoValue> arguments = Arguments(argumentExpressions);
        _pos = pos;
        return InterfaceCall(x, method, arguments, IsOfVaryingType(receiver) ? ValueFlags.VaryingType : ValueFlags.None);
    }

    private DynamicTypes? _dynamicTypes;

    private bool IsOfVaryingType(IrExpression receiver) => receiver switch
    {
        IrLocalRef { Local: { } local }
            => local.IsAddressTaken || (local.IsReassigned && (_dynamicTypes ??= DynamicTypes.Of(_ir)).Varies(local)),
        IrGlobalRef or IrDereference or IrField or IrIndex or IrMapIndex => true,
        _ => false,
    };

    private GoValue[] InterfaceCall(GoValue x, Function method, EntityList<GoValue> arguments, ValueFlags flags = ValueFlags.None)
    {
        var type = (InterfaceType)Under(x.Type);
        int index = MethodIndex(type, method);
        Mark(RelocationKind.UseInterfaceMethod, x.Type, null, index);
        var signature = (SignatureType)TypeSets.Of(type).Methods[index].Signature;
        ValueId itab = x[0];
        long offset = TypeDescriptors.ItabFunctions + 8L * index;
        if (offset >= FrameConstants.NilPageSize)
        {
            itab = Emit(Op.NilCheck, ValueKind.I64, itab);
        }
        ValueId code = LoadScalar(itab, offset, ValueKind.I64);
        arguments.Insert(0, GoValue.Of(Universe.UnsafePointer, x[1]));
        return EmitCall(Op.CallInterface, [code], WithReceiver(signature), null, null, arguments, flags: flags);
    }

    private AbiAssignment WithReceiver(SignatureType signature)
    {
        var parameters = new List<GoType> { Universe.UnsafePointer };
        parameters.AddRange(SsaEnvironment.TypesOf(signature.Parameters));
        return _env.Assign(parameters, SsaEnvironment.TypesOf(signature.Results), FunctionAbi.Internal);
    }

    private static int MethodIndex(InterfaceType type, Function method)
    {
        IReadOnlyList<Function> methods = TypeSets.Of(type).Methods;
        for (int i = 0; i < methods.Count; i++)
        {
            if (methods[i].Name == method.Name && (method.IsExported || methods[i].Package?.Path == method.Package?.Path))
            {
                return i;
            }
        }
        throw Unexpected.Value(method);
    }

    /// <summary>Call of a constraint's method, now that the type is known.</summary>
    private GoValue[] TypeParameterCall(IrTypeParameterCall c)
    {
        GoType type = T(c.Receiver.Type);
        if (TypePredicates.IsInterface(type))
        {
            return InterfaceCall(c.Receiver, c.Method, c.Arguments, c.Pos);
        }
        NoteReflection(c.Method, c.Arguments, 0);
        (Function method, GoValue receiver, IReadOnlyList<GoType> typeArguments) = ResolveReceiver(c.Receiver, type, c.Method, c.Pos);
        EntityList<GoValue> arguments = Arguments(c.Arguments);
        _pos = c.Pos;
        if (TypePredicates.IsInterface(receiver.Type))
        {
            return InterfaceCall(receiver, method, arguments);
        }
        string symbol = typeArguments.Count == 0 ? _env.SymbolOf(method) : RequestInstance(method.Origin, typeArguments);
        arguments.Insert(0, receiver);
        var parameters = new List<GoType> { receiver.Type };
        parameters.AddRange(SsaEnvironment.TypesOf(method.Signature.Parameters));
        AbiAssignment abi = _env.Assign(parameters, SsaEnvironment.TypesOf(method.Signature.Results), method.Origin.Abi);
        return EmitCall(Op.CallStatic, [], abi, new FunctionSymbol(symbol, method.Origin.Abi), method.Origin, arguments);
    }

    /// <summary>
    /// Finds a method on a concrete type and brings the receiver into the form it wants: through embedded fields, address or dereference.
    /// </summary>
    private (Function Method, GoValue Receiver, IReadOnlyList<GoType> TypeArguments) ResolveReceiver(IrExpression receiver, GoType type,
        Function wanted, Text.Pos pos)
    {
        LookupResult found = Lookup.FieldOrMethod(type, addressable: true, wanted.Package, wanted.Name);
        if (found.Object is not Function method)
        {
            throw Unexpected.State($"{type} has no method {wanted.Name}");
        }
        bool wantsPointer = method.Origin.HasPointerReceiver;
        GoValue value;
        ValueId address = default;
        GoType at = type;
        if (Under(at) is PointerType pointer)
        {
            value = Evaluate(receiver);
            if (found.Path.Count <= 1 && wantsPointer)
            {
                return (method, value, ArgumentsOf(pointer.Element));
            }
            _pos = pos;
            address = NilChecked(value[0]);
            at = pointer.Element;
        }
        else if (IsPlace(receiver) && PlaceOf(receiver) is { IsInMemory: true } place)
        {
            value = default;
            address = AddressOf(place);
        }
        else
        {
            value = Evaluate(receiver);
            if (wantsPointer || found.Path.Count > 1)
            {
                address = Allocate(at, "receiver");
                Store(address, 0, value);
            }
            else
            {
                return (method, value, ArgumentsOf(at));
            }
        }
        for (int i = 0; i + 1 < found.Path.Count; i++)
        {
            if (Under(at) is PointerType p)
            {
                address = NilChecked(LoadScalar(address, 0, ValueKind.Pointer));
                at = p.Element;
            }
            var structure = (StructType)Under(at);
            address = Offset(address, _layout.FieldOffsets(structure)[found.Path[i]]);
            at = structure.Fields[found.Path[i]].Type!;
        }
        if (TypePredicates.IsInterface(at))
        {
            return (method, Load(address, 0, at), []);
        }
        if (Under(at) is PointerType last && at is not NamedType)
        {
            ValueId inner = LoadScalar(address, 0, KindOf(at));
            return wantsPointer ? (method, GoValue.Of(at, inner), ArgumentsOf(last.Element))
                : (method, Load(NilChecked(inner), 0, last.Element), ArgumentsOf(last.Element));
        }
        return wantsPointer ? (method, GoValue.Of(new PointerType(at), address), ArgumentsOf(at))
            : (method, Load(address, 0, at), ArgumentsOf(at));
    }

    private static IReadOnlyList<GoType> ArgumentsOf(GoType type) => AliasType.Unalias(type) is NamedType named ? named.TypeArguments : [];
}
