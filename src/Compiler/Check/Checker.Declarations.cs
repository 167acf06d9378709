using Go.Compiler.Constants;
using Go.Compiler.Diagnostics;
using Go.Compiler.Syntax;
using Go.Compiler.Text;
using Go.Compiler.Types;

namespace Go.Compiler.Check;

public sealed partial class Checker
{
    /// <summary>Stands for a function's signature while that is being checked, so that a cycle through it finds something.</summary>
    private static readonly SignatureType s_unfinishedSignature = new() { Parameters = TupleType.Empty, Results = TupleType.Empty };

    /// <summary>Checks all package-level declarations. Types first: what is left then finds them complete.</summary>
    private void CheckPackageObjects()
    {
        int count = _objects.Count;
        for (int i = 1; i < count; i++)
        {
            if (_objects[i] is TypeName && !_declarations[i]!.TypeDecl!.IsAlias)
            {
                CheckObject(_objects[i]!);
            }
        }
        for (int i = 1; i < count; i++)
        {
            if (_objects[i] is TypeName && _declarations[i]!.TypeDecl!.IsAlias)
            {
                CheckObject(_objects[i]!);
            }
        }
        for (int i = 1; i < count; i++)
        {
            if (_objects[i] is not TypeName)
            {
                CheckObject(_objects[i]!);
            }
        }
    }

    /// <summary>
    /// Makes sure an object's declaration is checked: its type (and value) is known afterwards. An object that is on the path already is
    /// part of a cycle, which may be fine (<c>type T *T</c>) or not.
    /// </summary>
    private void CheckObject(GoObject o)
    {
        _options.Cancellation.ThrowIfCancellationRequested();
        if (_pathIndex.TryGetValue(o, out int start))
        {
            CheckCycleAt(o, start);
            return;
        }
        if (o.Type is not null || DeclarationOf(o) is not { } declaration)
        {
            return;
        }
        Push(o);
        Environment saved = _environment;
        _environment = new Environment { Scope = declaration.FileScope, Version = declaration.Version, EnclosingTypeParameters = [] };
        switch (o)
        {
            case ConstantObject constant:
                _environment.Declaration = declaration;
                CheckConstant(constant, declaration.Type, declaration.Initial, declaration.IsInherited);
                break;
            case Variable variable:
                _environment.Declaration = declaration;
                CheckVariable(variable, declaration.Lhs, declaration.Type, declaration.Initial);
                break;
            case TypeName typeName:
                CheckTypeDeclaration(typeName, declaration.TypeDecl!);
                CollectMethods(typeName);
                break;
            case Function function:
                CheckFunction(function, declaration);
                break;
            default:
                throw Unexpected.Value(o);
        }
        _environment = saved;
        Pop();
    }

    private void CheckCycleAt(GoObject o, int start)
    {
        bool valid = IsValidCycle(start);
        switch (o)
        {
            case ConstantObject or Variable:
                if (!valid || o.Type is null)
                {
                    o.Type = Universe.Invalid; // the initialisation order reports the cycle
                }
                break;
            case TypeName:
                if (!valid)
                {
                    o.Type = Universe.Invalid;
                }
                break;
        }
    }

    private void CheckConstant(ConstantObject constant, ExpressionSyntax? type, ExpressionSyntax? initial, bool inherited)
    {
        (ConstantValue? iota, Pos errorPos) = (_environment.Iota, _environment.ErrorPos);
        _environment.Iota = constant.Value;
        _environment.ErrorPos = default;
        constant.Value = ConstantValue.Unknown;
        if (type is not null)
        {
            GoType t = CheckType(type);
            if (!IsConstantType(t))
            {
                if (IsValidType(t.Underlying))
                {
                    Error(type, Catalogue.InvalidConstType, $"invalid constant type {Text(t)}");
                }
                constant.Type = Universe.Invalid;
                (_environment.Iota, _environment.ErrorPos) = (iota, errorPos);
                return;
            }
            constant.Type = t;
        }
        Operand x = default;
        if (initial is not null)
        {
            if (inherited)
            {
                // The expression belongs to an earlier declaration: errors are shown at this constant.
                _environment.ErrorPos = constant.Pos;
            }
            CheckExpression(default, ref x, initial);
        }
        InitializeConstant(constant, ref x);
        (_environment.Iota, _environment.ErrorPos) = (iota, errorPos);
    }

