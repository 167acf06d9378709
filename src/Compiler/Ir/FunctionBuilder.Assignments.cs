using Go.Compiler.Check;
using Go.Compiler.Constants;
using Go.Compiler.Diagnostics;
using Go.Compiler.Syntax;
using Go.Compiler.Text;
using Go.Compiler.Types;

namespace Go.Compiler.Ir;

internal sealed partial class FunctionBuilder
{
    private static IReadOnlyList<ExpressionSyntax> Elements(ExpressionSyntax? e) => e switch
    {
        null => [],
        ListSyntax list => list.Elements,
        _ => [e],
    };

    private void LocalDeclaration(DeclarationSyntax declaration)
    {
        switch (declaration)
        {
            case VarSyntax variables:
                LocalVariables(variables);
                break;
            case TypeDeclSyntax type when _info.ObjectOf(type.Name) is TypeName name:
                _package.AddType(name);
                break;
        }
    }

    private void LocalVariables(VarSyntax s)
    {
        IReadOnlyList<ExpressionSyntax> values = Elements(s.Values);
        var variables = new Variable?[s.Names.Count];
        for (int i = 0; i < variables.Length; i++)
        {
            variables[i] = _info.ObjectOf(s.Names[i]) as Variable;
        }
        GoType? declared = s.Type is null ? null : _info.TypeOf(s.Type);
        if (values.Count == 0)
        {
            for (int i = 0; i < variables.Length; i++)
            {
                if (!s.Names[i].IsBlank)
                {
                    Emit(new IrDeclare(Declare(variables[i]!), null, s.Names[i].Pos));
                }
            }
            return;
        }
        var targets = new DeclarationTarget[variables.Length];
        for (int i = 0; i < targets.Length; i++)
        {
            targets[i] = s.Names[i].IsBlank ? new DeclarationTarget(null, declared)
                : new DeclarationTarget(variables[i], variables[i]!.Type);
        }
        DeclareWithValues(targets, values, s.Pos);
    }

    /// <summary>A variable that is declared (null: blank), and the type its value converts to (null: its own).</summary>
    private readonly record struct DeclarationTarget(Variable? Variable, GoType? Type);

    private void DeclareWithValues(DeclarationTarget[] targets, IReadOnlyList<ExpressionSyntax> values, Pos pos)
    {
        if (values.Count == targets.Length)
        {
            var converted = new IrExpression[values.Count];
            for (int i = 0; i < converted.Length; i++)
            {
                converted[i] = targets[i].Type is { } type ? Value(values[i], type) : Expression(values[i]);
            }
            if (targets.Length == 1 && targets[0].Variable is { } single)
            {
                Emit(new IrDeclare(Declare(single), converted[0], pos));
                return;
            }
            Emit(new IrAssign(DeclareTargets(targets), converted, true, pos));
            return;
        }
        IrExpression value = MultiValue(values[0]);
        IReadOnlyList<Variable> sources = ((TupleType)value.Type).Variables;
        bool direct = true;
        for (int i = 0; i < targets.Length; i++)
        {
            direct &= targets[i].Variable is null || TypeIdentity.Identical(targets[i].Type!, sources[i].Type!);
        }
        if (direct)
        {
            Emit(new IrAssign(DeclareTargets(targets), [value], true, pos));
            return;
        }
        IReadOnlyList<IrExpression> temporaries = SplitIntoTemporaries(value);
        for (int i = 0; i < targets.Length; i++)
        {
            if (targets[i].Variable is { } variable)
            {
                Emit(new IrDeclare(Declare(variable), Convert(temporaries[i], variable.Type!), pos));
            }
        }
    }

    private IrExpression?[] DeclareTargets(DeclarationTarget[] targets)
    {
        var references = new IrExpression?[targets.Length];
        for (int i = 0; i < references.Length; i++)
        {
            references[i] = targets[i].Variable is { } variable ? new IrLocalRef(Declare(variable), variable.Pos) : null;
        }
        return references;
    }

    // ---- Assignment statements ----

    private void Assign(AssignSyntax s)
    {
        if (s.Op != Operator.None)
        {
            OperatorAssign(s);
        }
        else if (s.IsDefinition)
        {
            Define(s);
        }
        else
        {
            PlainAssign(Elements(s.Lhs), Elements(s.Rhs), s.Pos);
        }
    }

