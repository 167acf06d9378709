using Go.Compiler.Diagnostics;
using Microsoft.Build.Framework;

namespace Go.Sdk.Tasks;

/// <summary>
/// Looks whether the folders that a build will write to can be written to: that is said once, where the project names them, and not
/// by every copy that fails. Metadata Name is what the program is called.
/// </summary>
[MSBuildMultiThreadableTask]
public sealed class GoCheckFolders : GoTaskBase
{
    /// <summary>Metadata Setting names the property that says so, File a file that will be written there, if one is known.</summary>
    [Required]
    public ITaskItem[] Folders { get; set; } = [];

    [Required]
    public string ProjectDirectory { get; set; } = "";

    protected override void ExecuteCore()
    {
        foreach (ITaskItem folder in Folders)
        {
            string name = folder.GetMetadata("Name");
            if (name is "." or ".." || name.AsSpan().IndexOfAny('/', '\\', '\0') >= 0)
            {
                LogAtSetting(Catalogue.InvalidProperty, "AssemblyName", name,
                    $"property AssemblyName is '{name}'; want the name of a file, without folders (OutputPath is the folder)");
            }
            else if (Problem(Path.GetFullPath(folder.ItemSpec, ProjectDirectory), folder.GetMetadata("File")) is { } problem)
            {
                string setting = folder.GetMetadata("Setting");
                string message = $"cannot write to folder '{folder.ItemSpec}' ({setting}): {problem}";
                LogAtSetting(Catalogue.InputOutputFailed, setting, folder.ItemSpec, message);
            }
        }
    }

    /// <summary>Null where there is none. A file that is there already has shown that there can be one.</summary>
    private static string? Problem(string folder, string file)
    {
        try
        {
            if (File.Exists(Path.TrimEndingDirectorySeparator(folder)))
            {
                return "there is a file of that name";
            }
            Directory.CreateDirectory(folder);
            string written = Path.Combine(folder, file);
            if (file.Length > 0 && Directory.Exists(written))
            {
                return $"'{file}' is to be a file, and there is a folder of that name";
            }
            if (file.Length > 0 && !File.Exists(written))
            {
                File.Create(written, bufferSize: 1, FileOptions.DeleteOnClose).Dispose();
            }
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return e.Message;
        }
    }
}