    /// <param name="lhs">All variables initialised by one multi-valued expression, else null.</param>
    private void CheckVariable(Variable variable, Variable[]? lhs, ExpressionSyntax? type, ExpressionSyntax? initial)
    {
        if (type is not null)
        {
            variable.Type = CheckVariableType(type);
        }
        if (initial is null)
        {
            variable.Type ??= Universe.Invalid; // the count mismatch is reported elsewhere
            return;
        }
        if (lhs is null)
        {
            Operand x = default;
            CheckExpression(TargetOf(variable.Type, variable.Name), ref x, initial);
            InitializeVariable(variable, ref x, "variable declaration");
            return;
        }
        if (type is not null)
        {
            foreach (Variable v in lhs)
            {
                v.Type = variable.Type;
            }
        }
        InitializeVariables(lhs, [initial], null);
    }

    private void CheckFunction(Function function, DeclarationInfo declaration)
    {
        FuncDeclSyntax syntax = declaration.FuncDecl!;
        function.Type = s_unfinishedSignature;
        SignatureType signature = CheckSignature(syntax.Receiver, syntax.TypeParameters, syntax.Type, null, out Scope scope, function);
        function.Type = signature;
        if (syntax.TypeParameters.Count > 0 && syntax.Body is null)
        {
            SoftError(syntax, Catalogue.BadDecl, "generic function is missing function body");
        }
        if (syntax.Body is { } body && !_options.IgnoreFunctionBodies)
        {
            IReadOnlyList<TypeParameter> enclosing = signature.ReceiverTypeParameters.Count == 0
                ? signature.TypeParameters
                : signature.TypeParameters.Count == 0 ? signature.ReceiverTypeParameters
                : [.. signature.ReceiverTypeParameters, .. signature.TypeParameters];
            Later(() => CheckFunctionBody(declaration, signature, scope, body, null, enclosing));
        }
    }

    private void CheckTypeDeclaration(TypeName typeName, TypeDeclSyntax syntax)
    {
        GoType? rhs = null;
        bool versionReported = false;
        Later(() =>
        {
            if (typeName.Type is NamedType named)
            {
                CheckTypeIsFinite(named);
            }
            if (!versionReported && !AllowsVersion(18) && IsImportedConstraint(rhs))
            {
                VersionError(SyntaxPositions.StartOf(syntax.Type), 18, $"using type constraint {Text(rhs)}");
            }
        });
        bool generic = syntax.TypeParameters.Count > 0;
        if (syntax.IsAlias)
        {
            versionReported = (generic && !VerifyVersion(syntax.TypeParameters[0], 23, "generic type alias"))
                || !VerifyVersion(syntax, 9, "type alias");
            CheckAlias(typeName, syntax, out rhs);
            return;
        }
        versionReported = generic && !VerifyVersion(syntax.TypeParameters[0], 18, "type parameter");
        var named = new NamedType(typeName);
        typeName.Type = named;
        if (generic)
        {
            OpenScope();
            CollectTypeParameters(syntax.TypeParameters, list => named.TypeParameters = list);
        }
        rhs = CheckDeclaredType(syntax.Type, typeName);
        if (IsTypeParameter(rhs))
        {
            Error(syntax.Type, Catalogue.MisplacedTypeParam, "cannot use a type parameter as RHS in type declaration");
            rhs = Universe.Invalid;
        }
        SetRightHandSide(named, rhs);
        if (syntax.Type is MapTypeSyntax or ChanTypeSyntax)
        {
            _mapAndChannelTypes.Add((syntax, rhs));
        }
        if (generic)
        {
            CloseScope();
        }
    }

