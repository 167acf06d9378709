using System.Text;
using Go.Compiler.Diagnostics;

namespace Go.Compiler.Modules.Git;

internal sealed partial class GitModuleRepository
{
    // The module's folder at a version: the one its path says, or that of the major version below it; whichever has the go.mod file with
    // the right path.
    private (string Revision, string Folder, byte[]? GoMod) FindFolder(string version, CancellationToken cancellation)
    {
        string revision = CommitOf(version);
        string file = Join(_folder, "go.mod");
        byte[]? goMod = _git.ReadFile(revision, file, cancellation);
        string declared = ModulePathOf(goMod);
        // An old error: modules once were required under another name than gopkg.in's.
        bool isHere = goMod is not null && (IsMajor(declared)
            || (_pathMajor.Length == 0 && declared.StartsWith("gopkg.in/", StringComparison.Ordinal)));
        bool mayBeInMajorFolder = _pathMajor.StartsWith('/') && _rootPath != _path;
        if (mayBeInMajorFolder)
        {
            string folder = Join(_folder, _pathMajor[1..]), majorFile = folder + "/go.mod";
            byte[]? majorGoMod = _git.ReadFile(revision, majorFile, cancellation);
            string majorDeclared = ModulePathOf(majorGoMod);
            bool isThere = majorGoMod is not null && IsMajor(majorDeclared);
            if (isHere && isThere)
            {
                throw NotThere($"{_pathPrefix}/{file} and ...{_pathMajor}/go.mod both have ...{_pathMajor} module paths at revision {revision}");
            }
            if (isThere)
            {
                return (revision, folder, majorGoMod);
            }
            if (majorGoMod is not null)
            {
                throw NotThere(majorDeclared.Length == 0 ? $"{_rootPath}/{majorFile} is missing module path at revision {revision}"
                    : $"{_rootPath}/{majorFile} has non-...{_pathMajor} module path {GoText.Quote(majorDeclared)} at revision {revision}");
            }
        }
        if (isHere)
        {
            return (revision, _folder, goMod);
        }
        if (goMod is not null)
        {
            string suffix = mayBeInMajorFolder ? $" (and ...{_pathMajor}/go.mod does not exist)" : "";
            string wrong = $"module path {GoText.Quote(declared)}{suffix} at revision {revision}";
            throw NotThere(declared.Length == 0 ? $"{file} is missing module path{suffix} at revision {revision}"
                : _pathMajor.Length > 0 ? $"{file} has non-...{_pathMajor} {wrong}"
                : ModulePaths.SplitMajor(declared) is null ? $"{file} has malformed {wrong}"
                : $"{file} has post-{SemanticVersion.Major(version)} {wrong}");
        }
        if (_folder.Length == 0 && (_pathMajor.Length == 0 || _pathMajor.StartsWith('.')))
        {
            return (revision, "", null); // from before there were go.mod files
        }
        throw NotThere(mayBeInMajorFolder ? $"missing {_pathPrefix}/go.mod and ...{_pathMajor}/go.mod at revision {revision}"
            : $"missing {_pathPrefix}/go.mod at revision {revision}");
    }

    private static ModuleException NotThere(string problem) => new(Catalogue.ModuleNotFound, problem) { IsNotFound = true };

    private static string Join(string folder, string name) => folder.Length == 0 ? name : $"{folder}/{name}";

    private bool IsMajor(string declared)
    {
        if (declared.Length == 0 || ModulePaths.SplitMajor(declared) is not { } split)
        {
            return false;
        }
        return _pathMajor.Length == 0 ? ModulePaths.MajorPrefix(split.Major) is "" or "v0" or "v1"
            : split.Major.Length > 0 && split.Major[1..] == _pathMajor[1..];
    }

    private static string ModulePathOf(byte[]? goMod)
    {
        if (goMod is null)
        {
            return "";
        }
        try
        {
            return GoModFile.ParseLax("go.mod", Encoding.UTF8.GetString(goMod)).ModulePath;
        }
        catch (Files.ModFileException)
        {
            return ""; // the resolver says what is wrong with it
        }
    }
}
