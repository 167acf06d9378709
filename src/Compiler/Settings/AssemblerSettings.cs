namespace Go.Compiler.Settings;

/// <summary>What flags of Go's assembler say of how one package's assembly files are read.</summary>
public sealed record AssemblerSettings
{
    /// <summary><c>-D</c>: names with their values, <c>1</c> where none was given.</summary>
    public IReadOnlyList<string> Defines { get; init; } = [];

    /// <summary><c>-I</c>: folders of headers, in order.</summary>
    public IReadOnlyList<string> IncludeFolders { get; init; } = [];

    /// <summary><c>-dynlink</c>: global symbols are reached through words that hold their addresses.</summary>
    public bool IsDynamicLink { get; init; }

    /// <exception cref="SettingException">A flag is unknown, wrong or refused.</exception>
    public static AssemblerSettings Read(IReadOnlyList<string> words, ICollection<string> notes)
    {
        var defines = new List<string>();
        var folders = new List<string>();
        bool isDynamicLink = false;
        foreach ((ToolFlag flag, string value) in ToolFlags.Parse("asm", ToolFlags.Assembler, words, notes))
        {
            if (flag.Name is "D" or "I")
            {
                (flag.Name == "D" ? defines : folders).Add(value);
            }
            else if (flag.Name == "dynlink")
            {
                isDynamicLink = value == "true";
            }
        }
        return new AssemblerSettings { Defines = defines, IncludeFolders = folders, IsDynamicLink = isDynamicLink };
    }
}
