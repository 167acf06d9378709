using Go.Compiler.Diagnostics;
using Go.Compiler.Syntax;
using Go.Compiler.Text;
using Go.Compiler.Types;

namespace Go.Compiler.Check;

public sealed partial class Checker
{
    /// <summary>Checks a signature in a scope of its own, which becomes that of the body.</summary>
    /// <param name="receiver">Receiver as written, or null.</param>
    /// <param name="interfaceReceiver">Receiver of an interface's method.</param>
    /// <param name="function">The declared function, if any: its signature may mention itself, and it must be known to be generic by
    /// then.</param>
    private SignatureType CheckSignature(
        FieldSyntax? receiver, IReadOnlyList<FieldSyntax> typeParameters, FuncTypeSyntax syntax, Variable? interfaceReceiver,
            out Scope scope, Function? function = null)
    {
        Scope outer = _environment.Scope;
        scope = new Scope(outer) { IsFunction = true };
        _environment.Scope = scope;
        Variable? receiverVariable = interfaceReceiver;
        IReadOnlyList<TypeParameter> receiverParameters = [];
        if (receiver is not null)
        {
            receiverVariable = CheckReceiver(receiver, out receiverParameters);
        }
        IReadOnlyList<TypeParameter> parameters = [];
        if (typeParameters.Count > 0)
        {
            CollectTypeParameters(typeParameters, list =>
            {
                parameters = list;
                if (function is not null)
                {
                    function.Type = new SignatureType { TypeParameters = list, Parameters = TupleType.Empty, Results = TupleType.Empty };
                }
            });
        }
        Variable[] arguments = CheckParameters(syntax.Parameters, VariableKind.Parameter, out bool variadic);
        Variable[] results = CheckParameters(syntax.Results, VariableKind.Result, out _);
        if (receiver?.Name is { } name)
        {
            Declare(scope, name, receiverVariable!);
        }
        DeclareParameters(syntax.Parameters, arguments);
        DeclareParameters(syntax.Results, results);
        _environment.Scope = outer;
        return new SignatureType
        {
            Receiver = receiverVariable,
            ReceiverTypeParameters = receiverParameters,
            TypeParameters = parameters,
            Parameters = arguments.Length == 0 ? TupleType.Empty : new TupleType(arguments),
            Results = results.Length == 0 ? TupleType.Empty : new TupleType(results),
            IsVariadic = variadic,
        };
    }

    private void DeclareParameters(IReadOnlyList<FieldSyntax> fields, Variable[] variables)
    {
        for (int i = 0; i < variables.Length; i++)
        {
            if (fields[i].Name is { } name)
            {
                Declare(_environment.Scope, name, variables[i]);
            }
        }
    }

    private Variable[] CheckParameters(IReadOnlyList<FieldSyntax> fields, VariableKind kind, out bool variadic)
    {
        variadic = false;
        if (fields.Count == 0)
        {
            return [];
        }
        var variables = new Variable[fields.Count];
        GoType type = Universe.Invalid;
        ExpressionSyntax? previous = null;
        for (int i = 0; i < variables.Length; i++)
        {
            FieldSyntax field = fields[i];
            if (!ReferenceEquals(field.Type, previous))
            {
                previous = field.Type;
                ExpressionSyntax typeSyntax = field.Type;
                bool dots = false;
                if (typeSyntax is DotsTypeSyntax d)
                {
                    typeSyntax = d.Element;
                    dots = kind == VariableKind.Parameter && i == variables.Length - 1;
                    if (!dots)
                    {
                        Error(d, Catalogue.InvalidSyntaxTree, "invalid use of ...");
                    }
                }
                type = CheckVariableType(typeSyntax);
                if (dots)
                {
                    variadic = true;
                    type = new SliceType(type);
                    RecordType(field.Type, OperandMode.Type, type);
                }
            }
            variables[i] = new Variable(field.Name?.Pos ?? field.Pos, _package, field.Name?.Value ?? "", type, kind);
            if (field.Name is null)
            {
                _info.SetImplicit(field, variables[i]);
            }
        }
        return variables;
    }

