namespace Go.Compiler.Diagnostics;

/// <summary>Every kind of diagnostic, one field each, in files by range of codes. Codes are never reused.</summary>
public static partial class Catalogue
{
    // GO1xxx: scanner and parser.
    public static readonly DiagnosticDescriptor SyntaxError = new("GO1001", Severity.Error, "Syntax error");
    public static readonly DiagnosticDescriptor InvalidEncoding = new("GO1002", Severity.Error, "Source is not valid UTF-8 text");
    public static readonly DiagnosticDescriptor InvalidCharacter = new("GO1003", Severity.Error, "Character not allowed here");
    public static readonly DiagnosticDescriptor InvalidLiteral = new("GO1004", Severity.Error, "Malformed literal");
    public static readonly DiagnosticDescriptor UnterminatedComment = new("GO1005", Severity.Error, "Comment not terminated");
    public static readonly DiagnosticDescriptor InvalidLineDirective = new("GO1006", Severity.Error, "Malformed line directive");
    public static readonly DiagnosticDescriptor InvalidReceiver = new("GO1007", Severity.Error, "Method without exactly one receiver");
    public static readonly DiagnosticDescriptor InvalidDots = new("GO1008", Severity.Error, "Misplaced ...", "MisplacedDotDotDot");
    public static readonly DiagnosticDescriptor MissingSliceIndex = new("GO1009", Severity.Error, "Index required in 3-index slice");
    public static readonly DiagnosticDescriptor InvalidTypeParameters = new("GO1010", Severity.Error, "Type parameters not allowed here");
    public static readonly DiagnosticDescriptor ParenthesizedCall = new("GO1011", Severity.Error, "Parenthesized call in go or defer");
    public static readonly DiagnosticDescriptor NestingTooDeep = new("GO1012", Severity.Error, "Program nested too deeply");
    public static readonly DiagnosticDescriptor MisplacedBranch = new("GO1013", Severity.Error, "Jump statement out of place",
        "MisplacedLabel");
    public static readonly DiagnosticDescriptor UndefinedLabel = new("GO1014", Severity.Error, "Label not defined", "UndeclaredLabel");
    public static readonly DiagnosticDescriptor DuplicateLabel = new("GO1015", Severity.Error, "Label already defined", "DuplicateLabel");
    public static readonly DiagnosticDescriptor UnusedLabel = new("GO1016", Severity.Error, "Label defined and not used", "UnusedLabel");
    public static readonly DiagnosticDescriptor InvalidGoto = new("GO1017", Severity.Error,
        "goto jumps over a declaration or into a block", "JumpOverDecl");
    public static readonly DiagnosticDescriptor MisplacedDirective = new("GO1018", Severity.Error, "Misplaced compiler directive");
}
