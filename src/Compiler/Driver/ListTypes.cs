using Go.Compiler.Driver.Templates;

namespace Go.Compiler.Driver;

/// <summary>The types of what <c>list -f</c> shows, with their fields in Go's order: messages name them, and whole values are printed by
/// them.</summary>
internal static class ListTypes
{
    public static TemplateType ModuleError { get; } = TemplateType.Struct("modinfo.ModuleError").With(TemplateType.String, "Err");

    public static TemplateType Origin { get; } = TemplateType.Struct("codehost.Origin")
        .With(TemplateType.String, "VCS", "URL", "Subdir", "Hash", "TagPrefix", "TagSum", "Ref", "RepoSum");

    public static TemplateType Module { get; } = ModuleType();

    /// <summary>An import on the way to an error: a text.</summary>
    private static TemplateType ImportInfo { get; } = TemplateType.Struct("load.ImportInfo").With(TemplateType.String, "Pkg")
        .With(TemplateType.Struct("token.Position", _ => "").Pointer, "Pos");

    public static TemplateType PackageError { get; } = TemplateType.Struct("load.PackageError", o => o.ToString()!, isTextOfPointer: true)
        .With(TemplateType.List("load.ImportStack", ImportInfo)
            .Having("Pkgs", TemplateType.Strings, (o, _) => o, false), "ImportStack")
        .With(TemplateType.String, "Pos").With(TemplateType.Error, "Err").With(TemplateType.Bool, "IsImportCycle", "alwaysPrintStack")
        .Having("Error", TemplateType.String, (o, _) => o.ToString(), true)
        .Having("Unwrap", TemplateType.Error, (o, _) => ((TemplateRecord)o).Field("Err"), true);

    public static TemplateType Package { get; } = TemplateType.Struct("load.PackagePublic")
        .With(TemplateType.String, "Dir", "ImportPath", "ImportComment", "Name", "Doc", "Target", "Shlib", "Root", "ConflictDir", "ForTest",
            "Export", "BuildID")
        .With(Module.Pointer, "Module").With(TemplateType.Strings, "Match")
        .With(TemplateType.Bool, "Goroot", "Standard", "DepOnly", "BinaryOnly", "Incomplete").With(TemplateType.String, "DefaultGODEBUG")
        .With(TemplateType.Bool, "Stale").With(TemplateType.String, "StaleReason")
        .With(TemplateType.Strings, "GoFiles", "CgoFiles", "CompiledGoFiles", "IgnoredGoFiles", "InvalidGoFiles", "IgnoredOtherFiles",
            "CFiles", "CXXFiles",
            "MFiles", "HFiles", "FFiles", "SFiles", "SwigFiles", "SwigCXXFiles", "SysoFiles", "EmbedPatterns", "EmbedFiles", "CgoCFLAGS",
                "CgoCPPFLAGS",
            "CgoCXXFLAGS", "CgoFFLAGS", "CgoLDFLAGS", "CgoPkgConfig", "Imports")
        .With(TemplateType.StringMap, "ImportMap").With(TemplateType.Strings, "Deps")
        .With(PackageError.Pointer, "Error").With(PackageError.Pointer.Slice, "DepsErrors")
        .With(TemplateType.Strings, "TestGoFiles", "TestImports", "TestEmbedPatterns", "TestEmbedFiles", "XTestGoFiles", "XTestImports",
            "XTestEmbedPatterns",
            "XTestEmbedFiles");

    public static TemplateType Context { get; } = TemplateType.Struct("list.Context")
        .With(TemplateType.String, "GOARCH", "GOOS", "GOROOT", "GOPATH").With(TemplateType.Bool, "CgoEnabled", "UseAllFiles")
            .With(TemplateType.String, "Compiler")
        .With(TemplateType.Strings, "BuildTags", "ToolTags", "ReleaseTags").With(TemplateType.String, "InstallSuffix");

    private static TemplateType ModuleType()
    {
        TemplateType type = TemplateType.Struct("modinfo.ModulePublic", o => o.ToString()!, isTextOfPointer: true);
        return type.With(TemplateType.String, "Path", "Version", "Query").With(TemplateType.Strings, "Versions")
            .With(type.Pointer, "Replace")
            .With(TemplateTime.Type.Pointer, "Time").With(type.Pointer, "Update").With(TemplateType.Bool, "Main", "Indirect")
            .With(TemplateType.String, "Dir", "GoMod", "GoVersion").With(TemplateType.Strings, "Retracted")
                .With(TemplateType.String, "Deprecated")
            .With(ModuleError.Pointer, "Error").With(TemplateType.String, "Sum", "GoModSum").With(Origin.Pointer, "Origin")
                .With(TemplateType.Bool, "Reuse")
            .Having("String", TemplateType.String, (o, _) => o.ToString(), true);
    }
}
