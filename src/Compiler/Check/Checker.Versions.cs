using System.Globalization;
using Go.Compiler.Diagnostics;
using Go.Compiler.Syntax;
using Go.Compiler.Text;

namespace Go.Compiler.Check;

public sealed partial class Checker
{
    /// <summary>The newest language version this checker knows: go1.27.</summary>
    private const int NewestVersion = 27;

    /// <summary>Minor number of a language version, plus one so that 0 can mean "none": go1.22 and go1.22.3 give 23.</summary>
    internal static int ParseVersion(string? text)
    {
        if (text is null || !text.StartsWith("go1", StringComparison.Ordinal))
        {
            return 0;
        }
        if (text.Length == 3)
        {
            return 1;
        }
        if (text[3] != '.')
        {
            return 0;
        }
        int end = 4;
        while (end < text.Length && char.IsAsciiDigit(text[end]))
        {
            end++;
        }
        return int.TryParse(text.AsSpan(4, end - 4), NumberStyles.None, CultureInfo.InvariantCulture, out int minor) ? minor + 1 : 0;
    }

    /// <summary>The effective version of each file; reports versions that are too new and files of another package.</summary>
    private string[] CheckVersions()
    {
        int packageVersion = ParseVersion(_options.GoVersion);
        if (packageVersion > NewestVersion + 1 && _files.Count > 0)
        {
            Error(new Pos(_files[0].Source.Index, 1, 1), Catalogue.TooNew,
                $"package requires newer Go version go1.{packageVersion - 1} (application built with go1.{NewestVersion})");
        }
        var versions = new string[_files.Count];
        for (int i = 0; i < versions.Length; i++)
        {
            SyntaxFile file = _files[i];
            versions[i] = _options.GoVersion;
            int fileVersion = ParseVersion(file.GoVersion);
            if (fileVersion > 0)
            {
                // A file may ask for an older version than its package, but not one before per-file versions existed.
                const int OldestFileVersion = 21;
                versions[i] = "go1." + Math.Max(fileVersion - 1, OldestFileVersion).ToString(CultureInfo.InvariantCulture);
                if (fileVersion > NewestVersion + 1)
                {
                    Error(file.PackageName, Catalogue.TooNew, $"file requires newer Go version go1.{fileVersion - 1}");
                }
            }
        }
        return versions;
    }

    /// <summary>Whether the language version in force has what came with go1.<paramref name="minor"/>.</summary>
    private bool AllowsVersion(int minor) => _environment.Version == 0 || _environment.Version > minor;

    private bool VerifyVersion(SyntaxNode at, int minor, string what) => VerifyVersion(SyntaxPositions.StartOf(at), minor, what);

    private bool VerifyVersion(Pos at, int minor, string what)
    {
        if (AllowsVersion(minor))
        {
            return true;
        }
        VersionError(at, minor, what);
        return false;
    }

    private void VersionError(Pos at, int minor, string what)
    {
        Error(at, Catalogue.UnsupportedFeature, $"{what} requires go1.{minor} or later");
    }

    /// <summary>Says where the language version comes from, if the message is about it.</summary>
    private string WithVersionHint(Pos pos, string message)
    {
        int start = message.IndexOf(" requires go1.", StringComparison.Ordinal);
        if (start < 0)
        {
            start = message.IndexOf(": requires go1.", StringComparison.Ordinal);
        }
        if (start < 0 || _options.IsCheckerTest || message.IndexOf(" or later", start, StringComparison.Ordinal) < 0)
        {
            return message;
        }
        SyntaxFile? file = FileOf(pos);
        int index = 0;
        while (index < _files.Count && !ReferenceEquals(_files[index], file))
        {
            index++;
        }
        return index < _files.Count && file!.GoVersion is { } declared && declared == _fileVersions[index]
            ? $"{message} (file declares //go:build {declared})"
            : $"{message} (-lang was set to {_options.GoVersion}; check go.mod)";
    }

    private SyntaxFile? FileOf(Pos pos)
    {
        foreach (SyntaxFile file in _files)
        {
            if (file.Source.Index == pos.File)
            {
                return file;
            }
        }
        return null;
    }
}