    /// <summary>Declares type parameters, then checks their constraints, which may refer to all of them.</summary>
    /// <param name="assign">Gives the list to its owner before constraints are checked: they may mention the owner.</param>
    private void CollectTypeParameters(IReadOnlyList<FieldSyntax> list, Action<IReadOnlyList<TypeParameter>> assign)
    {
        var parameters = new TypeParameter[list.Count];
        for (int i = 0; i < parameters.Length; i++)
        {
            parameters[i] = DeclareTypeParameter(list[i].Name!, i);
        }
        assign(parameters);
        bool wasInList = _environment.InTypeParameterList;
        _environment.InTypeParameterList = true;
        GoType constraint = Universe.Invalid;
        for (int i = 0; i < parameters.Length; i++)
        {
            if (i == 0 || !ReferenceEquals(list[i].Type, list[i - 1].Type))
            {
                constraint = CheckConstraint(list[i].Type);
                if (IsTypeParameter(constraint))
                {
                    Error(list[i].Type, Catalogue.MisplacedTypeParam, "cannot use a type parameter as constraint");
                    constraint = Universe.Invalid;
                }
            }
            parameters[i].Constraint = constraint;
        }
        _environment.InTypeParameterList = wasInList;
    }

    /// <summary>A constraint; <c>~T</c> and unions stand for an interface of just that.</summary>
    private GoType CheckConstraint(ExpressionSyntax e)
    {
        if (e is not OperationSyntax { Op: Operator.Tilde or Operator.Or })
        {
            return CheckType(e);
        }
        var type = new InterfaceType([], []) { IsImplicit = true };
        type.Embedded = [CheckUnion(e)];
        type.EmbeddedPositions = [SyntaxPositions.StartOf(e)];
        Later(() => CheckTypeSet(type));
        RecordType(e, OperandMode.Type, type);
        return type;
    }

    private TypeParameter DeclareTypeParameter(NameSyntax name, int index)
    {
        string place = Universe.Scope.Lookup(name.Value) is null ? "" : PositionText(name.Pos);
        var typeName = new TypeName(name.Pos, _package, name.Value, null) { Place = place };
        var parameter = new TypeParameter(typeName, index);
        typeName.Type = parameter;
        Declare(_environment.Scope, name, typeName, name.Pos);
        return parameter;
    }

    private Variable CheckReceiver(FieldSyntax syntax, out IReadOnlyList<TypeParameter> parameters)
    {
        parameters = [];
        ExpressionSyntax baseSyntax = UnpackReceiver(syntax.Type, out bool isPointer, out IndexSyntax? index);
        GoType type;
        if (index is null)
        {
            type = CheckVariableType(syntax.Type);
            // An alias of an instance (type A = T[int]) cannot carry methods.
            for (AliasType? alias = Unpointer(type) as AliasType; alias is not null;)
            {
                GoType baseType = Unpointer(alias.Actual);
                if (TypeParametersOf(baseType).Count > 0)
                {
                    Error(baseSyntax, Catalogue.InvalidRecv, $"cannot define new methods on instantiated type {Text(baseType)}");
                    type = Universe.Invalid;
                    break;
                }
                alias = baseType as AliasType;
            }
        }
        else
        {
            type = CheckGenericReceiver(syntax, baseSyntax, isPointer, index, ref parameters);
        }
        Variable variable;
        if (syntax.Name is { } name)
        {
            variable = new Variable(name.Pos, _package, name.Value, type, VariableKind.Receiver);
        }
        else
        {
            variable = new Variable(syntax.Pos, _package, "", type, VariableKind.Receiver);
            _info.SetImplicit(syntax, variable);
        }
        Later(() => CheckReceiverType(baseSyntax, variable));
        return variable;
    }

    private static GoType Unpointer(GoType type)
    {
        while (type is PointerType p)
        {
            type = p.Element;
        }
        return type;
    }

