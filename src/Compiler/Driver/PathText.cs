using Go.Compiler.Diagnostics;
using Go.Compiler.FileSystem;
using Go.Compiler.Modules.Files;
using Go.Compiler.Text;

namespace Go.Compiler.Driver;

/// <summary>Findings as text, with the paths that Go's commands show: from the working folder on where that is shorter.</summary>
/// <param name="workingDirectory">Absolute.</param>
internal sealed class PathText(string workingDirectory)
{
    /// <summary>A finding of the compiler or linker: <c>./x.go:3:4: text</c>; places of others below it, likewise.</summary>
    public string OfCompiler(Diagnostic diagnostic, SourceFileTable sources)
    {
        if (diagnostic.Descriptor == Catalogue.WrongTestSignature)
        {
            return DiagnosticRenderer.Gc(diagnostic, sources); // told by the go command, which shortens the words of its tools only
        }
        // Not the folder of the place, which a line directive may have moved.
        string? package = Path.GetDirectoryName(sources.FileOf(diagnostic.Pos)?.Path ?? diagnostic.FilePath);
        return DiagnosticRenderer.Gc(WithShortFolders(diagnostic, sources), sources, path => ShortFolder(path, package));
    }

    // Places that the message itself names: "already declared at x.go:5:12".
    private Diagnostic WithShortFolders(Diagnostic diagnostic, SourceFileTable sources)
    {
        if (Path.GetDirectoryName(DiagnosticRenderer.PlaceOf(diagnostic, sources).File) is not { Length: > 0 } folder
            || !Path.IsPathRooted(folder))
        {
            return diagnostic;
        }
        string shown = Short(folder);
        return shown == folder ? diagnostic
            : diagnostic with { Message = diagnostic.Message.Replace($" {folder}{Path.DirectorySeparatorChar}",
                $" {shown}{Path.DirectorySeparatorChar}", StringComparison.Ordinal) };
    }

    /// <summary>A finding about packages that could not be loaded: <c>x.go:3:4: text</c>.</summary>
    public string OfLoader(Diagnostic diagnostic, SourceFileTable sources)
    {
        DiagnosticDescriptor descriptor = diagnostic.Descriptor;
        if (descriptor == Catalogue.InternalPackage && diagnostic.ImportStack.Count > 0)
        {
            return $"package {string.Join("\n\timports ", diagnostic.ImportStack)}\n\t{DiagnosticRenderer.Gc(diagnostic, sources, Short)}";
        }
        bool isOfFiles = descriptor == Catalogue.AllFilesExcluded || descriptor == Catalogue.NoGoFiles
            || (descriptor == Catalogue.CaseCollision && !diagnostic.Pos.IsValid);
        if (isOfFiles && diagnostic.ImportStack.Count > 1)
        {
            // It is the package at the end of the way that is at fault, not the import.
            string prefix = $"package {diagnostic.ImportStack[^1]}: ", message = diagnostic.Message;
            message = message.StartsWith(prefix, StringComparison.Ordinal) ? message[prefix.Length..] : message;
            return $"package {string.Join("\n\timports ", diagnostic.ImportStack)}: {message}";
        }
        // Messages that name folders or files themselves stand alone.
        if (descriptor == Catalogue.PatternNotFound || descriptor == Catalogue.UnreadableFile || descriptor == Catalogue.ImportCycle
            || descriptor == Catalogue.MixedPackages || (descriptor == Catalogue.ChecksumMismatch && diagnostic.FilePath is null)
            || (diagnostic is { Pos.IsValid: false, FileLine: 0 }
                && (descriptor == Catalogue.AllFilesExcluded || descriptor == Catalogue.NoGoFiles)))
        {
            return diagnostic.Message;
        }
        if ((descriptor == Catalogue.GoVersionTooNew || descriptor == Catalogue.ToolchainNotAvailable) && diagnostic.FileLine > 0)
        {
            return "go: " + diagnostic.Message;
        }
        if (descriptor == Catalogue.InvalidBuildConstraint)
        {
            diagnostic = diagnostic with { FileLine = 0 }; // Go's loader does not say where in the file
        }
        if (descriptor == Catalogue.InvalidImportPath && diagnostic.Pos.IsValid
            && diagnostic.Message.StartsWith("invalid import path: ", StringComparison.Ordinal))
        {
            return DiagnosticRenderer.Gc(diagnostic, sources); // the one message of the loader that has the whole path
        }
        if (descriptor == Catalogue.InvalidGodebug && diagnostic.FileLine > 0)
        {
            diagnostic = diagnostic with { FileColumn = 0 }; // it is the whole line that is wrong
        }
        return diagnostic.FilePath is { } path && Path.GetExtension(path) is (".mod" or ".work") ? OfModFile(diagnostic, path, sources)
            : DiagnosticRenderer.Gc(diagnostic, sources, Short);
    }

    /// <summary>Go tells the column only of what breaks the grammar, and above the first error which file cannot be read.</summary>
    private string OfModFile(Diagnostic diagnostic, string path, SourceFileTable sources)
    {
        if (diagnostic.FileColumn == 1 || diagnostic.Descriptor != Catalogue.ModFileSyntax)
        {
            diagnostic = diagnostic with { FileColumn = 0 };
        }
        string text = DiagnosticRenderer.Gc(diagnostic, sources, Short);
        string file = Path.GetFileName(path) is "go.work" and var work ? work : Short(path);
        return diagnostic.OpensFile ? $"go: {ModFileException.Heading(diagnostic.Descriptor, file)}\n{text}" : text;
    }

    /// <summary>A path from the working folder on, if that is shorter.</summary>
    public string Short(string path) => ShortPath.Of(path, workingDirectory);

    /// <summary>
    /// Go shortens the folders in what its compiler prints, the package's and those above it, so that a file of the working folder is
    /// <c>./x.go</c>.
    /// </summary>
    private string ShortFolder(string path, string? package)
    {
        for (string? folder = package; folder is not null && Path.IsPathRooted(path); folder = Path.GetDirectoryName(folder))
        {
            string relative = Short(folder);
            if (relative != folder && path.StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            {
                return relative + path[folder.Length..];
            }
        }
        return path;
    }
}
