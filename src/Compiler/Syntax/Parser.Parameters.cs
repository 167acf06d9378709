using Go.Compiler.Diagnostics;
using Go.Compiler.Text;

namespace Go.Compiler.Syntax;

public sealed partial class Parser
{
    /// <summary>A parameter while its list is not complete: whether a lone name is a name or a type shows only at the end.</summary>
    private struct Parameter
    {
        public Pos Pos;
        public NameSyntax? Name;
        public ExpressionSyntax? Type;
    }

    private NodeStack<Parameter> _parameters = new();

    /// <summary>
    /// The rest of a parameter list after its opening bracket and, if not null, its first name or whole first parameter.
    /// Either all parameters of the result have names or none.
    /// </summary>
    private FieldSyntax[] ParameterList(NameSyntax? name, ExpressionSyntax? type, Token close, bool requireNames, bool dotsAllowed)
    {
        if (name is not null && type is not null && _token == close)
        {
            Next();
            return [new FieldSyntax(name.Pos, NewId(), name, type)];
        }
        int mark = _parameters.Count;
        int named = 0, typed = 0;
        bool isClosed = true;
        while (_token != Token.EndOfFile && _token != close)
        {
            Parameter? read = type is not null ? new Parameter { Pos = name!.Pos, Name = name, Type = type } : ParameterOrNull(name, close);
            name = null;
            type = null;
            if (read is { } parameter)
            {
                named += parameter is { Name: not null, Type: not null } ? 1 : 0;
                typed += parameter.Type is not null ? 1 : 0;
                _parameters.Push(parameter);
            }
            if (!Separator("parameter list", Token.Comma, close))
            {
                isClosed = false;
                break;
            }
        }
        Pos end = Here;
        if (isClosed)
        {
            Want(close);
        }
        Parameter[] list = _parameters.PopFrom(mark);
        if (list.Length == 0)
        {
            return [];
        }
        if (named == 0 && !requireNames)
        {
            // No parameter has both: the lone names are types.
            for (int i = 0; i < list.Length; i++)
            {
                if (list[i].Name is { } typeName)
                {
                    list[i].Type = typeName;
                    list[i].Name = null;
                }
            }
        }
        else if (named != list.Length)
        {
            DistributeTypes(list, named == typed, requireNames, end);
        }
        CheckDots(list, dotsAllowed);
        var fields = new FieldSyntax[list.Length];
        for (int i = 0; i < list.Length; i++)
        {
            fields[i] = new FieldSyntax(list[i].Pos, NewId(), list[i].Name, list[i].Type!);
        }
        return fields;
    }

    /// <summary>Gives parameters without a type that of the next one; complains about missing names and types.</summary>
    private void DistributeTypes(Parameter[] list, bool typedAreNamed, bool requireNames, Pos end)
    {
        Pos leftmost = default;
        ExpressionSyntax? type = null;
        for (int i = list.Length - 1; i >= 0; i--)
        {
            ref Parameter parameter = ref list[i];
            if (parameter.Type is not null)
            {
                type = parameter.Type;
                if (parameter.Name is null)
                {
                    leftmost = SyntaxPositions.StartOf(type);
                    parameter.Name = new NameSyntax(leftmost, NewId(), "_");
                }
            }
            else if (type is not null)
            {
                parameter.Type = type;
            }
            else
            {
                leftmost = parameter.Name!.Pos;
                parameter.Type = new BadExpressionSyntax(leftmost, NewId());
            }
        }
        if (!leftmost.IsValid)
        {
            return;
        }
        // When all typed parameters are named, the ones without a type stand at the end (or they would have got one above).
        if (typedAreNamed)
        {
            SyntaxErrorAt(end, requireNames ? "missing type constraint" : "missing parameter type");
        }
        else if (requireNames)
        {
            SyntaxErrorAt(leftmost, list.Length == 1 ? "missing type parameter name or invalid array length"
                : "missing type parameter name");
        }
        else
        {
            SyntaxErrorAt(leftmost, "missing parameter name");
        }
    }

    private void CheckDots(Parameter[] list, bool dotsAllowed)
    {
        bool isFirst = true;
        for (int i = 0; i < list.Length; i++)
        {
            if (list[i].Type is DotsTypeSyntax dots && (!dotsAllowed || i + 1 < list.Length))
            {
                if (isFirst)
                {
                    isFirst = false;
                    Error(Catalogue.InvalidDots, dots.Pos, dotsAllowed ? "can only use ... with final parameter" : "invalid use of ...");
                }
                list[i].Type = dots.Element;
            }
        }
    }

    // ParameterDecl = [ IdentifierList ] [ "..." ] Type ; in a type parameter list (closed by a bracket) the type may be a union.
    private Parameter? ParameterOrNull(NameSyntax? name, Token close)
    {
        bool typeSetsAllowed = close == Token.RightBracket;
        var parameter = new Parameter { Pos = name?.Pos ?? Here };
        if (name is null && typeSetsAllowed && IsAtTilde)
        {
            parameter.Type = EmbeddedElement(null);
            return parameter;
        }
        if (_token == Token.Name || name is not null)
        {
            name ??= Name();
            if (TypeStartingWith(name, typeSetsAllowed, ref parameter))
            {
                return parameter;
            }
            parameter.Name = name;
        }
        if (_token == Token.Dots)
        {
            Pos pos = Here;
            int id = NewId();
            Next();
            ExpressionSyntax? element = TypeOrNull();
            if (element is null)
            {
                parameter.Type = Bad();
                SyntaxError("... is missing type");
            }
            else
            {
                parameter.Type = new DotsTypeSyntax(pos, id, element);
            }
            return parameter;
        }
        if (typeSetsAllowed && IsAtTilde)
        {
            parameter.Type = EmbeddedElement(null);
            return parameter;
        }
        parameter.Type = TypeOrNull();
        if (typeSetsAllowed && IsAtBar && parameter.Type is not null)
        {
            parameter.Type = EmbeddedElement(parameter.Type);
        }
        if (parameter.Name is not null || parameter.Type is not null)
        {
            return parameter;
        }
        SyntaxError("expected " + SyntaxFacts.Describe(close));
        SkipTo(SetOf(Token.Comma, close));
        return null;
    }

    /// <summary>
    /// After a name: completes the parameter if what follows makes the name part of its type, or is an array or slice type.
    /// </summary>
    private bool TypeStartingWith(NameSyntax name, bool typeSetsAllowed, ref Parameter parameter)
    {
        if (_token == Token.LeftBracket)
        {
            parameter.Type = ArrayOrInstance(name);
            parameter.Name = parameter.Type is IndexSyntax ? null : name;
        }
        else if (_token == Token.Dot)
        {
            parameter.Type = QualifiedName(name);
        }
        else if (typeSetsAllowed && IsAtBar)
        {
            parameter.Type = name;
        }
        else
        {
            return false;
        }
        if (typeSetsAllowed && IsAtBar)
        {
            parameter.Type = EmbeddedElement(parameter.Type);
        }
        return true;
    }
}
