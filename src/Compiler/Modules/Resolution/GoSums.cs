using Go.Compiler.Diagnostics;
using Go.Compiler.Modules.Checksums;

namespace Go.Compiler.Modules.Resolution;

/// <summary>
/// The checksums of a build: those of the go.sum file that it writes (of a workspace: go.work.sum), those of a workspace's modules, and
/// those seen since. Thread-safe.
/// </summary>
internal sealed class GoSums : IRecordedSums
{
    private readonly Lock _lock = new();
    private readonly string _filePath, _fileName;
    private readonly GoSumFile _own;
    private readonly List<(string Path, GoSumFile File)> _ofModules = [];
    private readonly HashSet<(ModuleVersion Module, string Hash)> _added = [], _dropped = [];
    private readonly bool _isEnabled, _repairs;

    /// <param name="filePath">Empty outside of modules: nothing is recorded then.</param>
    /// <param name="ofModules">go.sum files of a workspace's modules.</param>
    /// <param name="repairs">Malformed lines of the file that is written are dropped.</param>
    public GoSums(ModuleFiles files, string filePath, IEnumerable<string> ofModules, bool repairs)
    {
        (_filePath, _fileName) = (filePath, Path.GetFileName(filePath));
        _isEnabled = filePath.Length > 0;
        _repairs = repairs;
        _own = _isEnabled ? Read(files, filePath, repairs) : new GoSumFile();
        foreach (string path in ofModules)
        {
            _ofModules.Add((path, Read(files, path)));
        }
    }

    private static GoSumFile Read(ModuleFiles files, string path, bool repairs = false)
        => files.Read(path) is { } content ? GoSumFile.Parse(path, content, repairs) : new GoSumFile();

    public bool IsEnabled => _isEnabled;

    public IReadOnlyList<RecordedSum> Of(ModuleVersion module)
    {
        lock (_lock)
        {
            var all = new List<RecordedSum>();
            foreach ((string path, GoSumFile file) in _ofModules)
            {
                file.AddSums(module, path, all);
            }
            _own.AddSums(module, _fileName, all);
            return all;
        }
    }

    public void Add(ModuleVersion module, string hash)
    {
        lock (_lock)
        {
            if (!_own.Sums(module).Contains(hash))
            {
                _own.Add(module, hash);
                _added.Add((module, hash));
            }
        }
    }

    /// <summary>Some hash of a module, or of a go.mod file, is recorded; without a file to record it, every one is.</summary>
    public bool Has(ModuleVersion module)
    {
        lock (_lock)
        {
            return !_isEnabled || _own.Has(module) || _ofModules.Exists(f => f.File.Has(module));
        }
    }

    /// <summary>The hash that the files had, if they had one and no other; not one that this run added.</summary>
    public string? Recorded(ModuleVersion module)
    {
        lock (_lock)
        {
            string[] hashes = [.. _ofModules.SelectMany(f => f.File.Sums(module))
                .Concat(_own.Sums(module).Where(h => !_added.Contains((module, h))))
                .Where(h => h.StartsWith("h1:", StringComparison.Ordinal)).Distinct()];
            return hashes.Length == 1 ? hashes[0] : null;
        }
    }

    /// <summary>Any hash that is known, from a file or from this run.</summary>
    public string? Known(ModuleVersion module) => Of(module).FirstOrDefault(s => s.Hash.StartsWith("h1:", StringComparison.Ordinal))?.Hash;

    /// <summary>Marks what is not kept as not wanted any more.</summary>
    public void Trim(HashSet<ModuleVersion> keep)
    {
        lock (_lock)
        {
            foreach (ModuleVersion module in _own.Modules.Where(m => !keep.Contains(m)))
            {
                foreach (string hash in _own.Sums(module))
                {
                    _dropped.Add((module, hash));
                }
            }
        }
    }

    private bool InModules(ModuleVersion module) => _ofModules.Exists(f => f.File.Has(module));

    private bool IsWritten(ModuleVersion module, string hash, HashSet<ModuleVersion> keep)
        => !_dropped.Contains((module, hash)) && (!_added.Contains((module, hash)) || keep.Contains(module)) && !InModules(module);

    /// <summary>The file's bytes before and as they would be written.</summary>
    public (byte[] Before, byte[] After) Tidied(ModuleFiles files, HashSet<ModuleVersion> keep)
    {
        lock (_lock)
        {
            return (files.Read(_filePath) ?? [], Formatted(keep));
        }
    }

    private byte[] Formatted(HashSet<ModuleVersion> keep)
    {
        var file = new GoSumFile();
        foreach (ModuleVersion module in _own.Modules)
        {
            foreach (string hash in _own.Sums(module).Where(h => IsWritten(module, h, keep)))
            {
                file.Add(module, hash);
            }
        }
        return file.Format();
    }

    /// <summary>Writes the file if sums were added that are kept, or such were dropped that are not.</summary>
    /// <param name="lockOut">Keeps other processes from writing the file until what it returns is disposed of.</param>
    /// <exception cref="ModuleException">The file would change and may not.</exception>
    public void Write(HashSet<ModuleVersion> keep, ModuleFiles files, bool isReadOnly, Func<IDisposable?> lockOut)
    {
        lock (_lock)
        {
            bool isChanged = _dropped.Count > 0 || _added.Any(a => keep.Contains(a.Module));
            if (!_isEnabled || !isChanged)
            {
                return;
            }
            if (isReadOnly)
            {
                throw new ModuleException(Catalogue.GoModNeedsUpdate, "updates to go.sum needed, disabled by -mod=readonly");
            }
            if (files.IsReplaced(_filePath))
            {
                throw new ModuleException(Catalogue.GoModNeedsUpdate,
                    "updates to go.sum needed, but go.sum is part of the overlay specified with -overlay");
            }
            using (lockOut())
            {
                AddOthers();
                AtomicFile.Write(_filePath, Formatted(keep));
            }
            foreach ((ModuleVersion module, string hash) in _added.Where(a => keep.Contains(a.Module)).ToArray())
            {
                _added.Remove((module, hash));
            }
            _own.Trim(m => !_own.Sums(m).Any(h => _dropped.Contains((m, h))));
            _dropped.Clear();
        }
    }

    // Sums that another process has written since the file was read are as good as ours.
    private void AddOthers()
    {
        if (!File.Exists(_filePath))
        {
            return;
        }
        GoSumFile now = GoSumFile.Parse(_filePath, File.ReadAllBytes(_filePath), _repairs);
        foreach (ModuleVersion module in now.Modules)
        {
            foreach (string hash in now.Sums(module).Where(h => !_own.Sums(module).Contains(h)))
            {
                _own.Add(module, hash);
            }
        }
    }
}
