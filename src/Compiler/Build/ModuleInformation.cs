using System.Text;
using Go.Compiler.Packages;

namespace Go.Compiler.Build;

/// <summary>The text that debug.ReadBuildInfo parses (contract 7.7): path, module, settings, one per line.</summary>
internal static class ModuleInformation
{
    public static string Text(BuildOptions options, PackageGraph graph, LoadedPackage root)
    {
        var text = new StringBuilder();
        text.Append("path\t").Append(root.FullPath).Append('\n');
        if (graph.ModFile is { ModulePath.Length: > 0 } mod)
        {
            text.Append("mod\t").Append(mod.ModulePath).Append("\t(devel)\t\n");
        }
        text.Append("build\t-compiler=gc\n");
        if (options.Tags.Count > 0)
        {
            text.Append("build\t-tags=").AppendJoin(',', options.Tags).Append('\n');
        }
        if (options.TrimPath)
        {
            text.Append("build\t-trimpath=true\n");
        }
        string defaultGodebug = graph.DefaultGodebug(root);
        if (defaultGodebug.Length > 0)
        {
            text.Append("build\tDefaultGODEBUG=").Append(defaultGodebug).Append('\n');
        }
        text.Append("build\tCGO_ENABLED=0\n");
        text.Append("build\tGOARCH=").Append(options.Target.Arch).Append('\n');
        if (options.FipsMode)
        {
            text.Append("build\tGOFIPS140=latest\n");
        }
        text.Append("build\tGOOS=").Append(options.Target.Os).Append('\n');
        return text.ToString();
    }
}
