using System.Collections.Immutable;
using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace Go.Sdk.Tests.Architecture;

/// <summary>
/// The types of the same assembly that a type uses: bases, interfaces, fields, signatures, locals, and every token in method bodies.
/// </summary>
internal sealed class UsedTypes(PEReader pe, MetadataReader reader)
{
    private static readonly OperandType[] s_oneByte = new OperandType[256], s_twoByte = new OperandType[256];
    private readonly HashSet<TypeDefinitionHandle> _used = [];
    private SignatureDecoder<int, object?> _decoder;

    static UsedTypes()
    {
        foreach (System.Reflection.FieldInfo f in typeof(OpCodes).GetFields())
        {
            if (f.GetValue(null) is OpCode op)
            {
                (op.Size == 1 ? s_oneByte : s_twoByte)[op.Value & 0xff] = op.OperandType;
            }
        }
    }

    public IReadOnlyCollection<TypeDefinitionHandle> Of(TypeDefinitionHandle handle)
    {
        _decoder = new SignatureDecoder<int, object?>(new Collector(_used), reader, null);
        TypeDefinition type = reader.GetTypeDefinition(handle);
        AddEntity(type.BaseType);
        foreach (InterfaceImplementationHandle i in type.GetInterfaceImplementations())
        {
            AddEntity(reader.GetInterfaceImplementation(i).Interface);
        }
        foreach (FieldDefinitionHandle f in type.GetFields())
        {
            BlobReader blob = reader.GetBlobReader(reader.GetFieldDefinition(f).Signature);
            _decoder.DecodeFieldSignature(ref blob);
        }
        foreach (MethodDefinitionHandle m in type.GetMethods())
        {
            AddMethod(reader.GetMethodDefinition(m));
        }
        return _used;
    }

    private void AddMethod(MethodDefinition method)
    {
        BlobReader signature = reader.GetBlobReader(method.Signature);
        _decoder.DecodeMethodSignature(ref signature);
        if (method.RelativeVirtualAddress == 0)
        {
            return;
        }
        MethodBodyBlock body = pe.GetMethodBody(method.RelativeVirtualAddress);
        if (!body.LocalSignature.IsNil)
        {
            BlobReader locals = reader.GetBlobReader(reader.GetStandaloneSignature(body.LocalSignature).Signature);
            _decoder.DecodeLocalSignature(ref locals);
        }
        BlobReader il = body.GetILReader();
        while (il.RemainingBytes > 0)
        {
            byte b = il.ReadByte();
            OperandType operand = b == 0xfe ? s_twoByte[il.ReadByte()] : s_oneByte[b];
            ReadOperand(ref il, operand);
        }
    }

    private void ReadOperand(ref BlobReader il, OperandType operand)
    {
        switch (operand)
        {
            case OperandType.InlineField or OperandType.InlineMethod or OperandType.InlineTok or OperandType.InlineType:
                AddEntity(MetadataTokens.EntityHandle(il.ReadInt32()));
                break;
            case OperandType.InlineBrTarget or OperandType.InlineI or OperandType.InlineSig or OperandType.InlineString
                or OperandType.ShortInlineR:
                il.Offset += 4;
                break;
            case OperandType.InlineI8 or OperandType.InlineR:
                il.Offset += 8;
                break;
            case OperandType.InlineSwitch:
                int targets = il.ReadInt32();
                il.Offset += 4 * targets;
                break;
            case OperandType.InlineVar:
                il.Offset += 2;
                break;
            case OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar:
                il.Offset += 1;
                break;
        }
    }

    private void AddEntity(EntityHandle handle)
    {
        if (handle.IsNil)
        {
            return;
        }
        switch (handle.Kind)
        {
            case HandleKind.TypeDefinition:
                _used.Add((TypeDefinitionHandle)handle);
                break;
            case HandleKind.TypeSpecification:
                BlobReader spec = reader.GetBlobReader(reader.GetTypeSpecification((TypeSpecificationHandle)handle).Signature);
                _decoder.DecodeType(ref spec);
                break;
            case HandleKind.FieldDefinition:
                _used.Add(reader.GetFieldDefinition((FieldDefinitionHandle)handle).GetDeclaringType());
                break;
            case HandleKind.MethodDefinition:
                _used.Add(reader.GetMethodDefinition((MethodDefinitionHandle)handle).GetDeclaringType());
                break;
            case HandleKind.MemberReference:
                AddEntity(reader.GetMemberReference((MemberReferenceHandle)handle).Parent);
                break;
            case HandleKind.MethodSpecification:
                MethodSpecification instance = reader.GetMethodSpecification((MethodSpecificationHandle)handle);
                AddEntity(instance.Method);
                BlobReader arguments = reader.GetBlobReader(instance.Signature);
                _decoder.DecodeMethodSpecificationSignature(ref arguments);
                break;
        }
    }

    /// <summary>Collects every type definition that a signature mentions; the decoded value itself is not needed.</summary>
    private sealed class Collector(HashSet<TypeDefinitionHandle> used) : ISignatureTypeProvider<int, object?>
    {
        public int GetTypeFromDefinition(MetadataReader r, TypeDefinitionHandle handle, byte rawTypeKind)
        {
            used.Add(handle);
            return 0;
        }

        public int GetTypeFromSpecification(MetadataReader r, object? context, TypeSpecificationHandle handle, byte rawTypeKind)
        {
            BlobReader blob = r.GetBlobReader(r.GetTypeSpecification(handle).Signature);
            new SignatureDecoder<int, object?>(this, r, null).DecodeType(ref blob);
            return 0;
        }

        public int GetArrayType(int elementType, ArrayShape shape) => 0;
        public int GetByReferenceType(int elementType) => 0;
        public int GetFunctionPointerType(MethodSignature<int> signature) => 0;
        public int GetGenericInstantiation(int genericType, ImmutableArray<int> typeArguments) => 0;
        public int GetGenericMethodParameter(object? context, int index) => 0;
        public int GetGenericTypeParameter(object? context, int index) => 0;
        public int GetModifiedType(int modifier, int unmodifiedType, bool isRequired) => 0;
        public int GetPinnedType(int elementType) => 0;
        public int GetPointerType(int elementType) => 0;
        public int GetPrimitiveType(PrimitiveTypeCode typeCode) => 0;
        public int GetSZArrayType(int elementType) => 0;
        public int GetTypeFromReference(MetadataReader r, TypeReferenceHandle handle, byte rawTypeKind) => 0;
    }
}
