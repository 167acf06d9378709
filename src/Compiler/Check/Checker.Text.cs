using System.Text;
using Go.Compiler.Constants;
using Go.Compiler.Diagnostics;
using Go.Compiler.Syntax;
using Go.Compiler.Types;

namespace Go.Compiler.Check;

public sealed partial class Checker
{
    private readonly Func<Package, string> _qualifier;

    /// <summary>
    /// Paths of all packages reachable from this one, by package name: names that are not unique are shown as quoted paths.
    /// </summary>
    private Dictionary<string, List<string>>? _pathsByName;

    private string QualifierOf(Package package)
    {
        if (ReferenceEquals(package, _package))
        {
            return "";
        }
        if (_pathsByName is null)
        {
            _pathsByName = [];
            MarkImports(_package, []);
        }
        return _pathsByName.TryGetValue(package.Name, out List<string>? paths) && paths.Count > 1 ? '"' + package.Path + '"' : package.Name;
    }

    private void MarkImports(Package package, HashSet<Package> seen)
    {
        if (!seen.Add(package))
        {
            return;
        }
        if (!_pathsByName!.TryGetValue(package.Name, out List<string>? paths))
        {
            _pathsByName.Add(package.Name, paths = []);
        }
        if (!paths.Contains(package.Path))
        {
            paths.Add(package.Path);
        }
        foreach (Package import in package.Imports)
        {
            MarkImports(import, seen);
        }
    }

    private string Text(GoType? type) => type is null ? "<nil>" : TypePrinter.Print(type, _qualifier);

    private static string Text(ExpressionSyntax x) => SyntaxPrinter.Short(x);

    private static string Text(IReadOnlyList<ExpressionSyntax> list)
    {
        var text = new StringBuilder("[");
        for (int i = 0; i < list.Count; i++)
        {
            text.Append(i > 0 ? ", " : "").Append(Text(list[i]));
        }
        return text.Append(']').ToString();
    }

    private string Text(GoObject o) => TypePrinter.PrintObject(o, _qualifier);

    private string Text(IReadOnlyList<GoType> types)
    {
        var text = new StringBuilder("[");
        for (int i = 0; i < types.Count; i++)
        {
            text.Append(i > 0 ? ", " : "").Append(Text(types[i]));
        }
        return text.Append(']').ToString();
    }

    private static string ModeText(OperandMode mode) => mode switch
    {
        OperandMode.Invalid => "invalid operand",
        OperandMode.NoValue => "no value",
        OperandMode.Builtin => "built-in",
        OperandMode.Type => "type",
        OperandMode.Constant => "constant",
        OperandMode.Addressable => "variable",
        OperandMode.MapIndex => "map index expression",
        OperandMode.Value => "value",
        OperandMode.NilValue => "nil",
        OperandMode.CommaOk => "comma, ok expression",
        OperandMode.CommaError => "comma, error expression",
        OperandMode.CgoFunction => "cgo function",
        _ => throw Unexpected.Value(mode),
    };

    /// <summary>An operand as messages describe it: <c>x (variable of type int)</c>, <c>1 (untyped int constant)</c>.</summary>
    private string Text(in Operand x)
    {
        if (x.IsNil)
        {
            return x.Type is BasicType { Kind: BasicKind.UntypedNil } ? "nil" : IsValidType(x.Type)
                ? $"nil (of type {Text(x.Type)})" : "nil (with invalid type)";
        }
        string expression = x.Expression is not null ? Text(x.Expression) : x.Mode switch
        {
            OperandMode.Type => Text(x.Type),
            OperandMode.Constant => ConstantText.Print(x.Value!),
            _ => "",
        };
        var text = new StringBuilder();
        if (expression.Length > 0)
        {
            text.Append(expression).Append(" (");
        }
        bool hasType = false;
        if (x.Mode is not (OperandMode.Invalid or OperandMode.NoValue or OperandMode.Builtin or OperandMode.Type)
            && x.MaybeType is not null)
        {
            if (x.Type is BasicType { IsUntyped: true } untyped)
            {
                text.Append(untyped.Name).Append(' ');
            }
            else
            {
                hasType = true;
            }
        }
        text.Append(ModeText(x.Mode));
        if (x.Mode == OperandMode.Constant && ConstantText.Print(x.Value!) is var value && value != expression)
        {
            text.Append(' ').Append(value);
        }
        if (hasType)
        {
            AppendTypeDescription(text, x.Type);
        }
        return expression.Length > 0 ? text.Append(')').ToString() : text.ToString();
    }

