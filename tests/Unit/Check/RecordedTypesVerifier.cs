using Go.Compiler.Check;
using Go.Compiler.Constants;
using Go.Compiler.Syntax;
using Go.Compiler.Types;

namespace Go.Compiler.Tests.Check;

/// <summary>
/// Checks what later rooms rely on in packages without errors: evaluated expressions have typed types, constants have values, names have
/// objects, selectors have selections, jumps have targets.
/// </summary>
internal sealed class RecordedTypesVerifier(TypeInfo info, List<(SyntaxNode Node, string Problem)> problems) : SyntaxWalker
{
    private bool _insideConstant;

    public static List<(SyntaxNode Node, string Problem)> Run(CheckedPackage package)
    {
        var problems = new List<(SyntaxNode, string)>();
        var verifier = new RecordedTypesVerifier(package.Info, problems);
        foreach (SyntaxFile file in package.Files)
        {
            foreach (DeclarationSyntax declaration in file.Declarations)
            {
                verifier.Visit(declaration);
            }
        }
        return problems;
    }

    public override void Visit(SyntaxNode node)
    {
        switch (node)
        {
            case ImportSyntax:
                return;
            case ConstSyntax n:
                foreach (NameSyntax name in n.Names)
                {
                    RequireObject(name);
                }
                return; // constant expressions keep their untyped types, and may be repeated
            case TypeDeclSyntax n:
                RequireObject(n.Name);
                VisitFields(n.TypeParameters);
                Visit(n.Type);
                return;
            case VarSyntax n:
                foreach (NameSyntax name in n.Names)
                {
                    RequireObject(name);
                }
                VisitIf(n.Type);
                VisitIf(n.Values);
                return;
            case FuncDeclSyntax n:
                RequireObject(n.Name);
                VisitFields(n.TypeParameters);
                VisitFields(n.Type.Parameters);
                VisitFields(n.Type.Results);
                VisitIf(n.Body);
                return;
            case FieldSyntax n:
                Visit(n.Type);
                return;
            case LabeledSyntax n:
                Visit(n.Statement);
                return;
            case BranchSyntax n:
                Require(n.Kind == BranchKind.Fallthrough || info.BranchTargets.ContainsKey(n.Id), n, "jump without target");
                return;
            case AssignSyntax { IsDefinition: true } n:
                foreach (ExpressionSyntax name in n.Lhs is ListSyntax list ? list.Elements : [n.Lhs])
                {
                    RequireObject((NameSyntax)name);
                }
                Visit(n.Rhs!);
                return;
            case RangeClauseSyntax n:
                if (!n.IsDefinition)
                {
                    VisitIf(n.Lhs);
                }
                Visit(n.X);
                return;
            case TypeSwitchGuardSyntax n:
                Visit(n.X);
                return;
            case ExpressionSyntax n:
                VisitExpression(n);
                return;
        }
        base.Visit(node);
    }

    private void VisitExpression(ExpressionSyntax e)
    {
        switch (e)
        {
            case ListSyntax:
                base.Visit(e);
                return;
            case NameSyntax { IsBlank: true }:
                return;
            case KeyValueSyntax n:
                if (n.Key is not NameSyntax { } key || info.TypeOf(key) is not null)
                {
                    Visit(n.Key);
                }
                else
                {
                    RequireObject(key);
                }
                Visit(n.Value);
                return;
            case NameSyntax n when info.ObjectOf(n) is PackageName:
                return;
        }
        TypeAndValue recorded = info[e];
        Require(recorded.Type is not null, e, "no type");
        if (recorded.Type is BasicType { IsUntyped: true } untyped && !_insideConstant)
        {
            bool isNilComparison = untyped.Kind == BasicKind.UntypedNil;
            Require(isNilComparison || recorded.Value is not null || untyped.Kind == BasicKind.UntypedBool, e,
                $"{untyped.Name} that is not constant");
        }
        Require(recorded.Mode != OperandMode.Constant || recorded.Value is not (null or UnknownConstant), e, "constant without value");
        bool wasInside = _insideConstant;
        _insideConstant |= recorded.Mode == OperandMode.Constant;
        switch (e)
        {
            case NameSyntax n:
                RequireObject(n);
                break;
            case SelectorSyntax n:
                Require(info.SelectionOf(n) is not null || (n.X is NameSyntax p && info.ObjectOf(p) is PackageName), n,
                    "selector without selection");
                RequireObject(n.Selector);
                Visit(n.X);
                break;
            case InterfaceTypeSyntax n:
                foreach (FieldSyntax element in n.Elements)
                {
                    Visit(element.Type);
                }
                break;
            case StructTypeSyntax n:
                foreach (FieldSyntax field in n.Fields)
                {
                    Visit(field.Type);
                }
                break;
            case CompositeLiteralSyntax n:
                if (n.Type is not null and not ArrayTypeSyntax { Length: null })
                {
                    Visit(n.Type);
                }
                foreach (ExpressionSyntax element in n.Elements)
                {
                    Visit(element);
                }
                break;
            case FuncTypeSyntax n:
                VisitFields(n.Parameters);
                VisitFields(n.Results);
                break;
            default:
                base.Visit(e);
                break;
        }
        _insideConstant = wasInside;
    }

    private void VisitFields(IReadOnlyList<FieldSyntax> fields)
    {
        foreach (FieldSyntax field in fields)
        {
            if (field.Name is { IsBlank: false } name)
            {
                RequireObject(name);
            }
            if (field.Type is DotsTypeSyntax dots)
            {
                Visit(dots.Element);
            }
            else
            {
                Visit(field.Type);
            }
        }
    }

    private void VisitIf(SyntaxNode? node)
    {
        if (node is not null)
        {
            Visit(node);
        }
    }

    private void RequireObject(NameSyntax name)
        => Require(name.IsBlank || info.ObjectOf(name) is not null, name, $"no object for {name.Value}");

    private void Require(bool condition, SyntaxNode node, string problem)
    {
        if (!condition)
        {
            problems.Add((node, problem));
        }
    }
}
