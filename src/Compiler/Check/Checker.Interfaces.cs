using Go.Compiler.Collections;
using Go.Compiler.Diagnostics;
using Go.Compiler.Syntax;
using Go.Compiler.Text;
using Go.Compiler.Types;

namespace Go.Compiler.Check;

public sealed partial class Checker
{
    /// <summary>Computes the type set of a written interface and reports what is wrong in it.</summary>
    private void CheckTypeSet(InterfaceType type)
    {
        EntityList<(Pos Pos, string Message, string Kind)>? errors = null;
        TypeSets.Of(type, (pos, message, kind) => (errors ??= []).Add((pos, message, kind)));
        for (int i = 0; i < errors?.Count; i++)
        {
            // An entry without kind belongs to the one before it.
            (Pos pos, string message, string kind) = errors[i];
            bool hasRelated = i + 1 < errors.Count && errors[i + 1].Kind.Length == 0;
            Error(pos, Catalogue.ByGoName(kind), message, hasRelated ? errors[i + 1].Pos : default,
                hasRelated ? errors[i + 1].Message : "");
            i += hasRelated ? 1 : 0;
        }
        if (!AllowsVersion(18))
        {
            CheckEmbeddedVersions(type);
        }
    }

    /// <summary>Before go1.18 only method interfaces could be embedded, before go1.14 not with overlapping methods.</summary>
    private void CheckEmbeddedVersions(InterfaceType type)
    {
        var methods = new Dictionary<string, Pos>();
        foreach (Function m in type.Methods)
        {
            methods[m.Name] = m.Pos;
        }
        var kept = new List<GoType>();
        var positions = new EntityList<Pos>();
        for (int i = 0; i < type.Embedded.Count; i++)
        {
            GoType embedded = type.Embedded[i];
            Pos pos = type.EmbeddedPositions[i];
            if (CheckEmbeddedVersion(embedded, pos, methods))
            {
                kept.Add(embedded);
                positions.Add(pos);
            }
        }
        if (kept.Count < type.Embedded.Count)
        {
            // What was refused has no say in what the interface means, but messages show it.
            type.ReplaceTypeSet(TypeSets.Of(new InterfaceType(type.Methods, kept) { EmbeddedPositions = positions }));
        }
    }

    private bool CheckEmbeddedVersion(GoType embedded, Pos pos, Dictionary<string, Pos> methods)
    {
        switch (embedded.Underlying)
        {
            case InterfaceType when IsImportedConstraint(embedded):
                VersionError(pos, 18, $"embedding constraint interface {Text(embedded)}");
                return false;
            case InterfaceType inner:
                foreach (Function m in TypeSets.Of(inner).Methods)
                {
                    if (!methods.TryAdd(m.Name, pos) && !AllowsVersion(14))
                    {
                        Error(pos, Catalogue.DuplicateDecl, $"duplicate method {m.Name}", methods[m.Name],
                            $"other declaration of method {m.Name}");
                    }
                }
                return true;
            case UnionType union:
                VersionError(pos, 18, $"embedding interface element {Text(union)}");
                return false;
            default:
                if (IsValidType(embedded.Underlying))
                {
                    VersionError(pos, 18, $"embedding non-interface type {Text(embedded)}");
                }
                return false;
        }
    }

    private InterfaceType CheckInterfaceType(InterfaceTypeSyntax e, TypeName? declared)
    {
        var type = new InterfaceType([], []);
        if (!_environment.InInterface && e.Elements.Count > 0)
        {
            _interfaces.Add((e, type));
        }
        bool wasInInterface = _environment.InInterface;
        _environment.InInterface = true;
        var methods = new List<Function>();
        var embedded = new List<GoType>();
        var positions = new EntityList<Pos>();
        foreach (FieldSyntax element in e.Elements)
        {
            if (element.Name is null)
            {
                embedded.Add(CheckUnion(element.Type));
                positions.Add(SyntaxPositions.StartOf(element.Type));
                continue;
            }
            if (element.Name.IsBlank)
            {
                Error(element.Name, Catalogue.BlankIfaceMethod, "methods must have a unique non-blank name");
                continue;
            }
            if (element.Type is not FuncTypeSyntax signatureSyntax)
            {
                continue; // reported by the parser
            }
            GoType receiverType = declared?.Type is NamedType named ? named : type;
            var receiver = new Variable(element.Name.Pos, _package, "", receiverType, VariableKind.Receiver);
            SignatureType signature = CheckSignature(null, [], signatureSyntax, receiver, out _);
            RecordType(signatureSyntax, OperandMode.Type, signature);
            var method = new Function(element.Name.Pos, _package, element.Name.Value, signature);
            RecordObject(element.Name, method);
            methods.Add(method);
        }
        methods.Sort(MethodOrder.Compare);
        type.Methods = methods;
        type.Embedded = embedded;
        type.EmbeddedPositions = positions;
        if (methods.Count > 0 || embedded.Count > 0)
        {
            Later(() => CheckTypeSet(type));
        }
        _environment.InInterface = wasInInterface;
        return type;
    }

