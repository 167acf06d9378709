using System.Text;
using Go.Compiler.Constants;
using Go.Compiler.Diagnostics;
using Go.Compiler.Syntax;
using Go.Compiler.Text;
using Go.Compiler.Types;

namespace Go.Compiler.Check;

public sealed partial class Checker
{
    private StructType CheckStructType(StructTypeSyntax e)
    {
        if (e.Fields.Count == 0)
        {
            return new StructType([], []);
        }
        var fields = new List<Variable>(e.Fields.Count);
        List<string?>? tags = null;
        var seen = new Dictionary<string, Variable>(e.Fields.Count);
        GoType type = Universe.Invalid;
        for (int i = 0; i < e.Fields.Count; i++)
        {
            FieldSyntax field = e.Fields[i];
            if (i == 0 || !ReferenceEquals(field.Type, e.Fields[i - 1].Type))
            {
                type = CheckVariableType(field.Type);
            }
            string? tag = i < e.Tags.Count ? TagText(e.Tags[i]) : null;
            bool embedded = field.Name is null;
            NameSyntax? name = field.Name ?? EmbeddedName(field.Type);
            if (name is null)
            {
                Error(field.Type, Catalogue.InvalidSyntaxTree, $"invalid embedded field type {Text(field.Type)}");
                continue;
            }
            var variable = new Variable(name.Pos, _package, name.Value, type, VariableKind.Field) { IsEmbedded = embedded };
            if (!name.IsBlank && !seen.TryAdd(name.Value, variable))
            {
                ErrorWithOther(name.Pos, Catalogue.DuplicateDecl, $"{name.Value} redeclared", seen[name.Value]);
            }
            else
            {
                if (tag is { Length: > 0 } && tags is null)
                {
                    tags = new List<string?>(fields.Count);
                    for (int k = 0; k < fields.Count; k++)
                    {
                        tags.Add(null);
                    }
                }
                tags?.Add(tag);
                fields.Add(variable);
                if (!embedded)
                {
                    RecordObject(name, variable);
                }
            }
            if (embedded)
            {
                CheckEmbeddedType(SyntaxPositions.StartOf(field.Type), type);
            }
        }
        return new StructType(fields, tags ?? []);
    }

    /// <summary>
    /// The text of a tag; bytes that are not UTF-8 survive as Latin-1 would not, so tags stay text as Go's reflection shows it.
    /// </summary>
    private static string? TagText(BasicLiteralSyntax? tag)
        => tag is { IsBad: false, Kind: LiteralKind.String } && ConstantLiterals.Unquote(tag.Text) is { } bytes
            ? Encoding.UTF8.GetString(bytes) : null;

    private void CheckEmbeddedType(Pos pos, GoType type) => Later(() =>
    {
        GoType t = Dereference(type, out bool isPointer);
        switch (t.Underlying)
        {
            case BasicType { Kind: BasicKind.UnsafePointer }:
                Error(pos, Catalogue.InvalidPtrEmbed, "embedded field type cannot be unsafe.Pointer");
                break;
            case PointerType:
                Error(pos, Catalogue.InvalidPtrEmbed, "embedded field type cannot be a pointer");
                break;
            case InterfaceType when IsTypeParameter(t):
                Error(pos, Catalogue.MisplacedTypeParam, "embedded field type cannot be a (pointer to a) type parameter");
                break;
            case InterfaceType when isPointer:
                Error(pos, Catalogue.InvalidPtrEmbed, "embedded field type cannot be a pointer to an interface");
                break;
        }
    });

    /// <summary>The name an embedded field has: its type's, without package, star and type arguments.</summary>
    private static NameSyntax? EmbeddedName(ExpressionSyntax type) => type switch
    {
        NameSyntax n => n,
        ParenSyntax n => EmbeddedName(n.X),
        OperationSyntax { Op: Operator.Multiply, Y: null } n when n.X is not OperationSyntax { Op: Operator.Multiply, Y: null }
            => EmbeddedName(n.X),
        SelectorSyntax n => n.Selector,
        IndexSyntax n => EmbeddedName(n.X),
        _ => null,
    };
}
