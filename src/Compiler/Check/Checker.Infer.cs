using Go.Compiler.Collections;
using Go.Compiler.Diagnostics;
using Go.Compiler.Syntax;
using Go.Compiler.Text;
using Go.Compiler.Types;

namespace Go.Compiler.Check;

public sealed partial class Checker
{
    /// <summary>
    /// Instantiates the generic function in <paramref name="x"/> with the type arguments of <paramref name="syntax"/> (null: none) and, as
    /// far as they do not suffice, by inference, also from the type it is assigned to. With <paramref name="infer"/> off and arguments
    /// missing, only checks and returns the given ones in <paramref name="partial"/>.
    /// </summary>
    private void InstantiateFunction(Target target, ref Operand x, IndexSyntax? syntax, bool infer, out GoType[]? partial)
    {
        partial = null;
        Pos pos = syntax?.Pos ?? x.Expression!.Pos;
        if (syntax is not null)
        {
            x.Expression = syntax;
        }
        bool versionOk = VerifyVersion(pos, 18, "function instantiation");
        IReadOnlyList<ExpressionSyntax> argumentSyntax = syntax is null ? [] : SyntaxForms.Unpack(syntax.Index);
        if (CheckTypeList(argumentSyntax) is not { } arguments)
        {
            x.Invalidate();
            return;
        }
        var signature = (SignatureType)x.Type.Underlying;
        int want = signature.TypeParameters.Count;
        if (arguments.Length > want)
        {
            Error(argumentSyntax[arguments.Length - 1], Catalogue.WrongTypeArgCount,
                $"got {arguments.Length} type arguments but want {want}");
            x.Invalidate();
            return;
        }
        IReadOnlyList<GoType>? all = arguments;
        if (arguments.Length < want)
        {
            if (!infer)
            {
                partial = arguments;
                return;
            }
            if (target.Exists && versionOk && !AllowsVersion(21))
            {
                VersionError(pos, 21, syntax is null ? "implicitly instantiated function in assignment"
                    : "partially instantiated function in assignment");
            }
            all = InferFromTarget(target, x, pos, signature, arguments);
        }
        if (all is null)
        {
            x.Invalidate();
            return;
        }
        x.Type = InstantiateSignature(x.Expression!.Pos, x.Expression!, signature, all, argumentSyntax);
        x.Mode = OperandMode.Value;
    }

    private IReadOnlyList<GoType>? InferFromTarget(Target target, in Operand x, Pos pos, SignatureType signature, GoType[] given)
    {
        TypeParameter[] fresh = Rename(signature.TypeParameters);
        var pairs = new EntityList<(GoType, GoType, bool)>();
        if (target.Exists)
        {
            var plain = new SignatureType { Parameters = signature.Parameters, Results = signature.Results,
                IsVariadic = signature.IsVariadic };
            pairs.Add((Instantiation.Substitute(plain, signature.TypeParameters, fresh), target.Signature!, true));
        }
        var known = new GoType?[fresh.Length];
        given.CopyTo(known, 0);
        string[] descriptions = [target.Description];
        Pos[] positions = [PosOf(x)];
        return Infer(pos, fresh, known, pairs, [], descriptions, positions, true, "");
    }

    /// <summary>
    /// New type parameters of the same names and constraints: those of a function that calls itself must not be mixed up with the
    /// arguments'.
    /// </summary>
    private static TypeParameter[] Rename(IReadOnlyList<TypeParameter> parameters)
    {
        var fresh = new TypeParameter[parameters.Count];
        for (int i = 0; i < fresh.Length; i++)
        {
            TypeName old = parameters[i].Name;
            var name = new TypeName(old.Pos, old.Package, old.Name, null) { Place = old.Place };
            fresh[i] = new TypeParameter(name, parameters[i].Index);
            name.Type = fresh[i];
        }
        for (int i = 0; i < fresh.Length; i++)
        {
            fresh[i].Constraint = Instantiation.Substitute(parameters[i].Constraint, parameters, fresh);
        }
        return fresh;
    }

