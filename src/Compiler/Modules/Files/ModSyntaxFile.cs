namespace Go.Compiler.Modules.Files;

/// <summary>The lines and blocks of a go.mod or go.work file, to be read, changed and printed.</summary>
internal sealed class ModSyntaxFile : ModNode
{
    public string FilePath { get; init; } = "";

    /// <summary><see cref="ModLine"/>, <see cref="ModBlock"/> and <see cref="ModCommentBlock"/>.</summary>
    public List<ModNode> Statements { get; } = [];

    /// <summary>The last line or block that begins with a word, or null.</summary>
    private ModNode? LastOf(string verb)
        => Statements.FindLast(s => s is ModLine { IsRemoved: false } line && line.Tokens[0] == verb
            || s is ModBlock block && block.Verb == verb);

    /// <summary>
    /// Adds a line. It goes behind <paramref name="hint"/>: into the same block when that is of the same verb (a single line becomes a
    /// block for it), else after the statement. Without a hint, the last statement of the verb is one; without any, the line goes to the
    /// end.
    /// </summary>
    public ModLine AddLine(ModNode? hint, params string[] tokens)
    {
        hint ??= LastOf(tokens[0]);
        for (int i = 0; hint is not null && i < Statements.Count; i++)
        {
            switch (Statements[i])
            {
                case ModLine line when line == hint:
                    return line.IsRemoved || line.Tokens[0] != tokens[0] ? InsertAfter(i, tokens) : IntoNewBlock(i, line, tokens);
                case ModBlock block when block == hint:
                    return block.Verb != tokens[0] ? InsertAfter(i, tokens) : Into(block, block.Lines.Count, tokens);
                case ModBlock block when hint is ModLine inner && block.Lines.IndexOf(inner) is >= 0 and int at:
                    return block.Verb != tokens[0] ? InsertAfter(i, tokens) : Into(block, at + 1, tokens);
            }
        }
        return InsertAfter(Statements.Count - 1, tokens);
    }

    private ModLine InsertAfter(int index, string[] tokens)
    {
        var line = new ModLine { Tokens = [.. tokens] };
        Statements.Insert(index + 1, line);
        return line;
    }

    private ModLine IntoNewBlock(int index, ModLine line, string[] tokens)
    {
        Statements[index] = AsBlock(line);
        return Into((ModBlock)Statements[index], 1, tokens);
    }

    private static ModLine Into(ModBlock block, int index, string[] tokens)
    {
        var line = new ModLine { Tokens = [.. tokens[1..]], IsInBlock = true };
        block.Lines.Insert(index, line);
        return line;
    }

    /// <summary>A block that holds only this line, which loses its verb.</summary>
    public static ModBlock AsBlock(ModLine line)
    {
        var block = new ModBlock { Tokens = [line.Tokens[0]], Lines = [line] };
        line.Tokens = line.Tokens[1..];
        line.IsInBlock = true;
        return block;
    }

    /// <summary>Gives a line other words; in a block the verb is left out.</summary>
    public static void Update(ModLine line, params string[] tokens) => line.Tokens = line.IsInBlock ? [.. tokens[1..]] : [.. tokens];

    /// <summary>Drops removed lines and empty blocks; a block of one line becomes that line.</summary>
    public void CleanUp()
    {
        for (int i = 0; i < Statements.Count; i++)
        {
            if (Statements[i] is not ModBlock block)
            {
                continue;
            }
            block.Lines.RemoveAll(l => l.IsRemoved);
            if (block.Lines.Count == 1 && block.Close.Before.Count == 0)
            {
                ModLine line = block.Lines[0];
                line.Before = [.. block.Before, .. line.Before];
                line.Suffix = [.. line.Suffix, .. block.Suffix];
                line.After = [.. line.After, .. block.After];
                line.Tokens = [.. block.Tokens, .. line.Tokens];
                line.IsInBlock = false;
                Statements[i] = line;
            }
        }
        Statements.RemoveAll(s => s is ModLine { IsRemoved: true } or ModBlock { Lines.Count: 0 });
    }

    /// <summary>Drops lines at once, with blocks that they leave empty.</summary>
    public void Drop(HashSet<ModLine> lines)
    {
        foreach (ModBlock block in Statements.OfType<ModBlock>())
        {
            block.Lines.RemoveAll(lines.Contains);
        }
        Statements.RemoveAll(s => s is ModLine line ? lines.Contains(line) : s is ModBlock { Lines.Count: 0 });
    }
}
