using Go.Compiler.Constants;
using Go.Compiler.Diagnostics;
using Go.Compiler.Syntax;
using Go.Compiler.Types;

namespace Go.Compiler.Check;

public sealed partial class Checker
{
    private void CheckFunctionLiteral(ref Operand x, FuncLiteralSyntax e)
    {
        SignatureType signature = CheckSignature(null, e.Type.TypeParameters, e.Type, null, out Scope scope);
        RecordType(e.Type, OperandMode.Type, signature);
        if (!_options.IgnoreFunctionBodies)
        {
            DeclarationInfo? declaration = _environment.Declaration;
            ConstantValue? iota = _environment.Iota;
            IReadOnlyList<TypeParameter> enclosing = _environment.EnclosingTypeParameters;
            // After the statement around: its variables are not in scope inside.
            Later(() => CheckFunctionBody(declaration, signature, scope, e.Body, iota, enclosing));
        }
        x.Mode = OperandMode.Value;
        x.Type = signature;
    }

    private void CheckCompositeLiteral(ref Operand x, CompositeLiteralSyntax e, GoType? hint)
    {
        GoType type, literalBase;
        bool isElement = false;
        ArrayType? openArray = null;
        if (e.Type is ArrayTypeSyntax { Length: null } open)
        {
            // [...]T{}: the length follows from the elements.
            openArray = new ArrayType(CheckVariableType(open.Element), -1);
            type = literalBase = openArray;
        }
        else if (e.Type is not null)
        {
            type = literalBase = CheckType(e.Type);
        }
        else if (hint is not null)
        {
            type = literalBase = hint;
            if (CommonUnderlying(hint, out _) is PointerType p)
            {
                literalBase = p.Element; // &T may be left out in elements
            }
            isElement = true;
        }
        else
        {
            Error(e, Catalogue.UntypedLit, "missing type in composite literal");
            type = literalBase = Universe.Invalid;
        }
        if (!IsCompleteType(literalBase))
        {
            x.Invalidate();
            return;
        }
        switch (CommonUnderlying(literalBase, out _))
        {
            case StructType s:
                CheckStructLiteral(e, s, literalBase);
                break;
            case ArrayType a:
                long length = CheckElements(e.Elements, a.Element, a.Length);
                if (openArray is not null)
                {
                    type = new ArrayType(a.Element, length);
                    RecordType(e.Type!, OperandMode.Type, type);
                }
                break;
            case SliceType s:
                CheckElements(e.Elements, s.Element, -1);
                break;
            case MapType m:
                CheckMapLiteral(e, m);
                break;
            case GoType or null:
                GoType? other = CommonUnderlying(literalBase, out _);
                foreach (ExpressionSyntax element in e.Elements)
                {
                    // The key may be a field's name, which is not to be looked up.
                    Use(element is KeyValueSyntax kv ? kv.Value : element);
                }
                if (other is null || IsValidType(other))
                {
                    string cause = other is null ? " (no common underlying type)" : "";
                    Error(e, Catalogue.InvalidLit, $"invalid composite literal{(isElement ? " element" : "")} type {Text(type)}{cause}");
                    x.Invalidate();
                    return;
                }
                break;
        }
        x.Mode = OperandMode.Value;
        x.Type = type;
    }

    private void CheckStructLiteral(CompositeLiteralSyntax e, StructType type, GoType literalBase)
    {
        if (e.Elements.Count == 0)
        {
            return;
        }
        if (e.Elements[0] is KeyValueSyntax)
        {
            CheckKeyedFields(e, type, literalBase);
            return;
        }
        Operand x = default;
        for (int i = 0; i < e.Elements.Count; i++)
        {
            ExpressionSyntax element = e.Elements[i];
            if (element is KeyValueSyntax)
            {
                Error(element, Catalogue.MixedStructLit, "mixture of field:value and value elements in struct literal");
                continue;
            }
            CheckGenericExpression(ref x, element, null);
            if (i >= type.Fields.Count)
            {
                Error(x, Catalogue.InvalidStructLit, $"too many values in struct literal of type {Text(literalBase)}");
                break;
            }
            Variable field = type.Fields[i];
            if (!field.IsExported && !ReferenceEquals(field.Package, _package))
            {
                Error(x, Catalogue.UnexportedLitField,
                    $"implicit assignment to unexported field {field.Name} in struct literal of type {Text(literalBase)}");
                continue;
            }
            Assign(ref x, field.Type!, "struct literal");
        }
        if (e.Elements.Count < type.Fields.Count)
        {
            string hint = "";
            foreach (Variable field in type.Fields)
            {
                if (!field.IsExported && !ReferenceEquals(field.Package, _package))
                {
                    hint = " (type has unexported fields - use key:value pairs)";
                    break;
                }
            }
            Error(e.RightBrace, Catalogue.InvalidStructLit, $"too few values in struct literal of type {Text(literalBase)}{hint}");
        }
    }

