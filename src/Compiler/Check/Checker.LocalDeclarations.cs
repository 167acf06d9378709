using Go.Compiler.Diagnostics;
using Go.Compiler.Syntax;
using Go.Compiler.Types;

namespace Go.Compiler.Check;

public sealed partial class Checker
{
    /// <summary>Number of types declared inside functions so far, by name.</summary>
    /// <summary>Types declared in functions so far; each is known by its number.</summary>
    private int _localTypes;

    private void CheckLocalDeclarations(IReadOnlyList<DeclarationSyntax> declarations)
    {
        var constants = new ConstantGroup();
        foreach (DeclarationSyntax declaration in declarations)
        {
            switch (declaration)
            {
                case ConstSyntax s:
                    CheckLocalConstants(s, ref constants);
                    continue; // keeps the group
                case VarSyntax s:
                    CheckLocalVariables(s);
                    break;
                case TypeDeclSyntax s:
                    CheckLocalType(s);
                    break;
                default:
                    throw Unexpected.Value(declaration);
            }
            constants = default;
        }
    }

    private void CheckLocalConstants(ConstSyntax s, ref ConstantGroup group)
    {
        int top = _delayed.Count;
        group.Next(s);
        IReadOnlyList<ExpressionSyntax> values = group.Values;
        var constants = new ConstantObject[s.Names.Count];
        for (int i = 0; i < constants.Length; i++)
        {
            constants[i] = new ConstantObject(s.Names[i].Pos, _package, s.Names[i].Value, null, group.Iota);
            CheckConstant(constants[i], group.Type, i < values.Count ? values[i] : null, group.IsInherited);
        }
        CheckArity(s.Pos, s.Names, values, true, group.IsInherited);
        ProcessDelayed(top); // function literals must not see the constants
        for (int i = 0; i < constants.Length; i++)
        {
            Declare(_environment.Scope, s.Names[i], constants[i], s.Names[i].Pos);
        }
    }

    private void CheckLocalVariables(VarSyntax s)
    {
        int top = _delayed.Count;
        var variables = new Variable[s.Names.Count];
        for (int i = 0; i < variables.Length; i++)
        {
            variables[i] = new Variable(s.Names[i].Pos, _package, s.Names[i].Value, null, VariableKind.Local);
        }
        IReadOnlyList<ExpressionSyntax> values = SyntaxForms.Unpack(s.Values);
        for (int i = 0; i < variables.Length; i++)
        {
            bool shared = values.Count == 1 && variables.Length > 1;
            CheckVariable(variables[i], shared ? variables : null, s.Type, shared ? values[0] : i < values.Count ? values[i] : null);
            if (values.Count == 1)
            {
                break; // that was all of them
            }
        }
        if (s.Type is null || values.Count > 0)
        {
            CheckArity(s.Pos, s.Names, values, false, false);
        }
        ProcessDelayed(top); // function literals must not see the variables
        for (int i = 0; i < variables.Length; i++)
        {
            Declare(_environment.Scope, s.Names[i], variables[i], s.Names[i].Pos);
        }
    }

    private void CheckLocalType(TypeDeclSyntax s)
    {
        var typeName = new TypeName(s.Name.Pos, _package, s.Name.Value,
            null) { EnclosingTypeParameters = _environment.EnclosingTypeParameters };
        typeName.LocalIndex = ++_localTypes;
        Declare(_environment.Scope, s.Name, typeName, s.Name.Pos); // the name is in scope in its own declaration
        Push(typeName);
        CheckTypeDeclaration(typeName, s);
        Pop();
    }
}
