using Go.Compiler.Driver.Templates;
using Go.Compiler.RuntimeContract;
using Go.Compiler.Settings;
using Go.Compiler.Targets;

namespace Go.Compiler.Driver;

/// <summary>What the function <c>context</c> of <c>list -f</c> tells: the settings of builds.</summary>
internal static class ListContext
{
    public static TemplateRecord Of()
    {
        GoEnvironment environment = Locations.Environment();
        Target target = BuildFlags.HostTarget(environment);
        return new TemplateRecord("context")
            .Add("GOARCH", target.Arch).Add("GOOS", target.Os).Add("GOROOT", Locations.StandardLibrary(environment))
            .Add("GOPATH", environment.WorkspacePath)
            .Add("CgoEnabled", false).Add("UseAllFiles", false).Add("Compiler", "gc").Add("BuildTags", Array.Empty<string>())
            .Add("InstallSuffix", "")
            .Add("ToolTags", Array.Empty<string>()).Add("ReleaseTags",
                (string[])[.. Enumerable.Range(1, GoRelease.Minor).Select(n => "go1." + n)]);
    }
}