    private void CheckKeyedFields(CompositeLiteralSyntax e, StructType type, GoType literalBase)
    {
        var given = new GivenFields();
        Operand x = default;
        foreach (ExpressionSyntax element in e.Elements)
        {
            if (element is not KeyValueSyntax kv)
            {
                Error(element, Catalogue.MixedStructLit, "mixture of field:value and value elements in struct literal");
                continue;
            }
            CheckGenericExpression(ref x, kv.Value, null);
            if (kv.Key is not NameSyntax key)
            {
                Error(kv, Catalogue.InvalidLitField, $"invalid field name {Text(kv.Key)} in struct literal");
                continue;
            }
            LookupResult found = Lookup.FieldOrMethod(type, false, _package, key.Value);
            if (found.Object is null)
            {
                GoObject? similar = Lookup.FieldOrMethod(type, false, _package, key.Value, true).Object;
                Error(kv.Key, Catalogue.MissingLitField, LookupFailure(literalBase, key.Value, similar, true));
                continue;
            }
            if (found.Object is not Variable field)
            {
                Error(kv.Key, Catalogue.MissingLitField, $"{Text(kv.Key)} is not a field");
                continue;
            }
            if (found.Path.Count > 1 && !AllowsVersion(27))
            {
                VersionError(SyntaxPositions.StartOf(kv.Key), 27,
                    $"use of promoted field {FieldPathText(type, found.Path)} in struct literal of type {Text(literalBase)}");
                continue;
            }
            if (found.Indirect)
            {
                Error(kv.Key, Catalogue.InvalidLitField, $"invalid implicit pointer indirection to reach {Text(kv.Key)}");
                continue;
            }
            RecordObject(key, field);
            Assign(ref x, field.Type!, "struct literal");
            NoteField(kv, given, found.Path, field);
        }
    }

    private void NoteField(KeyValueSyntax at, GivenFields given, IReadOnlyList<int> path, Variable field)
    {
        if (given.Add(path, field) is var (otherPath, other))
        {
            Error(at, Catalogue.DuplicateLitField, path.Count == otherPath.Count
                ? $"duplicate field name {field.Name} in struct literal"
                : otherPath.Count < path.Count
                    ? $"cannot specify promoted field {field.Name} and enclosing embedded field {other.Name}"
                    : $"cannot specify embedded field {field.Name} and enclosed promoted field {other.Name}");
        }
    }

    private static string FieldPathText(StructType type, IReadOnlyList<int> path)
    {
        var names = new List<string>(path.Count);
        GoType t = type;
        foreach (int index in path)
        {
            Variable field = ((StructType)t.Underlying).Fields[index];
            names.Add(field.Name);
            t = Dereference(field.Type!, out _);
        }
        return string.Join('.', names);
    }

    /// <summary>Checks the elements of an array or slice literal; gives the length they need.</summary>
    private long CheckElements(IReadOnlyList<ExpressionSyntax> elements, GoType type, long length)
    {
        HashSet<long>? visited = null; // only needed once there are keys
        long index = 0, max = 0;
        Operand x = default;
        for (int i = 0; i < elements.Count; i++)
        {
            ExpressionSyntax element = elements[i];
            bool valid = false;
            ExpressionSyntax value = element;
            if (element is KeyValueSyntax kv)
            {
                if (visited is null)
                {
                    visited = new HashSet<long>(elements.Count);
                    for (long k = 0; k < i; k++)
                    {
                        visited.Add(k);
                    }
                }
                GoType indexType = CheckIndexValue(kv.Key, length, out long constant);
                if (constant >= 0)
                {
                    index = constant;
                    valid = true;
                }
                else if (IsValidType(indexType))
                {
                    Error(element, Catalogue.InvalidLitIndex, $"index {Text(kv.Key)} must be integer constant");
                }
                value = kv.Value;
            }
            else if (length >= 0 && index >= length)
            {
                Error(element, Catalogue.OversizeArrayLit, $"index {index} is out of bounds (>= {length})");
            }
            else
            {
                valid = true;
            }
            if (valid && visited is not null && !visited.Add(index))
            {
                Error(element, Catalogue.DuplicateLitKey, $"duplicate index {index} in array or slice literal");
            }
            index++;
            max = Math.Max(max, index);
            CheckGenericExpression(ref x, value, type);
            Assign(ref x, type, "array or slice literal");
        }
        return max;
    }

    private void CheckMapLiteral(CompositeLiteralSyntax e, MapType type)
    {
        bool interfaceKeys = IsInterface(type.Key);
        var visited = new Dictionary<ConstantKey, List<GoType>?>(e.Elements.Count);
        Operand x = default;
        foreach (ExpressionSyntax element in e.Elements)
        {
            if (element is not KeyValueSyntax kv)
            {
                Error(element, Catalogue.MissingLitKey, "missing key in map literal");
                continue;
            }
            CheckGenericExpression(ref x, kv.Key, type.Key);
            Assign(ref x, type.Key, "map literal");
            if (!x.IsValid)
            {
                continue;
            }
            if (x.IsConstant && IsDuplicateKey(visited, x, interfaceKeys))
            {
                Error(x, Catalogue.DuplicateLitKey, $"duplicate key {ConstantText.Print(x.Value!)} in map literal");
                continue;
            }
            CheckGenericExpression(ref x, kv.Value, type.Element);
            Assign(ref x, type.Element, "map literal");
        }
    }

    private static bool IsDuplicateKey(Dictionary<ConstantKey, List<GoType>?> visited, in Operand x, bool interfaceKeys)
    {
        if (ConstantKey.Of(x.Value!) is not { } key)
        {
            return false;
        }
        if (!interfaceKeys)
        {
            return !visited.TryAdd(key, null);
        }
        // Equal values of different dynamic types are different keys.
        if (!visited.TryGetValue(key, out List<GoType>? types))
        {
            visited.Add(key, types = []);
        }
        foreach (GoType t in types!)
        {
            if (TypeIdentity.Identical(t, x.Type))
            {
                return true;
            }
        }
        types.Add(x.Type);
        return false;
    }
}
