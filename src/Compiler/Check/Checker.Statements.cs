using Go.Compiler.Constants;
using Go.Compiler.Diagnostics;
using Go.Compiler.Syntax;
using Go.Compiler.Types;

namespace Go.Compiler.Check;

public sealed partial class Checker
{
    /// <summary>Checks a function's body after the declarations around it.</summary>
    /// <param name="declaration">Package-level declaration that the body's references count for.</param>
    /// <param name="iota">Value of iota around a function literal in a constant's type or value.</param>
    private void CheckFunctionBody(
        DeclarationInfo? declaration, SignatureType signature, Scope scope, BlockSyntax body, ConstantValue? iota,
            IReadOnlyList<TypeParameter> enclosing)
    {
        Environment saved = _environment;
        var locals = new List<Variable>();
        _environment = new Environment
        {
            Declaration = declaration,
            Scope = scope,
            Version = saved.Version,
            Iota = iota,
            Signature = signature,
            Locals = locals,
            EnclosingTypeParameters = enclosing,
        };
        CheckStatements(body.Statements);
        if (signature.Results.Count > 0 && !IsTerminating(body, null))
        {
            Error(body.RightBrace, Catalogue.MissingReturn, "missing return");
        }
        _environment = saved;
        foreach (Variable v in locals)
        {
            if (!v.IsUsed)
            {
                SoftError(v.Pos, Catalogue.UnusedVar, $"declared and not used: {v.Name}");
            }
        }
    }

    private void CheckStatements(IReadOnlyList<StatementSyntax> list)
    {
        for (int i = 0; i < list.Count; i++)
        {
            CheckStatement(list[i]);
        }
    }

    private void CheckBlock(BlockSyntax block)
    {
        OpenScope();
        CheckStatements(block.Statements);
        CloseScope();
    }

    private void CheckStatement(StatementSyntax? statement)
    {
        if (statement is null || !HasStackFor(statement))
        {
            return;
        }
        int top = _delayed.Count;
        switch (statement)
        {
            case EmptySyntax:
                break;
            case ExpressionStatementSyntax s:
                CheckExpressionStatement(s);
                break;
            case AssignSyntax s:
                CheckAssignment(s);
                break;
            case BlockSyntax s:
                CheckBlock(s);
                break;
            case IfSyntax s:
                CheckIf(s);
                break;
            case ReturnSyntax s:
                CheckReturn(s);
                break;
            case DeclarationStatementSyntax s:
                CheckLocalDeclarations(s.Declarations);
                break;
            case ForSyntax s:
                CheckFor(s);
                break;
            case SwitchSyntax s:
                CheckSwitch(s);
                break;
            case SelectSyntax s:
                CheckSelect(s);
                break;
            case CallStatementSyntax s:
                CheckSuspendedCall(s.IsDefer ? "defer" : "go", s);
                break;
            case SendSyntax s:
                CheckSend(s);
                break;
            case BranchSyntax s:
                if (s.Target is { } target)
                {
                    _info.BranchTargets[s.Id] = target;
                }
                break;
            case LabeledSyntax s:
                CheckStatement(s.Statement);
                break;
            default:
                throw Unexpected.Value(statement);
        }
        ProcessDelayed(top);
    }

    private void CheckExpressionStatement(ExpressionStatementSyntax s)
    {
        Operand x = default;
        ExpressionKind kind = CheckRaw(default, ref x, s.X, null, false);
        switch (x.Mode)
        {
            case OperandMode.Builtin:
                Error(x, Catalogue.UncalledBuiltin, $"{Text(x)} must be called");
                break;
            case OperandMode.Type:
                Error(x, Catalogue.NotAnExpr, $"{Text(x)} is not an expression");
                break;
            default:
                if (kind != ExpressionKind.Statement)
                {
                    Error(x, Catalogue.UnusedExpr, $"{Text(x)} is not used");
                }
                break;
        }
    }

    private void CheckAssignment(AssignSyntax s)
    {
        Operand x = default;
        if (s.Rhs is null)
        {
            // x++ or x--
            CheckExpression(default, ref x, s.Lhs);
            if (!x.IsValid)
            {
                return;
            }
            if (!All(x.Type, BasicInfo.Numeric))
            {
                string op = SyntaxFacts.Text(s.Op);
                Error(s.Lhs, Catalogue.NonNumericIncDec, $"{InvalidOperation}{Text(s.Lhs)}{op}{op} (non-numeric type {Text(x.Type)})");
                return;
            }
            AssignTo(s.Lhs, ref x, "assignment");
            return;
        }
        IReadOnlyList<ExpressionSyntax> lhs = SyntaxForms.Unpack(s.Lhs), rhs = SyntaxForms.Unpack(s.Rhs);
        if (s.IsDefinition)
        {
            DefineVariables(s.Pos, lhs, rhs);
            return;
        }
        if (s.Op == Operator.None)
        {
            AssignVariables(lhs, rhs);
            return;
        }
        if (lhs.Count != 1 || rhs.Count != 1)
        {
            Error(s, Catalogue.MultiValAssignOp, $"assignment operation {SyntaxFacts.Text(s.Op)}= requires single-valued expressions");
            return;
        }
        CheckBinary(ref x, null, lhs[0], rhs[0], s.Op);
        AssignTo(lhs[0], ref x, "assignment");
    }

