using System.Text;
using Go.Compiler.Constants;
using Go.Compiler.Diagnostics;
using Go.Compiler.Syntax;
using Go.Compiler.Types;

namespace Go.Compiler.Check;

public sealed partial class Checker
{
    private const string DynamicImportDirective = "go:cgo_import_dynamic";

    /// <summary>
    /// <c>//go:cgo_import_dynamic local [remote ["library"]]</c>. With a library any package may have it, because packages outside the
    /// standard library call the system that way; the shorter forms are cgo's.
    /// </summary>
    private void CheckDynamicImport(SyntaxFile file, Directive directive)
    {
        List<string> fields = FieldsOf(directive.Arguments);
        if (fields.Count >= 3)
        {
            string named = fields[2].Trim('"');
            bool isGenerated = Path.GetFileName(file.Source.DisplayPath).StartsWith("_cgo_", StringComparison.Ordinal)
                && _options.Target.AllowsAtInLibraryNames;
            if (named.Length != 0 && !isGenerated && !IsPlainLibraryName(named, _options.Target.AllowsAtInLibraryNames))
            {
                Error(PosOf(directive), Catalogue.InvalidDirective,
                    $"invalid library name {ConstantText.Quote(named)} in cgo_import_dynamic directive");
            }
        }
        else
        {
            CheckIsGenerated(file, directive);
        }
        AddDynamicImport(directive, fields);
    }

    private void AddDynamicImport(Directive directive, List<string> fields)
    {
        string library = "";
        bool isRight = fields.Count is 1 or 2 or 3;
        for (int i = 0; isRight && i < fields.Count; i++)
        {
            isRight = IsQuoted(fields[i]) == (i == 2);
        }
        if (isRight && fields.Count == 3)
        {
            byte[]? bytes = ConstantLiterals.Unquote(fields[2]);
            isRight = bytes is not null;
            library = bytes is null ? "" : Encoding.UTF8.GetString(bytes);
        }
        if (!isRight)
        {
            Error(PosOf(directive), Catalogue.InvalidDirective, $"usage: //{DynamicImportDirective} local [remote [\"library\"]]");
            return;
        }
        for (int i = 0; i < Math.Min(fields.Count, 2); i++)
        {
            if (fields[i].Contains(',', StringComparison.Ordinal))
            {
                Error(PosOf(directive), Catalogue.InvalidDirective,
                    $"invalid symbol name {ConstantText.Quote(fields[i])} in //{DynamicImportDirective}");
                return;
            }
        }
        string local = fields[0], remote = fields.Count > 1 ? fields[1] : local;
        _info.ImportedSymbols.Add(local == "_" && remote == "_"
            ? new ImportedSymbol("", "", library) : new ImportedSymbol(local, remote, library));
    }

    private static bool IsQuoted(string field) => field.Length >= 2 && field[0] == '"' && field[^1] == '"';

    /// <summary>Words, and texts in double quotes as one each, with their quotes. A text without an end is none.</summary>
    private static List<string> FieldsOf(string arguments)
    {
        var fields = new List<string>();
        for (int at = 0; at < arguments.Length;)
        {
            char c = arguments[at];
            if (c is ' ' or '\t' or '\r' or '\n')
            {
                at++;
                continue;
            }
            int end = at + 1;
            if (c == '"')
            {
                while (end < arguments.Length && arguments[end] != '"')
                {
                    end += arguments[end] == '\\' ? 2 : 1;
                }
                if (end >= arguments.Length)
                {
                    break;
                }
                end++;
            }
            else
            {
                while (end < arguments.Length && arguments[end] is not (' ' or '\t' or '\r' or '\n' or '"'))
                {
                    end++;
                }
            }
            fields.Add(arguments[at..end]);
            at = end;
        }
        return fields;
    }

    /// <summary>
    /// Whether a name cannot be taken for anything else on a linker's command line: no option, no way up in the file system.
    /// </summary>
    private static bool IsPlainLibraryName(string name, bool allowsAt)
    {
        for (int i = 0; i < name.Length; i++)
        {
            char c = name[i];
            bool isPlain = char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '/' || (c is '-' or '+' && i > 0) || (c == '@' && allowsAt)
                || c >= 0x80;
            if (!isPlain || (c == '.' && i > 0 && name[i - 1] == '.'))
            {
                return false;
            }
        }
        return true;
    }
}