    private void CheckAlias(TypeName typeName, TypeDeclSyntax syntax, out GoType rhs)
    {
        typeName.IsAlias = true;
        var alias = new AliasType(typeName, null);
        typeName.Type = alias;
        bool generic = syntax.TypeParameters.Count > 0;
        if (generic)
        {
            OpenScope();
            CollectTypeParameters(syntax.TypeParameters, list => alias.TypeParameters = list);
        }
        rhs = CheckDeclaredType(syntax.Type, typeName);
        if (rhs is TypeParameter parameter && generic && Contains(alias.TypeParameters, parameter))
        {
            Error(syntax.Type, Catalogue.MisplacedTypeParam, "cannot use type parameter declared in alias declaration as RHS");
            rhs = Universe.Invalid;
        }
        if (!alias.IsResolved) // else a cycle made it invalid
        {
            alias.Actual = rhs;
        }
        ResolvePending();
        if (generic)
        {
            CloseScope();
        }
    }

    private static bool Contains(IReadOnlyList<TypeParameter> list, TypeParameter p)
    {
        for (int i = 0; i < list.Count; i++)
        {
            if (ReferenceEquals(list[i], p))
            {
                return true;
            }
        }
        return false;
    }

    private bool IsImportedConstraint(GoType? type)
        => type is not null && AliasType.Unalias(type) is NamedType n && n.Name.Package is { } p && !ReferenceEquals(p, _package)
           && n.Underlying is InterfaceType i && !TypeSets.Of(i).IsMethodSet;

    /// <summary>
    /// Right-hand sides of this package's type definitions as written. <c>type A B</c> may be complete before B is: A then waits in
    /// <see cref="_pendingTypes"/>.
    /// </summary>
    private readonly Dictionary<NamedType, GoType> _rightHandSides = [];
    private readonly List<NamedType> _pendingTypes = [];

    private void SetRightHandSide(NamedType named, GoType rhs)
    {
        _rightHandSides[named] = rhs;
        if (!TryResolve(named))
        {
            _pendingTypes.Add(named);
        }
        ResolvePending();
    }

    private void ResolvePending()
    {
        for (bool progress = _pendingTypes.Count > 0; progress;)
        {
            progress = false;
            for (int i = _pendingTypes.Count - 1; i >= 0; i--)
            {
                if (TryResolve(_pendingTypes[i]))
                {
                    _pendingTypes.RemoveAt(i);
                    progress = true;
                }
            }
        }
    }

    /// <summary>Gives a type its underlying type if its right-hand side has one by now.</summary>
    private bool TryResolve(NamedType named)
    {
        GoType rhs = _rightHandSides[named];
        while (rhs is AliasType alias)
        {
            if (!alias.IsResolved)
            {
                return false;
            }
            rhs = alias.Actual;
        }
        if (rhs is NamedType other && !other.IsResolved)
        {
            return false;
        }
        named.SetUnderlying(rhs.Underlying);
        return true;
    }

    /// <summary>Attaches the collected methods to their type.</summary>
    private void CollectMethods(TypeName typeName)
    {
        if (!_methods.Remove(typeName, out List<Function>? methods))
        {
            return;
        }
        var named = typeName.Type as NamedType;
        if (named is not null)
        {
            Later(() => CheckFieldsAgainstMethods(named));
        }
        var seen = new Dictionary<string, Function>();
        foreach (Function m in methods)
        {
            if (!seen.TryAdd(m.Name, m))
            {
                Function other = seen[m.Name];
                Error(m.Pos, Catalogue.DuplicateMethod, $"method {typeName.Name}.{m.Name} already declared at {PositionText(other.Pos)}");
                continue;
            }
            named?.AddMethod(m);
        }
    }

    private void CheckFieldsAgainstMethods(NamedType named)
    {
        if (named.Underlying is not StructType type || named.Methods.Count == 0)
        {
            return;
        }
        var methods = new Dictionary<string, Function>();
        foreach (Function m in named.Methods)
        {
            methods[m.Name] = m;
        }
        foreach (Variable field in type.Fields)
        {
            if (field.Name != "_" && methods.TryGetValue(field.Name, out Function? method)
                && (field.IsExported || ReferenceEquals(field.Package, method.Package)))
            {
                ErrorWithOther(method.Pos, Catalogue.DuplicateFieldAndMethod, $"field and method with the same name {field.Name}", field);
            }
        }
    }
}