    private void AppendTypeDescription(StringBuilder text, GoType type)
    {
        if (!IsValidType(type))
        {
            text.Append(" with invalid type");
            return;
        }
        string description = IsGeneric(type) ? "generic " : "";
        var parameter = AliasType.Unalias(type) as TypeParameter;
        if (parameter is null && type is NamedType or AliasType && !ReferenceEquals(type, Universe.Byte)
            && !ReferenceEquals(type, Universe.Rune) && AliasType.Unalias(type) is not TypeParameter)
        {
            string kind = CompositeKind(type);
            description += (kind.Length > 0 ? kind : (type.Underlying as BasicType)?.Name) + " ";
        }
        text.Append(" of ").Append(description).Append("type ").Append(Text(type));
        if (parameter is not null)
        {
            text.Append(" constrained by ").Append(Text(parameter.Constraint));
            if (IsValidType(parameter.Constraint) && TypeSets.Of(parameter.ConstraintInterface).IsEmpty)
            {
                text.Append(" with empty type set");
            }
        }
    }

    /// <summary>The word for the kind of a composite type, or "" for basic ones.</summary>
    private static string CompositeKind(GoType type) => type.Underlying switch
    {
        BasicType => "",
        ArrayType => "array",
        SliceType => "slice",
        StructType => "struct",
        PointerType => "pointer",
        SignatureType => "func",
        InterfaceType => "interface",
        MapType => "map",
        ChanType => "chan",
        TupleType => "tuple",
        UnionType => "union",
        GoType other => throw Unexpected.Value(other),
    };

    private static string ObjectKind(GoObject o) => o switch
    {
        PackageName => "package name",
        ConstantObject => "constant",
        TypeName { IsAlias: true } => "type alias",
        TypeName { Type: TypeParameter } => "type parameter",
        TypeName => "defined type",
        Variable v => v.Kind switch
        {
            VariableKind.PackageLevel => "package-level variable",
            VariableKind.Local => "local variable",
            VariableKind.Receiver => "receiver",
            VariableKind.Parameter => "parameter",
            VariableKind.Result => "result variable",
            VariableKind.Field => "struct field",
            _ => throw Unexpected.Value(v.Kind),
        },
        Function f => f.Type is SignatureType { Receiver: not null } ? "method" : "function",
        LabelObject => "label",
        BuiltinObject => "built-in function",
        NilObject => "untyped nil",
        _ => throw Unexpected.Value(o),
    };

    private static string Measure(int n, string unit) => n == 1 ? $"1 {unit}" : $"{n} {unit}s";

    /// <summary>Types as the have/want lines of wrong argument counts show them.</summary>
    private string TypesSummary(IReadOnlyList<GoType> types, bool variadic, bool hasDots)
    {
        var text = new StringBuilder("(");
        for (int i = 0; i < types.Count; i++)
        {
            GoType type = types[i];
            bool last = i == types.Count - 1;
            text.Append(i > 0 ? ", " : "");
            if (last && variadic)
            {
                text.Append("...");
                type = type is SliceType slice ? slice.Element : type;
            }
            text.Append(type switch
            {
                _ when !IsValidType(type) => "unknown type",
                BasicType { IsUntyped: true } b
                    => (b.Info & BasicInfo.Numeric) != 0 ? "number" : b.Name.Replace("untyped ", "", StringComparison.Ordinal),
                _ => Text(type),
            });
            text.Append(last && hasDots ? "..." : "");
        }
        return text.Append(')').ToString();
    }
}
