using System.Diagnostics;

namespace Go.Compiler.Driver.Tools;

/// <summary><c>dotnet go bug</c>: prints what a report needs. No browser is opened, and nothing is sent.</summary>
internal static class BugCommand
{
    public static int Run(IReadOnlyList<string> arguments, TextWriter output, TextWriter error)
    {
        if (new GoFlags().Switch("v", _ => { }).ApplyDefaults(Locations.Environment()).Parse(arguments).Count > 0)
        {
            throw UsageException.Fatal("bug takes no arguments");
        }
        output.Write("Please report this with the following text, to the maintainers of Go.Sdk:\n\n");
        output.Write($"### Which version is it (`dotnet go version`)?\n\n<pre>\n$ dotnet go version\n{VersionCommand.Text()}\n</pre>\n\n");
        output.Write("### Which system, and which settings (`dotnet go env`)?\n\n<details><summary><code>dotnet go env</code> output</summary><br><pre>\n$ dotnet go env\n");
        EnvCommand.Run([], output, error);
        output.Write($".NET: {System.Runtime.InteropServices.RuntimeInformation.FrameworkDescription}\n");
        output.Write(SystemText());
        output.Write("</pre></details>\n\n### What did you do?\n\n\n\n### What did you see happen?\n\n\n\n### What did you expect to see?\n\n");
        return 0;
    }

    private static string SystemText()
    {
        try
        {
            using Process process = Process.Start(new ProcessStartInfo("uname", ["-sr"]) { RedirectStandardOutput = true,
                UseShellExecute = false })!;
            string text = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return "uname -sr: " + text;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return $"system: {System.Runtime.InteropServices.RuntimeInformation.OSDescription}\n"; // there is no uname
        }
    }
}
