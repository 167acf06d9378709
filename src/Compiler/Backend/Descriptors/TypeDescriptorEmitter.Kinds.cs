using Go.Compiler.Diagnostics;
using Go.Compiler.Objects;
using Go.Compiler.RuntimeContract;
using Go.Compiler.Types;

namespace Go.Compiler.Backend.Descriptors;

public sealed partial class TypeDescriptorEmitter
{
    private const int ReceiveDirection = 1, SendDirection = 2;

    private void PutKindPart(DescriptorBuilder d, GoType type, SymbolRef self, int variable, bool noAlgorithm)
    {
        switch (type.Underlying)
        {
            case BasicType:
                break;
            case ArrayType a:
                d.PutAddress(TypeDescriptors.Element, noAlgorithm ? GroupPartOf(a.Element) : DescriptorOf(a.Element));
                // Reflection slices arrays; nobody can get hold of a map group's array.
                d.PutAddress(TypeDescriptors.ArraySlice, noAlgorithm ? default : DescriptorOf(new SliceType(a.Element)));
                d.Put64(TypeDescriptors.ArrayLength, a.Length);
                break;
            case ChanType c:
                d.PutAddress(TypeDescriptors.Element, DescriptorOf(c.Element));
                d.Put64(TypeDescriptors.ChanDirection, (c.CanReceive ? ReceiveDirection : 0) | (c.CanSend ? SendDirection : 0));
                break;
            case SignatureType s:
                PutSignature(d, s, variable);
                break;
            case InterfaceType i:
                PutInterface(d, type, i, self, variable);
                break;
            case MapType m:
                PutMap(d, type, m);
                break;
            case PointerType p:
                d.PutAddress(TypeDescriptors.Element, DescriptorOf(p.Element));
                break;
            case SliceType s:
                d.PutAddress(TypeDescriptors.Element, DescriptorOf(s.Element));
                break;
            case StructType s:
                PutStruct(d, s, self, variable, noAlgorithm);
                break;
            default:
                throw Unexpected.Value(type);
        }
    }

    private void PutSignature(DescriptorBuilder d, SignatureType s, int variable)
    {
        d.Put16(TypeDescriptors.FuncInCount, s.Parameters.Count);
        d.Put16(TypeDescriptors.FuncOutCount, s.Results.Count | (s.IsVariadic ? TypeDescriptors.VariadicBit : 0));
        foreach (Variable parameter in s.Parameters.Variables)
        {
            d.PutAddress(variable, DescriptorOf(parameter.Type!));
            variable += 8;
        }
        foreach (Variable result in s.Results.Variables)
        {
            d.PutAddress(variable, DescriptorOf(result.Type!));
            variable += 8;
        }
    }

    private void PutInterface(DescriptorBuilder d, GoType type, InterfaceType i, SymbolRef self, int variable)
    {
        Package? own = (type as NamedType)?.Name.Package;
        IReadOnlyList<Function> methods = TypeSets.Of(i).Methods;
        d.PutAddress(TypeDescriptors.InterfacePackage, ImportPathOf(own));
        d.PutOwnSlice(TypeDescriptors.InterfaceMethods, self, variable, methods.Count);
        foreach (Function m in methods)
        {
            d.PutTypeOffset(variable, MethodName(m, own));
            d.PutTypeOffset(variable + 4, DescriptorOf(WithoutReceiver(m.Signature)));
            variable += TypeDescriptors.InterfaceMethodSize;
        }
    }

    private void PutStruct(DescriptorBuilder d, StructType s, SymbolRef self, int variable, bool noAlgorithm)
    {
        Package? unexported = null;
        foreach (Variable f in s.Fields)
        {
            // Unexported fields of one struct type come from one package: it is told once.
            unexported ??= f.IsExported ? null : f.Package;
        }
        d.PutAddress(TypeDescriptors.StructPackage, ImportPathOf(unexported));
        d.PutOwnSlice(TypeDescriptors.StructFields, self, variable, s.Fields.Count);
        IReadOnlyList<long> offsets = _layout.FieldOffsets(s);
        for (int i = 0; i < s.Fields.Count; i++)
        {
            Variable f = s.Fields[i];
            d.PutAddress(variable, NameSymbol(f.Name, s.TagOf(i) ?? "", null, f.IsExported, f.IsEmbedded));
            d.PutAddress(variable + 8, noAlgorithm ? GroupPartOf(f.Type!) : DescriptorOf(f.Type!));
            d.Put64(variable + 16, offsets[i]);
            variable += TypeDescriptors.StructFieldSize;
        }
    }

    private static SignatureType WithoutReceiver(SignatureType s)
        => s.Receiver is null ? s : new SignatureType { Parameters = s.Parameters, Results = s.Results, IsVariadic = s.IsVariadic };
}