    private GoType CheckGenericReceiver(FieldSyntax syntax, ExpressionSyntax baseSyntax, bool isPointer, IndexSyntax index,
        ref IReadOnlyList<TypeParameter> parameters)
    {
        NamedType? baseType = null;
        GoType generic = CheckGenericType(baseSyntax, out string cause);
        if (generic is NamedType named)
        {
            baseType = named;
        }
        else if (generic is AliasType)
        {
            if (!IsValidType(generic))
            {
                return Universe.Invalid; // reported
            }
            Error(baseSyntax, Catalogue.InvalidRecv, $"cannot define new methods on generic alias type {Text(generic)}");
        }
        else if (cause.Length > 0)
        {
            Error(baseSyntax, Catalogue.InvalidRecv, cause);
        }
        IReadOnlyList<ExpressionSyntax> names = SyntaxForms.Unpack(index.Index);
        var own = new TypeParameter[names.Count];
        for (int i = 0; i < own.Length; i++)
        {
            if (names[i] is not NameSyntax name)
            {
                if (names[i] is not BadExpressionSyntax)
                {
                    Error(names[i], Catalogue.BadDecl, $"receiver type parameter {Text(names[i])} must be an identifier");
                }
                name = new NameSyntax(names[i].Pos, 0, "_");
            }
            own[i] = DeclareTypeParameter(name, i);
            RecordObject(name, own[i].Name);
            RecordType(name, OperandMode.Type, own[i]);
        }
        parameters = own;
        if (baseType is null)
        {
            return Universe.Invalid;
        }
        IReadOnlyList<TypeParameter> declared = baseType.TypeParameters;
        if (own.Length == declared.Count)
        {
            for (int i = 0; i < own.Length; i++)
            {
                NoteCanonical(own[i], declared[i]);
                own[i].Constraint = Instantiation.Substitute(declared[i].Constraint, declared, own);
            }
        }
        else
        {
            Error(baseSyntax, Catalogue.BadRecv,
                $"receiver declares {Measure(own.Length, "type parameter")}, but receiver base type declares {declared.Count}");
            return Universe.Invalid;
        }
        VerifyVersion(baseSyntax, 18, "type instantiation");
        GoType type = Instantiation.Instantiate(baseType, own);
        RecordInstance(baseSyntax, own, type);
        if (isPointer && IsValidType(type))
        {
            type = new PointerType(type);
        }
        RecordReceiverTypes(syntax.Type, type);
        return type;
    }

    /// <summary>Records the types of a generic receiver's parts: parentheses, the pointer and the instance.</summary>
    private void RecordReceiverTypes(ExpressionSyntax e, GoType type)
    {
        while (true)
        {
            RecordType(e, OperandMode.Type, type);
            if (e is ParenSyntax p)
            {
                e = p.X;
            }
            else if (e is OperationSyntax { Op: Operator.Multiply, Y: null } star && type is PointerType pointer)
            {
                e = star.X;
                type = pointer.Element;
            }
            else
            {
                return;
            }
        }
    }

    private void CheckReceiverType(ExpressionSyntax at, Variable receiver)
    {
        GoType type = Dereference(receiver.Type!, out _);
        GoType actual = AliasType.Unalias(type);
        if (!IsValidType(actual))
        {
            return;
        }
        switch (actual)
        {
            case NamedType named when !ReferenceEquals(named.Name.Package, _package):
            case BasicType:
                Error(at, Catalogue.InvalidRecv, $"cannot define new methods on non-local type {Text(type)}");
                break;
            case NamedType named:
                string cause = named.Underlying switch
                {
                    BasicType { Kind: BasicKind.UnsafePointer } => "unsafe.Pointer",
                    PointerType or InterfaceType => "pointer or interface type",
                    _ => "",
                };
                if (cause.Length > 0)
                {
                    Error(at, Catalogue.InvalidRecv, $"invalid receiver type {Text(type)} ({cause})");
                }
                break;
            default:
                Error(at, Catalogue.InvalidRecv, $"invalid receiver type {Text(receiver.Type)}");
                break;
        }
    }
}
