using Go.Compiler.Diagnostics;
using Go.Compiler.Settings;

namespace Go.Compiler.Modules;

/// <summary>
/// Which release of Go a main module is to be built with (go.dev/doc/toolchain): what GOTOOLCHAIN and the lines <c>go</c> and
/// <c>toolchain</c> say. There is this one only; another is neither looked for in PATH nor fetched, so that every other choice ends as
/// where no proxy has it.
/// </summary>
/// <param name="setting">GOTOOLCHAIN; empty: <c>auto</c>.</param>
/// <param name="localGo">This release: <c>1.27.4</c>.</param>
internal sealed class ToolchainSelection(string setting, string localGo)
{
    /// <summary>Speaks of the project's property, and leaves it to the reader of the <c>go</c> line to tell what that asks for.</summary>
    public bool IsProject { get; init; }

    /// <summary>Whether another release than this is chosen by GOTOOLCHAIN alone, whatever the module says.</summary>
    public bool IsFixed => setting.Length > 0 && Suffix.Length == 0 && !Reads(setting);

    private string Least => setting.Split('+')[0];

    private string Suffix => setting.IndexOf('+', StringComparison.Ordinal) is var plus and >= 0 ? setting[(plus + 1)..] : "";

    private static bool Reads(string mode) => mode is "" or "auto" or "path";

    /// <summary>
    /// What is wrong with the setting itself, or null: a release's name, <c>local</c>, <c>auto</c> or <c>path</c>, or one of the first two
    /// with one of the last two.
    /// </summary>
    public string? SettingProblem()
    {
        if (Reads(setting))
        {
            return null;
        }
        bool hasSuffix = setting.Contains('+', StringComparison.Ordinal);
        if (Least != "local" && (GoVersion.Parse(Least) is not null || ModuleVersions.OfToolchain(Least).Length == 0))
        {
            return $"invalid GOTOOLCHAIN {GoText.Quote(setting)}" + (hasSuffix ? $": invalid minimum toolchain {GoText.Quote(Least)}" : "");
        }
        return hasSuffix && Suffix is not ("auto" or "path")
            ? $"invalid GOTOOLCHAIN {GoText.Quote(setting)}: only version suffixes are +auto and +path" : null;
    }

    /// <summary>Ends the command unless this release is the one to build with.</summary>
    /// <param name="file">go.work or go.mod, as it is shown; empty: there is none.</param>
    /// <param name="path">Its path.</param>
    /// <param name="text">Its content.</param>
    /// <param name="say">Takes what Go says before it looks for another release.</param>
    /// <exception cref="ToolchainException">It is another one.</exception>
    public void Check(string file, string path, string text, Action<string> say)
    {
        if (SettingProblem() is { } problem)
        {
            throw new ToolchainException(problem);
        }
        string local = "go" + localGo, name = Reads(setting) || Least == "local" ? local : Least;
        (int Line, int Column, bool IsGo) place = default;
        if (Reads(setting) || Suffix.Length > 0)
        {
            Raise(ref name, ref place, file, path, text);
        }
        if (name == local)
        {
            return;
        }
        if (IsProject)
        {
            (string asks, string changed) = place.Line == 0 ? ($"GoToolchain is '{setting}'", "property")
                : ($"the toolchain line asks for {name}", "line");
            string cure = $"set GoToolchain to local to build with it, or change the {changed}";
            throw new ToolchainException($"{asks}, and this is {local}, the only release there is: {cure}")
            {
                Place = (place.Line == 0 ? "" : path, place.Line, place.Column),
            };
        }
        if (!name.StartsWith("go1", StringComparison.Ordinal))
        {
            throw new ToolchainException($"invalid GOTOOLCHAIN {GoText.Quote(name)}");
        }
        throw NotAvailable(name, place.IsGo, say);
    }

    private void Raise(ref string name, ref (int Line, int Column, bool IsGo) place, string file, string path, string text)
    {
        (string Value, int Line, int Column) toolchain = Lookup(text, "toolchain"), go = IsProject ? default : Lookup(text, "go");
        if (toolchain.Value == "default")
        {
            return;
        }
        string least = ModuleVersions.OfToolchain(name);
        if (toolchain.Line > 0 && toolchain.Value.Length > 0)
        {
            string version = ModuleVersions.OfToolchain(toolchain.Value);
            if (version.Length == 0 || !toolchain.Value.StartsWith("go", StringComparison.Ordinal))
            {
                throw new ToolchainException($"invalid toolchain {GoText.Quote(toolchain.Value)} in {file}")
                {
                    Place = (IsProject ? path : "", toolchain.Line, toolchain.Column),
                };
            }
            if (ModuleVersions.CompareGo(version, least) > 0)
            {
                (name, least, place) = (toolchain.Value, version, (toolchain.Line, toolchain.Column, false));
            }
        }
        if (go.Line > 0 && ModuleVersions.CompareGo(go.Value, least) > 0)
        {
            // From 1.21 on the first release of a language has a third number.
            bool isLanguage = ModuleVersions.IsPrefix("go", go.Value) && GoVersion.Parse(go.Value)!.Value.Minor >= 21;
            (name, place) = ("go" + go.Value + (isLanguage ? ".0" : ""), (go.Line, go.Column, true));
        }
    }

    private ToolchainException NotAvailable(string name, bool isGoLine, Action<string> say)
    {
        if (setting == "path" || Suffix == "path")
        {
            return new ToolchainException($"cannot find {GoText.Quote(name)} in PATH", isGoLine);
        }
        say($"downloading {name} ({HostSystem.Os}/{HostSystem.Arch})");
        string version = ModuleVersions.OfToolchain(name);
        return new ToolchainException(ModuleVersions.IsPrefix("go", version) && ModuleVersions.CompareGo(version, "1.21") >= 0
            ? $"invalid toolchain: {name} is a language version but not a toolchain version ({name}.x)"
            : $"download {name} for {HostSystem.Os}/{HostSystem.Arch}: toolchain not available", isGoLine);
    }

    /// <summary>
    /// The rest of the first line that begins with a word, read without the grammar of go.mod, which a newer release may have changed.
    /// Numbers from 1 on.
    /// </summary>
    private static (string Value, int Line, int Column) Lookup(string text, string word)
    {
        int number = 0;
        foreach (ReadOnlySpan<char> line in text.AsSpan().EnumerateLines())
        {
            number++;
            ReadOnlySpan<char> rest = line.TrimStart();
            if (!rest.StartsWith(word, StringComparison.Ordinal) || rest.Length == word.Length || rest[word.Length] is not (' ' or '\t'))
            {
                continue;
            }
            int comment = rest.IndexOf("//", StringComparison.Ordinal);
            ReadOnlySpan<char> value = (comment < 0 ? rest : rest[..comment])[word.Length..].Trim();
            return (value.ToString(), number, line.Length - rest[word.Length..].TrimStart().Length + 1);
        }
        return default;
    }
}