    private const int MaxUnionTerms = 100;

    /// <summary>Checks an embedded element: a type, <c>~T</c> or a union.</summary>
    private GoType CheckUnion(ExpressionSyntax e)
    {
        var syntax = new List<ExpressionSyntax>();
        var operations = new List<ExpressionSyntax>();
        for (ExpressionSyntax x = e; ;)
        {
            if (x is OperationSyntax { Op: Operator.Or, Y: { } right } or)
            {
                syntax.Add(right);
                operations.Add(or);
                x = or.X;
                continue;
            }
            syntax.Add(x);
            break;
        }
        syntax.Reverse();
        var terms = new EntityList<UnionTerm>();
        bool valid = true;
        for (int i = 0; i < syntax.Count; i++)
        {
            UnionTerm term = CheckTerm(syntax[i]);
            if (syntax.Count == 1 && !term.Tilde)
            {
                return term.Type;
            }
            if (terms.Count < MaxUnionTerms)
            {
                terms.Add(term);
            }
            else if (valid)
            {
                Error(syntax[i], Catalogue.InvalidUnion,
                    $"cannot handle more than {MaxUnionTerms} union terms (implementation limitation)");
                valid = false;
            }
        }
        GoType union = valid ? new UnionType(terms) : Universe.Invalid;
        foreach (ExpressionSyntax operation in operations)
        {
            RecordType(operation, OperandMode.Type, union);
        }
        if (valid)
        {
            Later(() => CheckTerms(terms, syntax));
        }
        return union;
    }

    private UnionTerm CheckTerm(ExpressionSyntax e)
    {
        ExpressionSyntax x = e;
        bool tilde = false;
        if (e is OperationSyntax { Op: Operator.Tilde } operation)
        {
            x = operation.X;
            tilde = true;
        }
        GoType type = CheckType(x);
        if (IsTypeParameter(type))
        {
            Error(x, Catalogue.MisplacedTypeParam, tilde
                ? $"type in term {Text(e)} cannot be a type parameter" : "term cannot be a type parameter");
            type = Universe.Invalid;
        }
        var term = new UnionTerm(tilde, type);
        if (tilde)
        {
            RecordType(e, OperandMode.Type, new UnionType([term]));
        }
        return term;
    }

    private void CheckTerms(EntityList<UnionTerm> terms, List<ExpressionSyntax> syntax)
    {
        for (int i = 0; i < terms.Count; i++)
        {
            UnionTerm t = terms[i];
            if (!IsValidType(t.Type))
            {
                continue;
            }
            GoType u = t.Type.Underlying;
            if (t.Tilde && u is InterfaceType)
            {
                Error(syntax[i], Catalogue.InvalidUnion, $"invalid use of ~ ({Text(t.Type)} is an interface)");
                continue;
            }
            if (t.Tilde && !TypeIdentity.Identical(u, t.Type))
            {
                Error(syntax[i], Catalogue.InvalidUnion, $"invalid use of ~ (underlying type of {Text(t.Type)} is {Text(u)})");
                continue;
            }
            if (u is InterfaceType face)
            {
                TypeSet set = TypeSets.Of(face);
                if (set.Methods.Count > 0)
                {
                    Error(syntax[i], Catalogue.InvalidUnion, $"cannot use {TermText(t)} in union ({TermText(t)} contains methods)");
                }
                else if (ReferenceEquals(t.Type, Universe.Comparable))
                {
                    Error(syntax[i], Catalogue.InvalidUnion, "cannot use comparable in union");
                }
                else if (set.IsComparable)
                {
                    Error(syntax[i], Catalogue.InvalidUnion, $"cannot use {TermText(t)} in union ({TermText(t)} embeds comparable)");
                }
                continue;
            }
            for (int j = 0; j < i; j++)
            {
                if (IsValidType(terms[j].Type) && terms[j].Type.Underlying is not InterfaceType && Overlap(terms[j], t))
                {
                    SoftError(syntax[i], Catalogue.InvalidUnion, $"overlapping terms {TermText(t)} and {TermText(terms[j])}");
                    break;
                }
            }
        }
    }

    /// <summary>A term, with package paths even for this package's types.</summary>
    private static string TermText(UnionTerm t) => (t.Tilde ? "~" : "") + TypePrinter.Print(t.Type);

    private static bool Overlap(UnionTerm x, UnionTerm y)
    {
        GoType a = y.Tilde ? x.Type.Underlying : x.Type;
        GoType b = x.Tilde ? y.Type.Underlying : y.Type;
        return TypeIdentity.Identical(a, b);
    }
}
