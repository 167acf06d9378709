namespace Go.Compiler.Modules.Files;

/// <summary>A place in a go.mod-like file; lines and columns from 1, columns in characters. Line 0 is nowhere.</summary>
internal readonly record struct ModPosition(int Line, int Column, int Offset)
{
    public ModPosition After(string token) => new(Line, Column + token.Length, Offset + token.Length);
}

/// <summary>A <c>//</c> comment with its slashes; empty text stands for a blank line inside a block.</summary>
internal sealed record ModComment(string Text, ModPosition Start, bool IsSuffix);

/// <summary>What go.mod and go.work files are made of, with the comments that belong to it.</summary>
internal abstract class ModNode
{
    /// <summary>Comments on lines of their own before it.</summary>
    public List<ModComment> Before { get; set; } = [];

    /// <summary>Comments at its line's end.</summary>
    public List<ModComment> Suffix { get; set; } = [];

    /// <summary>Comments on lines of their own after it; of statements only.</summary>
    public List<ModComment> After { get; set; } = [];

    public ModPosition Start { get; init; }

    public ModPosition End { get; set; }

    public bool HasCommentsBesidesIndirect
        => Before.Count > 0 || After.Count > 0 || Suffix.Count > 1 || (Suffix.Count == 1 && Suffix[0].Text[2..].Trim() != "indirect");
}

/// <summary>Comments that stand alone.</summary>
internal sealed class ModCommentBlock : ModNode;

/// <summary>One line of words. In a block, without the block's own word. Without tokens it is removed.</summary>
internal sealed class ModLine : ModNode
{
    public List<string> Tokens { get; set; } = [];

    /// <summary>Where each token was, as far as the line was read from a file.</summary>
    public ModPosition[] Positions { get; init; } = [];

    public bool IsInBlock { get; set; }

    public bool IsRemoved => Tokens.Count == 0;

    /// <summary>An end-of-line comment says that no package of the main module imports from the module.</summary>
    public bool IsIndirect
    {
        get
        {
            if (Suffix.Count == 0)
            {
                return false;
            }
            string[] words = Suffix[0].Text[2..].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            return words.Length > 0 && words[0] == (words.Length == 1 ? "indirect" : "indirect;");
        }
    }

    /// <summary>Takes the line and the comment at its end out of the file, at the next <see cref="ModSyntax.CleanUp"/>.</summary>
    public void Remove()
    {
        Tokens = [];
        Suffix = [];
    }

    /// <summary>Adds or removes the mark of indirect requirements and keeps what else the comment says.</summary>
    public void SetIndirect(bool isIndirect)
    {
        if (IsIndirect == isIndirect)
        {
            return;
        }
        string text = Suffix.Count == 0 ? "" : Suffix[0].Text[2..].Trim();
        if (isIndirect)
        {
            var comment = new ModComment(text.Length == 0 ? "// indirect" : "// indirect; " + text, default, true);
            Suffix = [comment, .. Suffix.Skip(1)];
        }
        else if (text == "indirect")
        {
            Suffix = [];
        }
        else
        {
            string old = Suffix[0].Text;
            Suffix[0] = Suffix[0] with { Text = "//" + old[(old.IndexOf("indirect;", StringComparison.Ordinal) + "indirect;".Length)..] };
        }
    }
}

/// <summary><c>verb ( lines )</c>.</summary>
internal sealed class ModBlock : ModNode
{
    public required List<string> Tokens { get; init; }

    public List<ModLine> Lines { get; set; } = [];

    public ModParenthesis Open { get; init; } = new("(");

    /// <summary>Comments before it are the last in the block.</summary>
    public ModParenthesis Close { get; set; } = new(")");

    public string Verb => Tokens[0];
}

internal sealed class ModParenthesis(string text) : ModNode
{
    public string Text => text;
}
