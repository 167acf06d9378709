using System.Diagnostics.CodeAnalysis;
using Go.Compiler.Collections;
using Go.Compiler.Diagnostics;
using Go.Compiler.Types;

namespace Go.Compiler.ExportData;

public sealed partial class UnifiedWriter
{
    private enum ObjectCode : byte { Alias, Constant, Type, Function, Variable, Stub }

    /// <summary>An object has an element of the same number in each of these.</summary>
    private static readonly UnifiedSection[] s_objectSections = [UnifiedSection.Object, UnifiedSection.ObjectExtension,
        UnifiedSection.Name, UnifiedSection.ObjectDictionary];

    private int ObjectIndex(GoObject o)
    {
        if (!_objects.TryGetValue(o, out int index))
        {
            index = _objectOrder.Count;
            _objects.Add(o, index);
            _objectOrder.Add(o);
            foreach (UnifiedSection section in s_objectSections)
            {
                _encoder.Reserve(section);
            }
        }
        return index;
    }

    private void WriteObject(GoObject o, int index)
    {
        UnifiedElement body = new(_encoder), name = new(_encoder), dictionary = new(_encoder);
        _dictionary = DictionaryOf(o);
        ObjectCode code = o.Package is null || o.Package == Universe.Unsafe ? ObjectCode.Stub : WriteBody(body, o);
        Identifier(name, o.Package, NameOf(o));
        name.Count((int)code);
        WriteDictionary(dictionary);
        _dictionary = null;
        _encoder.Fill(UnifiedSection.Object, index, body);
        _encoder.Fill(UnifiedSection.Name, index, name);
        _encoder.Fill(UnifiedSection.ObjectDictionary, index, dictionary);
        _encoder.Fill(UnifiedSection.ObjectExtension, index, new UnifiedElement(_encoder)); // Go's compiler alone reads it
    }

    /// <summary>A generic method is an object beside its type, and is called after it.</summary>
    private static string NameOf(GoObject o)
    {
        if (o is Function function && IsGenericMethod(function, out Variable? receiver))
        {
            bool isPointer = AliasType.Unalias(receiver.Type!) is PointerType;
            string type = ReceiverType(receiver).Name.Name;
            return isPointer ? $"(*{type}).{o.Name}" : $"{type}.{o.Name}";
        }
        return o is TypeName { LocalIndex: > 0 } local ? $"{o.Name}·{local.LocalIndex}" : o.Name;
    }

    private static bool IsGenericMethod(Function function, [NotNullWhen(true)] out Variable? receiver)
    {
        receiver = function.Signature.Receiver;
        return receiver is not null && function.Signature.TypeParameters.Count > 0;
    }

    private static NamedType ReceiverType(Variable receiver)
    {
        GoType type = AliasType.Unalias(receiver.Type!);
        return (NamedType)AliasType.Unalias(type is PointerType pointer ? pointer.Element : type);
    }

    private static UnifiedDictionary DictionaryOf(GoObject o)
    {
        IReadOnlyList<TypeParameter> receiver = [], own = o switch
        {
            Function f => f.Signature.TypeParameters,
            TypeName { IsAlias: true, Type: AliasType alias } => alias.TypeParameters,
            TypeName { IsAlias: false, Type: NamedType named } => named.TypeParameters,
            _ => [],
        };
        if (o is Function method && IsGenericMethod(method, out _))
        {
            receiver = method.Signature.ReceiverTypeParameters;
        }
        var dictionary = new UnifiedDictionary { Receiver = receiver, Own = own };
        dictionary.Add(receiver, 0);
        dictionary.Add(own, receiver.Count);
        return dictionary;
    }

    /// <summary>Comes after the object: it lists the types that the object turned out to need; its own constraints may add some.</summary>
    private void WriteDictionary(UnifiedElement w)
    {
        UnifiedDictionary dictionary = _dictionary!;
        w.Count(0); // type parameters of an enclosing function
        w.Count(dictionary.Receiver.Count);
        w.Count(dictionary.Own.Count);
        foreach (TypeParameter parameter in dictionary.Receiver)
        {
            Constraint(w, parameter);
        }
        foreach (TypeParameter parameter in dictionary.Own)
        {
            Constraint(w, parameter);
        }
        w.Count(dictionary.Derived.Count);
        foreach (int type in dictionary.Derived)
        {
            w.Reference(UnifiedSection.Type, type);
        }
    }

    /// <summary>A union stands in an interface, as always outside of type parameter lists.</summary>
    private void Constraint(UnifiedElement w, TypeParameter parameter)
        => Type(w, parameter.Constraint is UnionType ? parameter.ConstraintInterface : parameter.Constraint);

    private ObjectCode WriteBody(UnifiedElement w, GoObject o)
    {
        Position(w, o.Pos);
        switch (o)
        {
            case ConstantObject constant:
                Type(w, constant.Type!);
                UnifiedConstants.Write(w, constant.Value);
                return ObjectCode.Constant;
            case Variable variable:
                Type(w, variable.Type!);
                return ObjectCode.Variable;
            case Function function:
                WriteFunction(w, function);
                return ObjectCode.Function;
            case TypeName { IsAlias: true } alias:
                TypeParameterNames(w, _dictionary!.Own);
                Type(w, alias.Type is AliasType written ? written.Actual : alias.Type!);
                return ObjectCode.Alias;
            case TypeName { Type: NamedType named }:
                WriteNamed(w, named);
                return ObjectCode.Type;
            default:
                throw Unexpected.Value(o);
        }
    }

    private void WriteFunction(UnifiedElement w, Function function)
    {
        SignatureType signature = function.Signature;
        bool isMethod = IsGenericMethod(function, out Variable? receiver);
        w.Bool(isMethod);
        if (isMethod)
        {
            Identifier(w, function.Package, function.Name);
            TypeParameterNames(w, signature.ReceiverTypeParameters);
            Parameter(w, receiver!);
            w.Count(PlaceOf(function, ReceiverType(receiver!)));
        }
        TypeParameterNames(w, signature.TypeParameters);
        Signature(w, signature);
        Position(w, function.Pos);
    }

    private static int PlaceOf(Function method, NamedType type)
    {
        IReadOnlyList<Function> methods = type.Origin.Methods;
        for (int i = 0; i < methods.Count; i++)
        {
            if (methods[i] == method.Origin)
            {
                return i;
            }
        }
        throw Unexpected.Value(method);
    }

    private void WriteNamed(UnifiedElement w, NamedType named)
    {
        TypeParameterNames(w, named.TypeParameters);
        Type(w, named.Underlying);
        IReadOnlyList<Function> methods = named.Methods;
        EntityList<int> ordinary = [], generic = [];
        for (int i = 0; i < methods.Count; i++)
        {
            (IsGenericMethod(methods[i], out _) ? generic : ordinary).Add(i);
        }
        w.Count(ordinary.Count);
        foreach (int i in ordinary)
        {
            w.Count(i);
            WriteMethod(w, methods[i]);
        }
        w.Count(generic.Count);
        foreach (int i in generic)
        {
            w.Reference(UnifiedSection.Object, ObjectIndex(methods[i]));
        }
    }

    private void WriteMethod(UnifiedElement w, Function method)
    {
        SignatureType signature = method.Signature;
        _dictionary!.Add(signature.ReceiverTypeParameters, 0);
        Position(w, method.Pos);
        Identifier(w, method.Package, method.Name);
        TypeParameterNames(w, signature.ReceiverTypeParameters);
        Parameter(w, signature.Receiver!);
        Signature(w, signature);
        Position(w, method.Pos);
    }
}
