using System.Text;

namespace Go.Compiler.Modules.Resolution;

/// <summary>
/// Reads the go.mod files of dependencies that look as the go command writes them, straight from their bytes: a graph is made of hundreds.
/// What it does not know for certain (quotes, retractions, odd characters, mistakes) it leaves to <see cref="GoModFile.ParseLax"/>.
/// Versions that many files name are checked and kept once. Thread-safe.
/// </summary>
internal sealed class PlainGoMod
{
    private readonly Lock _lock = new();
    private Entry?[] _entries = new Entry?[1024]; // chains; the length is a power of two
    private int _count;

    /// <summary>A requirement as it is written (<c>path version</c>), and what it means.</summary>
    private sealed record Entry(byte[] Text, int Hash, ModuleVersion Module, Entry? Next);

    /// <summary>The words of a line, without its comment.</summary>
    private ref struct Words
    {
        public ReadOnlySpan<byte> First, Second, Third;

        /// <summary>From the first byte of the next to last word to the last byte of the last.</summary>
        public ReadOnlySpan<byte> LastTwo;
        public int Count;
    }

    /// <summary>What a file says, or null where that is not for certain.</summary>
    public ModFileSummary? Read(ReadOnlySpan<byte> text)
    {
        // Deprecations are comments, which are passed over here.
        if (text.IndexOf("Deprecated:"u8) >= 0)
        {
            return null;
        }
        string path = "", go = "";
        var requirements = new List<ModuleVersion>();
        ReadOnlySpan<byte> block = default; // the verb of the block that the line is in
        while (text.Length > 0)
        {
            int end = text.IndexOf((byte)'\n');
            ReadOnlySpan<byte> line = (end < 0 ? text : text[..end]).Trim(" \t"u8);
            text = end < 0 ? default : text[(end + 1)..];
            if (line.SequenceEqual(")"u8) && block.Length > 0)
            {
                block = default;
                continue;
            }
            bool opens = block.Length == 0 && line.EndsWith(" ("u8);
            if (!Split(opens ? line[..^2] : line, out Words words))
            {
                return null;
            }
            if (words.Count == 0)
            {
                continue;
            }
            ReadOnlySpan<byte> verb = block.Length > 0 ? block : words.First;
            int arguments = words.Count - (block.Length > 0 ? 0 : 1);
            if (opens)
            {
                if (arguments != 0 || !(verb.SequenceEqual("require"u8) || IsOfMainModules(verb)))
                {
                    return null;
                }
                block = verb;
            }
            else if (verb.SequenceEqual("require"u8))
            {
                bool isInBlock = block.Length > 0;
                ReadOnlySpan<byte> required = isInBlock ? words.First : words.Second, version = isInBlock ? words.Second : words.Third;
                if (arguments != 2 || Requirement(words.LastTwo, required, version) is not { } module)
                {
                    return null;
                }
                requirements.Add(module);
            }
            else if (verb.SequenceEqual("module"u8) && arguments == 1 && path.Length == 0)
            {
                path = Encoding.ASCII.GetString(words.Second);
            }
            else if (verb.SequenceEqual("go"u8) && arguments == 1 && go.Length == 0)
            {
                go = Encoding.ASCII.GetString(words.Second);
                if (GoVersion.Parse(go) is null)
                {
                    return null;
                }
            }
            else if (!IsOfMainModules(verb))
            {
                return null;
            }
        }
        return block.Length == 0 ? ModFileSummary.Of(path, go, requirements) : null;
    }

    /// <summary>Lines that say nothing in a dependency.</summary>
    private static bool IsOfMainModules(ReadOnlySpan<byte> verb)
        => verb.SequenceEqual("exclude"u8) || verb.SequenceEqual("replace"u8) || verb.SequenceEqual("toolchain"u8)
            || verb.SequenceEqual("tool"u8) || verb.SequenceEqual("godebug"u8);

    private static bool Split(ReadOnlySpan<byte> line, out Words words)
    {
        words = default;
        int at = 0, before = 0;
        while (at < line.Length)
        {
            if (line[at] is (byte)' ' or (byte)'\t')
            {
                at++;
                continue;
            }
            int start = at;
            while (at < line.Length && IsPlain(line[at]))
            {
                at++;
            }
            ReadOnlySpan<byte> word = line[start..at];
            if (word.StartsWith("//"u8))
            {
                return true; // whatever comes then
            }
            if (word.Length == 0 || word.IndexOf("//"u8) >= 0 || (at < line.Length && line[at] is not ((byte)' ' or (byte)'\t')))
            {
                return false;
            }
            words.Count++;
            switch (words.Count)
            {
                case 1:
                    words.First = word;
                    break;
                case 2:
                    words.Second = word;
                    break;
                case 3:
                    words.Third = word;
                    break;
            }
            words.LastTwo = line[(words.Count == 1 ? start : before)..at];
            before = start;
        }
        return true;
    }

    private static bool IsPlain(byte c)
        => char.IsAsciiLetterOrDigit((char)c) || (char)c is '.' or '/' or '-' or '_' or '~' or '+' or '=' or '>';

    private ModuleVersion? Requirement(ReadOnlySpan<byte> text, ReadOnlySpan<byte> path, ReadOnlySpan<byte> version)
    {
        int hash = 0;
        foreach (byte c in text)
        {
            hash = (hash * 31) + c;
        }
        lock (_lock)
        {
            for (Entry? entry = _entries[hash & (_entries.Length - 1)]; entry is not null; entry = entry.Next)
            {
                if (entry.Hash == hash && text.SequenceEqual(entry.Text))
                {
                    return entry.Module;
                }
            }
            var module = new ModuleVersion(Encoding.ASCII.GetString(path), Encoding.ASCII.GetString(version));
            bool isCanonical = SemanticVersion.CanonicalModule(module.Version) == module.Version;
            if (!isCanonical || ModuleVersions.Problem(module.Path, module.Version) is not null)
            {
                return null;
            }
            Add(new Entry(text.ToArray(), hash, module, null));
            return module;
        }
    }

    private void Add(Entry added)
    {
        if (++_count > _entries.Length)
        {
            Entry?[] old = _entries;
            _entries = new Entry?[old.Length * 2];
            foreach (Entry? chain in old)
            {
                for (Entry? entry = chain; entry is not null; entry = entry.Next)
                {
                    Put(entry);
                }
            }
        }
        Put(added);
    }

    private void Put(Entry entry)
    {
        ref Entry? chain = ref _entries[entry.Hash & (_entries.Length - 1)];
        chain = entry with { Next = chain };
    }
}
