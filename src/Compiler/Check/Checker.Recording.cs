using Go.Compiler.Constants;
using Go.Compiler.Syntax;
using Go.Compiler.Types;

namespace Go.Compiler.Check;

public sealed partial class Checker
{
    private const byte UntypedPending = 1, UntypedShiftOperand = 2;

    /// <summary>
    /// Records an operand at its expression. Untyped ones stay open until their final type is known; if it never is they keep this one.
    /// </summary>
    private void Record(in Operand x)
    {
        ExpressionSyntax e = x.Expression!;
        if (e.Id == 0)
        {
            return; // stands for something in messages only
        }
        GoType type = x.Mode switch
        {
            OperandMode.Invalid => Universe.Invalid,
            OperandMode.NoValue => TupleType.Empty,
            _ => x.Type,
        };
        ConstantValue? value = x.IsConstant ? x.Value : null;
        _info[e] = new TypeAndValue(x.Mode, type, value);
        _untyped[e.Id] = type is BasicType { IsUntyped: true } ? UntypedPending : (byte)0;
    }

    private void RecordType(ExpressionSyntax e, OperandMode mode, GoType type, ConstantValue? value = null)
    {
        if (mode != OperandMode.Invalid && e.Id != 0)
        {
            _info[e] = new TypeAndValue(mode, type, value);
        }
    }

    /// <summary>Records the signature that a predeclared function has in this call.</summary>
    private void RecordBuiltin(ExpressionSyntax function, GoType? result, params ReadOnlySpan<GoType> parameters)
        => RecordBuiltin(function, MakeSignature(false, result, parameters));

    private void RecordBuiltin(ExpressionSyntax function, SignatureType signature)
    {
        RecordType(function, OperandMode.Builtin, signature);
        while (function is ParenSyntax p)
        {
            function = p.X;
            RecordType(function, OperandMode.Builtin, signature);
        }
    }

    /// <summary>A signature of unnamed parameters; untyped ones take their default types.</summary>
    private static SignatureType MakeSignature(bool variadic, GoType? result, params ReadOnlySpan<GoType> parameters)
    {
        var variables = new Variable[parameters.Length];
        for (int i = 0; i < variables.Length; i++)
        {
            variables[i] = new Variable(default, null, "", TypePredicates.Default(parameters[i]), VariableKind.Parameter);
        }
        return new SignatureType
        {
            Parameters = new TupleType(variables),
            Results = result is null ? TupleType.Empty : new TupleType([new Variable(default, null, "", result, VariableKind.Result)]),
            IsVariadic = variadic,
        };
    }

    /// <summary>Gives an expression of the form <c>v, ok = x</c> its tuple type, parenthesised or not.</summary>
    private void RecordCommaOk(ExpressionSyntax x, GoType value, GoType ok)
    {
        if (!IsValidType(value))
        {
            return;
        }
        while (true)
        {
            var tuple = new TupleType(
            [
                new Variable(x.Pos, _package, "", value, VariableKind.Local),
                new Variable(x.Pos, _package, "", ok, VariableKind.Local),
            ]);
            _info[x] = _info[x] with { Type = tuple };
            if (x is not ParenSyntax p)
            {
                return;
            }
            x = p.X;
        }
    }

    /// <summary>Records an instantiation at the name of the generic thing.</summary>
    private void RecordInstance(ExpressionSyntax expression, IReadOnlyList<GoType> arguments, GoType type)
    {
        ExpressionSyntax generic = expression is IndexSyntax index ? index.X : expression;
        NameSyntax? name = SyntaxForms.Unparen(generic) switch
        {
            NameSyntax n => n,
            SelectorSyntax s => s.Selector,
            _ => null,
        };
        if (name is not null)
        {
            _info.SetInstance(name, new Instance(arguments, type));
            _recordedInstances.Add((name, arguments));
        }
    }

    private void RecordObject(NameSyntax name, GoObject? o)
    {
        if (name.Id != 0)
        {
            _info.SetObject(name, o);
        }
    }

    private void RecordSelection(SelectorSyntax e, SelectionKind kind, GoType receiver, in LookupResult found, GoType type)
    {
        RecordObject(e.Selector, found.Object);
        _info.SetSelection(e, new Selection(kind, receiver, found.Object!, found.Path, found.Indirect, type));
    }
}