    private void CheckCondition(ExpressionSyntax condition, string statement)
    {
        Operand x = default;
        CheckExpression(default, ref x, condition);
        if (x.IsValid && !All(x.Type, BasicInfo.Boolean))
        {
            Error(condition, Catalogue.InvalidCond, $"non-boolean condition in {statement} statement");
        }
    }

    private void CheckIf(IfSyntax s)
    {
        OpenScope();
        CheckStatement(s.Init);
        CheckCondition(s.Condition, "if");
        CheckBlock(s.Then);
        CheckStatement(s.Else);
        CloseScope();
    }

    private void CheckReturn(ReturnSyntax s)
    {
        IReadOnlyList<Variable> results = _environment.Signature!.Results.Variables;
        IReadOnlyList<ExpressionSyntax> values = SyntaxForms.Unpack(s.Results);
        if (values.Count > 0 || results.Count == 0 || results[0].Name.Length == 0)
        {
            if (values.Count > 0 || results.Count > 0)
            {
                InitializeVariables(results, values, s);
            }
            return;
        }
        // Named results: they must not be hidden where they are returned.
        foreach (Variable result in results)
        {
            if (LookupName(result.Name) is { } other && !ReferenceEquals(other, result) && result.Name != "_")
            {
                Error(s.Pos, Catalogue.OutOfScopeResult, $"result parameter {result.Name} not in scope at return", other.Pos,
                    $"inner declaration of {Text(result)}");
            }
        }
    }

    private void CheckSuspendedCall(string keyword, CallStatementSyntax s)
    {
        DiagnosticDescriptor kind = s.IsDefer ? Catalogue.InvalidDefer : Catalogue.InvalidGo;
        if (s.Call is not CallSyntax call)
        {
            Error(s.Call, kind, $"expression in {keyword} must be function call");
            Use(s.Call);
            return;
        }
        Operand x = default;
        switch (CheckRaw(default, ref x, call, null, false))
        {
            case ExpressionKind.Conversion:
                Error(x, kind, $"{keyword} requires function call, not conversion {Text(x)}");
                break;
            case ExpressionKind.Expression:
                Error(x, Catalogue.UnusedResults, $"{keyword} discards result of {Text(x)}");
                break;
        }
    }

    private void CheckSend(SendSyntax s)
    {
        Operand channel = default, value = default;
        CheckExpression(default, ref channel, s.Channel);
        CheckGenericExpression(ref value, s.Value, null);
        if (channel.IsValid && value.IsValid && ChannelElement(SyntaxPositions.StartOf(s), channel, false) is { } element)
        {
            Assign(ref value, element, "send");
        }
    }

    private void CheckSelect(SelectSyntax s)
    {
        CommClauseSyntax? first = null;
        foreach (CommClauseSyntax clause in s.Clauses)
        {
            if (clause.Comm is not null)
            {
                continue;
            }
            if (first is not null)
            {
                Error(clause, Catalogue.DuplicateDefault, $"multiple defaults (first at {PositionText(first.Pos)})");
            }
            first ??= clause;
        }
        foreach (CommClauseSyntax clause in s.Clauses)
        {
            if (clause.Comm is { } comm && !IsCommunication(comm))
            {
                Error(comm, Catalogue.InvalidSelectCase, "select case must be send or receive (possibly with assignment)");
                continue;
            }
            OpenScope();
            CheckStatement(clause.Comm);
            CheckStatements(clause.Body);
            CloseScope();
        }
    }

    private static bool IsCommunication(StatementSyntax s)
    {
        ExpressionSyntax? receive = s switch
        {
            AssignSyntax { Rhs: not ListSyntax } a => a.Rhs,
            ExpressionStatementSyntax e => e.X,
            _ => null,
        };
        return s is SendSyntax || (receive is not null
            && SyntaxForms.Unparen(receive) is OperationSyntax { Op: Operator.Receive, Y: null });
    }

    private void CheckFor(ForSyntax s)
    {
        if (s.Init is RangeClauseSyntax range)
        {
            CheckRange(s, range);
            return;
        }
        OpenScope();
        CheckStatement(s.Init);
        if (s.Condition is not null)
        {
            CheckCondition(s.Condition, "for");
        }
        CheckStatement(s.Post);
        if (s.Post is AssignSyntax { IsDefinition: true } definition)
        {
            Use(definition.Lhs); // the parser has complained: no second error about unused variables
        }
        CheckBlock(s.Body);
        CloseScope();
    }
}
