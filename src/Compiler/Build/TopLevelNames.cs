using Go.Compiler.Diagnostics;
using Go.Compiler.Packages;
using Go.Compiler.Syntax;
using Go.Compiler.Text;

namespace Go.Compiler.Build;

/// <summary>
/// What a package's sources declare at the top level, read from the syntax alone: for advice about packages that the cache may supply.
/// </summary>
internal static class TopLevelNames
{
    /// <param name="Kind"><c>constant</c>, <c>variable</c>, <c>function</c> or <c>type</c>.</param>
    /// <param name="Text">Of a constant or variable whose value is a single string literal: its source text.</param>
    public readonly record struct TopLevelName(string Name, string Kind, string? Text, Pos Pos);

    public static IEnumerable<TopLevelName> Of(LoadedPackage package)
    {
        var names = new NameTable();
        foreach (GoFile file in package.GoFiles)
        {
            int nextId = 1;
            SyntaxFile syntax = Parser.ParseFile(file.Source, names, ref nextId, new DiagnosticSink());
            foreach (DeclarationSyntax declaration in syntax.Declarations)
            {
                switch (declaration)
                {
                    case ConstSyntax constant:
                        foreach (NameSyntax name in constant.Names)
                        {
                            yield return new TopLevelName(name.Value, "constant", TextOf(constant.Names, constant.Values), name.Pos);
                        }
                        break;
                    case VarSyntax variable:
                        foreach (NameSyntax name in variable.Names)
                        {
                            yield return new TopLevelName(name.Value, "variable", TextOf(variable.Names, variable.Values), name.Pos);
                        }
                        break;
                    case FuncDeclSyntax { Receiver: null } function:
                        yield return new TopLevelName(function.Name.Value, "function", null, function.Name.Pos);
                        break;
                    case TypeDeclSyntax type:
                        yield return new TopLevelName(type.Name.Value, "type", null, type.Name.Pos);
                        break;
                }
            }
        }
    }

    private static string? TextOf(IReadOnlyList<NameSyntax> names, ExpressionSyntax? values)
        => names.Count == 1 && values is BasicLiteralSyntax { Kind: LiteralKind.String, IsBad: false } literal ? literal.Text : null;
}