    private void OperatorAssign(AssignSyntax s)
    {
        IrBinaryOp op = BinaryOp(s.Op);
        IrExpression target = Expression(s.Lhs);
        MarkReassigned(target);
        IrExpression value = s.Rhs is null ? Constant(ConstantValue.Of(1), target.Type, s.Pos)
            : op is IrBinaryOp.ShiftLeft or IrBinaryOp.ShiftRight ? ShiftCount(s.Rhs)
            : Value(s.Rhs, target.Type);
        Emit(new IrOperatorAssign(op, target, value, s.Pos));
    }

    private void Define(AssignSyntax s)
    {
        IReadOnlyList<ExpressionSyntax> names = Elements(s.Lhs), values = Elements(s.Rhs);
        var targets = new DeclarationTarget[names.Count];
        bool allNew = true;
        for (int i = 0; i < targets.Length; i++)
        {
            var name = (NameSyntax)Unparen(names[i]);
            if (!name.IsBlank)
            {
                var variable = (Variable)_info.ObjectOf(name)!;
                targets[i] = new DeclarationTarget(variable, variable.Type);
                allNew &= variable.Pos == name.Pos;
            }
        }
        if (allNew)
        {
            DeclareWithValues(targets, values, s.Pos);
            return;
        }
        DefineSome(names, targets, values);
    }

    /// <summary>
    /// Some variables exist already. All values are evaluated before any variable changes; each new one gets its value where it comes into
    /// being, so that "not assigned again" means what it says.
    /// </summary>
    private void DefineSome(IReadOnlyList<ExpressionSyntax> names, DeclarationTarget[] targets, IReadOnlyList<ExpressionSyntax> values)
    {
        IReadOnlyList<IrExpression> results;
        if (values.Count == targets.Length)
        {
            var converted = new IrExpression[values.Count];
            for (int i = 0; i < converted.Length; i++)
            {
                converted[i] = targets[i].Type is { } type ? Value(values[i], type) : Expression(values[i]);
            }
            results = SaveTogether(converted, names[0].Pos);
        }
        else
        {
            results = SplitIntoTemporaries(MultiValue(values[0]));
        }
        for (int i = 0; i < targets.Length; i++)
        {
            if (targets[i].Variable is not { } variable)
            {
                continue;
            }
            IrExpression value = Convert(results[i], variable.Type!);
            if (variable.Pos == names[i].Pos)
            {
                Emit(new IrDeclare(Declare(variable), value, variable.Pos));
                continue;
            }
            IrExpression existing = VariableReference(variable, names[i].Pos);
            MarkReassigned(existing);
            Emit(new IrAssign([existing], [value], false, names[i].Pos));
        }
    }

    private void PlainAssign(IReadOnlyList<ExpressionSyntax> targets, IReadOnlyList<ExpressionSyntax> values, Pos pos)
    {
        var places = new IrExpression?[targets.Count];
        for (int i = 0; i < places.Length; i++)
        {
            places[i] = Place(targets[i]);
        }
        if (values.Count != places.Length)
        {
            AssignResults(places, MultiValue(values[0]), pos);
            return;
        }
        var converted = new IrExpression[values.Count];
        for (int i = 0; i < converted.Length; i++)
        {
            converted[i] = places[i] is { } place ? Value(values[i], place.Type) : Expression(values[i]);
        }
        Emit(new IrAssign(places, converted, false, pos));
    }

    /// <summary>An assignment's target: null for blank.</summary>
    private IrExpression? Place(ExpressionSyntax e)
    {
        e = Unparen(e);
        if (e is NameSyntax { IsBlank: true })
        {
            return null;
        }
        IrExpression place = Expression(e);
        MarkReassigned(place);
        return place;
    }

    /// <summary>Assigns the results of a multi-value expression, converting where target types differ.</summary>
    private void AssignResults(IrExpression?[] targets, IrExpression value, Pos pos)
    {
        IReadOnlyList<Variable> sources = ((TupleType)value.Type).Variables;
        bool direct = true;
        for (int i = 0; i < targets.Length; i++)
        {
            direct &= targets[i] is not { } target || TypeIdentity.Identical(target.Type, sources[i].Type!);
        }
        if (direct)
        {
            Emit(new IrAssign(targets, [value], false, pos));
            return;
        }
        IrExpression[] results = ResultsInOrder(value);
        var converted = new IrExpression[targets.Length];
        for (int i = 0; i < targets.Length; i++)
        {
            converted[i] = targets[i] is { } target ? Convert(results[i], target.Type) : results[i];
        }
        Emit(new IrAssign(targets, converted, false, pos));
    }
}
