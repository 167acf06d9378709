using Go.Compiler.Diagnostics;
using Go.Compiler.Types;

namespace Go.Compiler.ExportData;

public sealed partial class UnifiedWriter
{
    private enum TypeCode : byte { Basic, Named, Pointer, Slice, Array, Channel, Map, Signature, Struct, Interface, Union, TypeParameter }

    // The type being written mentions a type parameter.
    private bool _isDerived;

    /// <summary>
    /// Refers to a type, which is written first if it has not been: into the dictionary if it depends on type parameters.
    /// </summary>
    private void Type(UnifiedElement w, GoType type)
    {
        type = WithoutLocalAlias(type);
        if (_types.TryGetValue(type, out int index))
        {
            w.Bool(false);
            w.Reference(UnifiedSection.Type, index);
            return;
        }
        if (_dictionary is null || !_dictionary.DerivedNumbers.TryGetValue(type, out int number))
        {
            bool outer = _isDerived;
            _isDerived = false;
            index = WriteType(type);
            bool isDerived = _isDerived;
            _isDerived = outer;
            if (!isDerived)
            {
                _types.Add(type, index);
                w.Bool(false);
                w.Reference(UnifiedSection.Type, index);
                return;
            }
            number = _dictionary!.Derived.Count;
            _dictionary.Derived.Add(index);
            _dictionary.DerivedNumbers.Add(type, number);
        }
        w.Bool(true);
        w.Count(number);
        _isDerived = true;
    }

    /// <summary>Aliases declared in functions are no objects that others could find.</summary>
    private static GoType WithoutLocalAlias(GoType type)
    {
        while (type is AliasType alias && !IsGlobal((alias.Origin ?? alias).Name))
        {
            type = alias.Actual;
        }
        return type;
    }

    private static bool IsGlobal(TypeName name) => name.Package is null || name.Package.Scope.Lookup(name.Name) == name;

    private int WriteType(GoType type)
    {
        var w = new UnifiedElement(_encoder);
        switch (type)
        {
            case BasicType basic:
                w.Count((int)TypeCode.Basic);
                w.Count((int)basic.Kind); // the kinds are numbered as go/types has them
                break;
            case NamedType named:
                Named(w, named.Origin.Name, named.TypeArguments);
                break;
            case AliasType alias:
                Named(w, (alias.Origin ?? alias).Name, alias.TypeArguments);
                break;
            case TypeParameter parameter:
                _isDerived = true;
                w.Count((int)TypeCode.TypeParameter);
                w.Count(_dictionary!.NumberOf(parameter));
                break;
            case PointerType pointer:
                w.Count((int)TypeCode.Pointer);
                Type(w, pointer.Element);
                break;
            case SliceType slice:
                w.Count((int)TypeCode.Slice);
                Type(w, slice.Element);
                break;
            case ArrayType array:
                w.Count((int)TypeCode.Array);
                w.Unsigned((ulong)array.Length);
                Type(w, array.Element);
                break;
            case ChanType channel:
                w.Count((int)TypeCode.Channel);
                w.Count((int)channel.Direction); // as go/types numbers them, too
                Type(w, channel.Element);
                break;
            case MapType map:
                w.Count((int)TypeCode.Map);
                Type(w, map.Key);
                Type(w, map.Element);
                break;
            case SignatureType signature:
                w.Count((int)TypeCode.Signature);
                Signature(w, signature);
                break;
            case StructType structure:
                w.Count((int)TypeCode.Struct);
                Struct(w, structure);
                break;
            case InterfaceType contract:
                w.Count((int)TypeCode.Interface);
                Interface(w, contract);
                break;
            case UnionType union:
                w.Count((int)TypeCode.Union);
                Union(w, union);
                break;
            default:
                throw Unexpected.Value(type);
        }
        int index = _encoder.Reserve(UnifiedSection.Type);
        _encoder.Fill(UnifiedSection.Type, index, w);
        return index;
    }

    private void Named(UnifiedElement w, TypeName name, IReadOnlyList<GoType> arguments)
    {
        w.Count((int)TypeCode.Named);
        w.Reference(UnifiedSection.Object, ObjectIndex(name));
        w.Count(arguments.Count);
        foreach (GoType argument in arguments)
        {
            Type(w, argument);
        }
    }

    private void Signature(UnifiedElement w, SignatureType signature)
    {
        Parameters(w, signature.Parameters);
        Parameters(w, signature.Results);
        w.Bool(signature.IsVariadic);
    }

    private void Parameters(UnifiedElement w, TupleType parameters)
    {
        w.Count(parameters.Count);
        foreach (Variable parameter in parameters.Variables)
        {
            Parameter(w, parameter);
        }
    }

    private void Parameter(UnifiedElement w, Variable parameter)
    {
        NoPosition(w);
        Identifier(w, parameter.Package, parameter.Name);
        Type(w, parameter.Type!);
    }

    private void Struct(UnifiedElement w, StructType structure)
    {
        w.Count(structure.Fields.Count);
        for (int i = 0; i < structure.Fields.Count; i++)
        {
            Variable field = structure.Fields[i];
            NoPosition(w);
            Identifier(w, field.Package, field.Name);
            Type(w, field.Type!);
            w.Text(structure.TagOf(i) ?? "");
            w.Bool(field.IsEmbedded);
        }
    }

    private void Interface(UnifiedElement w, InterfaceType contract)
    {
        w.Count(contract.Methods.Count);
        w.Count(contract.Embedded.Count);
        if (contract.Methods.Count == 0 && contract.Embedded.Count == 1)
        {
            w.Bool(contract.IsImplicit);
        }
        foreach (Function method in contract.Methods)
        {
            NoPosition(w);
            Identifier(w, method.Package, method.Name);
            Signature(w, method.Signature);
        }
        foreach (GoType embedded in contract.Embedded)
        {
            Type(w, embedded);
        }
    }

    private void Union(UnifiedElement w, UnionType union)
    {
        w.Count(union.Terms.Count);
        foreach (UnionTerm term in union.Terms)
        {
            w.Bool(term.Tilde);
            Type(w, term.Type);
        }
    }

    /// <summary>The constraints are in the dictionary.</summary>
    private void TypeParameterNames(UnifiedElement w, IReadOnlyList<TypeParameter> parameters)
    {
        foreach (TypeParameter parameter in parameters)
        {
            Position(w, parameter.Name.Pos);
            Identifier(w, parameter.Name.Package, parameter.Name.Name);
        }
    }
}
