using Go.Compiler.Diagnostics;
using Go.Compiler.Syntax;
using Go.Compiler.Text;
using Go.Compiler.Types;

namespace Go.Compiler.Check;

public sealed partial class Checker
{
    private const string InvalidOperation = "invalid operation: ";
    private const string InvalidArgument = "invalid argument: ";

    private bool _hasErrors;

    private void Error(Pos pos, DiagnosticDescriptor kind, string message) => Report(pos, kind, message, null, false);

    private void Error(SyntaxNode at, DiagnosticDescriptor kind, string message)
        => Report(SyntaxPositions.StartOf(at), kind, message, null, false);

    private void Error(in Operand at, DiagnosticDescriptor kind, string message) => Report(PosOf(at), kind, message, null, false);

    private void SoftError(Pos pos, DiagnosticDescriptor kind, string message) => Report(pos, kind, message, null, true);

    private void SoftError(SyntaxNode at, DiagnosticDescriptor kind, string message)
        => Report(SyntaxPositions.StartOf(at), kind, message, null, true);

    private void SoftError(in Operand at, DiagnosticDescriptor kind, string message) => Report(PosOf(at), kind, message, null, true);

    private void Error(Pos pos, DiagnosticDescriptor kind, string message, Pos relatedPos, string related, bool soft = false)
        => Report(pos, kind, message, relatedPos.IsValid ? [new RelatedLocation(relatedPos, related)] : null, soft);

    /// <summary>An error about a second declaration of something.</summary>
    private void ErrorWithOther(Pos pos, DiagnosticDescriptor kind, string message, GoObject other, bool soft = false)
        => Error(pos, kind, message, other.Pos, $"other declaration of {other.Name}", soft);

    private void Report(Pos pos, DiagnosticDescriptor kind, string message, IReadOnlyList<RelatedLocation>? related, bool soft)
    {
        // One error per cause: after the first, whatever mentions an invalid operand or type is a consequence.
        if (_hasErrors && (message.IndexOf("invalid operand", StringComparison.Ordinal) > 0
            || message.IndexOf("invalid type", StringComparison.Ordinal) > 0))
        {
            return;
        }
        if (_environment.ErrorPos.IsValid)
        {
            pos = _environment.ErrorPos;
        }
        if (ReferenceEquals(kind, Catalogue.InvalidSyntaxTree))
        {
            message = "invalid syntax tree: " + message;
        }
        message = WithVersionHint(pos, message);
        _hasErrors = true;
        _sink.Report(new Diagnostic(kind, pos, message, related) { IsSoft = soft });
    }

    private static Pos PosOf(in Operand x) => x.Expression is { } e ? SyntaxPositions.StartOf(e) : default;
}
