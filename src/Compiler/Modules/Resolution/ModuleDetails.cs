namespace Go.Compiler.Modules.Resolution;

/// <summary>What can be told of a module: <c>go list -m -json</c>. Mutable: an answer is put together in steps.</summary>
internal sealed class ModuleDetails(string path, string version)
{
    public string Path { get; } = path;
    public string Version { get; set; } = version;

    /// <summary>The query that it answers, if that is not the version itself.</summary>
    public string Query { get; set; } = "";

    public IReadOnlyList<string> Versions { get; set; } = [];
    public ModuleDetails? Replace { get; set; }
    public DateTimeOffset? Time { get; set; }
    public ModuleDetails? Update { get; set; }
    public bool IsMain { get; init; }
    public bool IsIndirect { get; set; }
    public string Directory { get; set; } = "";
    public string GoMod { get; set; } = "";
    public string GoVersion { get; set; } = "";
    public IReadOnlyList<string> Retracted { get; set; } = [];
    public string Deprecated { get; set; } = "";
    public string Error { get; set; } = "";
    public string Sum { get; set; } = "";
    public string GoModSum { get; set; } = "";

    /// <summary>JSON, or null.</summary>
    public string? Origin { get; set; }

    private string ShownVersion => Retracted.Count == 0 ? Version : Version + " (retracted)";

    /// <inheritdoc/>
    public override string ToString()
    {
        string text = Own(this, Path);
        return Replace is { } replace ? $"{text} => {Own(replace, replace.Path)}" : text;

        static string Own(ModuleDetails m, string text)
        {
            if (m.Version.Length > 0)
            {
                text += " " + m.ShownVersion + (m.Update is { } update ? $" [{update.ShownVersion}]" : "");
            }
            return m.Deprecated.Length > 0 ? text + " (deprecated)" : text;
        }
    }
}