    /// <summary>
    /// Runs inference and reports its failure; <paramref name="prefix"/> starts the message. Descriptions and positions are those of the
    /// typed pairs' arguments, then of the untyped ones'.
    /// </summary>
    private IReadOnlyList<GoType>? Infer(
        Pos pos, IReadOnlyList<TypeParameter> parameters, GoType?[] known, EntityList<(GoType, GoType, bool)> pairs,
        EntityList<(TypeParameter, BasicType)> untyped,
        string[] descriptions, Pos[] positions, bool reverse, string prefix)
    {
        IReadOnlyList<GoType>? inferred = Inference.Solve(parameters, known, pairs, untyped, _qualifier, reverse,
            out InferenceFailure? failure, AllowsVersion(21));
        if (inferred is null && failure is not null)
        {
            int bad = failure.Pair >= 0 ? failure.Pair : failure.Untyped >= 0 ? pairs.Count + failure.Untyped : -1;
            string message = failure.Message;
            if (bad >= 0)
            {
                message = message.Replace(Inference.ArgumentText, descriptions[bad], StringComparison.Ordinal);
            }
            if (failure.Parameter is { } parameter)
            {
                message = message.Replace(Inference.DeclaredAt, PositionText(parameter.Name.Pos), StringComparison.Ordinal);
            }
            Error(bad >= 0 ? positions[bad] : pos, Catalogue.CannotInferTypeArgs, prefix + message);
        }
        return inferred;
    }

    /// <summary>
    /// Infers what is missing for a call and instantiates the callee and generic function arguments; false after an error.
    /// </summary>
    private bool InferArguments(
        CallSyntax call, ref SignatureType signature, ref GoType[] parameters, GoType[] typeArguments,
        IReadOnlyList<ExpressionSyntax> typeArgumentSyntax,
        Operand[] arguments, GoType[]?[] partial)
    {
        int own = signature.TypeParameters.Count;
        if (own > 0 && !AllowsVersion(18))
        {
            VersionError(call.Function is IndexSyntax ? call.Function.Pos : SyntaxPositions.StartOf(call), 18,
                call.Function is IndexSyntax ? "function instantiation" : "implicit function instantiation");
        }
        SignatureType generic = signature;
        var all = new List<TypeParameter>(Rename(signature.TypeParameters));
        var known = new List<GoType?>(typeArguments);
        Fill(known, all.Count);
        TypeParameter[] fresh = [.. all];
        GoType[] wanted = parameters;
        if (own > 0)
        {
            wanted = new GoType[parameters.Length];
            for (int i = 0; i < wanted.Length; i++)
            {
                wanted[i] = Instantiation.Substitute(parameters[i], generic.TypeParameters, fresh);
            }
        }
        EntityList<int>? functions = RenameGenericArguments(arguments, partial, all, known);
        if (functions is not null && !AllowsVersion(21))
        {
            VersionError(PosOf(arguments[functions[0]]), 21, "implicitly instantiated function as argument");
        }
        IReadOnlyList<GoType>? inferred = InferCall(call, all, known, wanted, arguments);
        if (inferred is null)
        {
            return false;
        }
        if (own > 0)
        {
            GoType[] list = Slice(inferred, 0, own);
            signature = InstantiateSignature(call.Pos, call.Function, generic, list, typeArgumentSyntax);
            for (int i = 0; i < parameters.Length; i++)
            {
                parameters[i] = Instantiation.Substitute(parameters[i], generic.TypeParameters, list);
            }
        }
        int next = own;
        for (int k = 0; k < functions?.Count; k++)
        {
            ref Operand argument = ref arguments[functions[k]];
            var function = (SignatureType)argument.Type;
            GoType[] list = Slice(inferred, next, function.TypeParameters.Count);
            next += function.TypeParameters.Count;
            argument.Type = InstantiateSignature(call.Pos, argument.Expression!, function, list, []);
            Record(argument);
        }
        return true;
    }

