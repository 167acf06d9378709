using Go.Compiler.Diagnostics;
using Go.Compiler.Syntax;
using Go.Compiler.Text;
using Go.Compiler.Types;

namespace Go.Compiler.Check;

public sealed partial class Checker
{
    private GoType CheckInstantiatedType(ExpressionSyntax x, IReadOnlyList<ExpressionSyntax> argumentSyntax)
    {
        GoType generic = CheckGenericType(x, out string cause);
        if (cause.Length > 0)
        {
            Error(x, Catalogue.NotAGenericType, $"{InvalidOperation}{Text(x)}{Text(argumentSyntax)} ({cause})");
        }
        if (!IsValidType(generic))
        {
            return generic;
        }
        GoType[]? arguments = CheckTypeList(argumentSyntax);
        if (arguments is null)
        {
            return Universe.Invalid;
        }
        IReadOnlyList<TypeParameter> parameters = TypeParametersOf(generic);
        string name = generic is NamedType n ? n.Name.Name : ((AliasType)generic).Name.Name;
        if (generic is AliasType && !CheckTypeArgumentCount(x.Pos, name, parameters.Count, arguments.Length))
        {
            return Universe.Invalid;
        }
        // The parameters of a defined type may not be known yet; an instance with a wrong count is reported below.
        GoType instance = Instantiation.Instantiate(generic, arguments);
        if (instance is NamedType named)
        {
            _instancePositions.TryAdd(named, x.Pos);
        }
        Later(() =>
        {
            RecordInstance(x, arguments, instance);
            parameters = TypeParametersOf(generic);
            if (!CheckTypeArgumentCount(x.Pos, name, parameters.Count, arguments.Length))
            {
                return;
            }
            VerifyInstance(x.Pos, parameters, arguments, argumentSyntax);
        });
        return instance;
    }

    /// <summary>Checks type arguments against their constraints, and notes the instantiation for the search for endless ones.</summary>
    private void VerifyInstance(Pos pos, IReadOnlyList<TypeParameter> parameters, IReadOnlyList<GoType> arguments,
        IReadOnlyList<ExpressionSyntax> argumentSyntax)
    {
        int bad = Instantiation.Verify(parameters, arguments, out string cause, _qualifier);
        if (bad < 0 && !AllowsVersion(20))
        {
            bad = NotStrictlyComparable(parameters, arguments, out cause);
        }
        if (bad >= 0)
        {
            SoftError(bad < argumentSyntax.Count ? SyntaxPositions.StartOf(argumentSyntax[bad]) : pos, Catalogue.InvalidTypeArg, cause);
            return;
        }
        NoteInstance(pos, parameters, arguments, argumentSyntax);
    }

    /// <summary>Before go1.20, interfaces did not satisfy comparable: index of the first argument that needs it, or -1.</summary>
    private int NotStrictlyComparable(IReadOnlyList<TypeParameter> parameters, IReadOnlyList<GoType> arguments, out string cause)
    {
        for (int i = 0; i < parameters.Count; i++)
        {
            if (TypeSets.Of(parameters[i].ConstraintInterface).IsComparable && !TypePredicates.IsComparable(arguments[i], false))
            {
                cause = $"{Text(arguments[i])} to satisfy comparable requires go1.20 or later";
                return i;
            }
        }
        cause = "";
        return -1;
    }

    /// <summary>Where instances of this package's generic types were first written: cycles through them are reported there.</summary>
    private readonly Dictionary<NamedType, Pos> _instancePositions = [];

    private static IReadOnlyList<TypeParameter> TypeParametersOf(GoType generic) => generic switch
    {
        NamedType n => n.Origin.TypeParameters,
        AliasType a => (a.Origin ?? a).TypeParameters,
        SignatureType s => s.TypeParameters,
        _ => [],
    };

    private bool CheckTypeArgumentCount(Pos pos, string name, int want, int got)
    {
        if (got == want)
        {
            return true;
        }
        Error(pos, Catalogue.WrongTypeArgCount,
            $"{(got < want ? "not enough" : "too many")} type arguments for type {name}: have {got}, want {want}");
        return false;
    }

    /// <summary>Checks type arguments; null if one is invalid.</summary>
    private GoType[]? CheckTypeList(IReadOnlyList<ExpressionSyntax> list)
    {
        var types = new GoType[list.Count];
        bool valid = true;
        for (int i = 0; i < types.Length; i++)
        {
            types[i] = CheckVariableType(list[i]);
            valid &= IsValidType(types[i]);
        }
        return valid ? types : null;
    }
}
