using System.Text;

namespace Go.Compiler.Modules;

/// <summary>
/// The checksums of a go.sum file. A line is <c>path version hash</c>; the version <c>v1.0.0/go.mod</c> is that of the version's go.mod
/// file alone. Not thread-safe.
/// </summary>
internal sealed class GoSumFile
{
    private readonly Dictionary<ModuleVersion, List<string>> _sums = [];
    private List<ModuleVersion>? _sorted;

    /// <summary>Something was added or removed since it was read.</summary>
    public bool IsChanged { get; private set; }

    /// <summary>All modules and files that it has sums for, in the order of the file.</summary>
    public IReadOnlyList<ModuleVersion> Modules
    {
        get
        {
            if (_sorted is null)
            {
                _sorted = [.. _sums.Keys];
                _sorted.Sort(ModuleVersions.Order);
            }
            return _sorted;
        }
    }

    /// <summary>The name under which the sum of a version's go.mod file is kept.</summary>
    public static ModuleVersion GoModOf(ModuleVersion module) => module with { Version = module.Version + "/go.mod" };

    /// <param name="passesMalformed">Lines that are none are passed by: the file is written anew.</param>
    /// <exception cref="ModuleException">A line is malformed.</exception>
    public static GoSumFile Parse(string filePath, ReadOnlySpan<byte> content, bool passesMalformed = false)
    {
        var file = new GoSumFile();
        int number = 0;
        bool isRepaired = false;
        foreach (string line in Encoding.UTF8.GetString(content).Split('\n'))
        {
            number++;
            string[] words = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            if (words.Length == 0)
            {
                continue; // merges by hand leave such
            }
            if (words.Length != 3)
            {
                if (passesMalformed)
                {
                    isRepaired = true;
                    continue;
                }
                throw new ModuleException(Diagnostics.Catalogue.MalformedGoSum,
                    $"malformed go.sum:\n{filePath}:{number}: wrong number of fields {words.Length}");
            }
            // A go.mod file that does not exist had a sum once, which says nothing.
            if (words[2] != EmptyGoModHash)
            {
                file.AddTo(new ModuleVersion(words[0], words[1]), words[2]);
            }
        }
        file.IsChanged = isRepaired;
        return file;
    }

    private const string EmptyGoModHash = "h1:G7mAYYxgmS0lVkHyy2hEOLQCFB0DlQFTMLWggykrydY=";

    /// <summary>There is a hash of the kind that is known.</summary>
    public bool Has(ModuleVersion module)
        => _sums.TryGetValue(module, out List<string>? sums) && sums.Exists(h => h.StartsWith("h1:", StringComparison.Ordinal));

    /// <summary>The hashes of a module or file, those with other prefixes than <c>h1:</c> too.</summary>
    public IReadOnlyList<string> Sums(ModuleVersion module) => _sums.TryGetValue(module, out List<string>? sums) ? sums : [];

    /// <summary>Adds the hashes of a module or file to a list, under the name that the file has in messages.</summary>
    public void AddSums(ModuleVersion module, string name, List<Checksums.RecordedSum> list)
    {
        if (_sums.TryGetValue(module, out List<string>? sums))
        {
            foreach (string hash in sums)
            {
                list.Add(new Checksums.RecordedSum(name, hash));
            }
        }
    }

    public void Add(ModuleVersion module, string hash) => IsChanged |= AddTo(module, hash);

    private bool AddTo(ModuleVersion module, string hash)
    {
        if (!_sums.TryGetValue(module, out List<string>? sums))
        {
            _sums.Add(module, [hash]);
            _sorted = null;
            return true;
        }
        if (sums.Contains(hash))
        {
            return false;
        }
        sums.Add(hash);
        return true;
    }

    /// <summary>Removes what is not to be kept.</summary>
    public void Trim(Func<ModuleVersion, bool> keeps)
    {
        foreach (ModuleVersion module in Modules.Where(m => !keeps(m)).ToArray())
        {
            _sums.Remove(module);
            _sorted = null;
            IsChanged = true;
        }
    }

    /// <summary>The file, sorted by path and version.</summary>
    public byte[] Format()
    {
        var text = new StringBuilder();
        foreach (ModuleVersion module in Modules)
        {
            foreach (string hash in _sums[module].Order(StringComparer.Ordinal))
            {
                text.Append(module.Path).Append(' ').Append(module.Version).Append(' ').Append(hash).Append('\n');
            }
        }
        return Encoding.UTF8.GetBytes(text.ToString());
    }
}