    private static void Fill(List<GoType?> list, int count)
    {
        while (list.Count < count)
        {
            list.Add(null);
        }
    }

    private static GoType[] Slice(IReadOnlyList<GoType> list, int start, int count)
    {
        var slice = new GoType[count];
        for (int i = 0; i < count; i++)
        {
            slice[i] = list[start + i];
        }
        return slice;
    }

    /// <summary>
    /// Gives generic function arguments type parameters of their own and adds those to what is inferred; their indices, or null if there
    /// are none.
    /// </summary>
    private static EntityList<int>? RenameGenericArguments(Operand[] arguments, GoType[]?[] partial, List<TypeParameter> all,
        List<GoType?> known)
    {
        EntityList<int>? functions = null;
        for (int i = 0; i < arguments.Length; i++)
        {
            if (arguments[i].MaybeType is not SignatureType { TypeParameters.Count: > 0 } function)
            {
                continue;
            }
            TypeParameter[] own = Rename(function.TypeParameters);
            var plain = (SignatureType)Instantiation.Instantiate(function, own);
            arguments[i].Type = new SignatureType
            {
                TypeParameters = own,
                Parameters = plain.Parameters,
                Results = plain.Results,
                IsVariadic = plain.IsVariadic,
            };
            all.AddRange(own);
            if (i < partial.Length && partial[i] is { } given)
            {
                known.AddRange(given);
            }
            Fill(known, all.Count);
            (functions ??= []).Add(i);
        }
        return functions;
    }

    private IReadOnlyList<GoType>? InferCall(CallSyntax call, List<TypeParameter> all, List<GoType?> known, GoType[] wanted,
        Operand[] arguments)
    {
        if (!known.Contains(null))
        {
            return known!;
        }
        var pairs = new EntityList<(GoType, GoType, bool)>();
        var untyped = new EntityList<(TypeParameter, BasicType)>();
        var pairArguments = new EntityList<int>();
        var untypedArguments = new EntityList<int>();
        for (int i = 0; i < arguments.Length; i++)
        {
            ref Operand argument = ref arguments[i];
            if (!argument.IsValid)
            {
                return null; // reported
            }
            if (!Instantiation.Mentions(wanted[i], all) && argument.MaybeType is not SignatureType { TypeParameters.Count: > 0 })
            {
                continue;
            }
            if (!IsUntyped(argument.Type))
            {
                pairs.Add((wanted[i], argument.Type, true));
                pairArguments.Add(i);
            }
            else if (wanted[i] is TypeParameter p && !argument.IsNil)
            {
                untyped.Add((p, (BasicType)argument.Type));
                untypedArguments.Add(i);
            }
        }
        // Untyped arguments follow the typed ones in messages' indices.
        pairArguments.AddRange(untypedArguments);
        var descriptions = new string[pairArguments.Count];
        var positions = new Pos[pairArguments.Count];
        for (int k = 0; k < descriptions.Length; k++)
        {
            descriptions[k] = Text(arguments[pairArguments[k]].Expression!);
            positions[k] = PosOf(arguments[pairArguments[k]]);
        }
        return Infer(call.Pos, all, [.. known], pairs, untyped, descriptions, positions, false, $"in call to {Text(call.Function)}, ");
    }

    private SignatureType InstantiateSignature(
        Pos pos, ExpressionSyntax expression, SignatureType generic, IReadOnlyList<GoType> arguments,
            IReadOnlyList<ExpressionSyntax> argumentSyntax)
    {
        var instance = (SignatureType)Instantiation.Instantiate(generic, arguments);
        RecordInstance(expression, arguments, instance);
        Later(() => VerifyInstance(pos, generic.TypeParameters, arguments, argumentSyntax));
        return instance;
    }
}
