using System.Collections.Concurrent;
using Go.Compiler.Ir;
using Go.Compiler.Text;
using Go.Compiler.Types;

namespace Go.Compiler.ExportData;

/// <summary>
/// All packages of a session, each exactly once: checked here, or read lazily from the interface part of an earlier compilation.
/// Thread-safe. Test variants of packages (same path, other files) need a table of their own, which shares the rest with another one.
/// </summary>
/// <param name="files">Source files of the session: positions of imported objects are registered here by their display paths.</param>
/// <param name="load">Bytes of the interface part of a package that was not added, or null if there is none.</param>
public sealed class PackageTable(SourceFileTable files, Func<string, byte[]?> load)
{
    private sealed record Entry(Package Package, ExportReader? Reader, Func<Function, IrFunction?>? Bodies);

    private readonly ConcurrentDictionary<string, Lazy<Entry>> _entries = new(StringComparer.Ordinal);

    internal SourceFileTable Files => files;

    /// <summary>
    /// Adds a package that was checked in this session. <paramref name="bodyOf"/> gives the bodies that importers may use, as <see
    /// cref="ExportWriter.Write"/> takes it.
    /// </summary>
    public void Add(Package package, Func<Function, IrFunction?> bodyOf)
    {
        if (!_entries.TryAdd(package.Path, new Lazy<Entry>(new Entry(package, null, bodyOf))))
        {
            throw Diagnostics.Unexpected.State($"package {package.Path} added twice");
        }
    }

    /// <summary>Adds a package from its interface part and returns it.</summary>
    /// <exception cref="ExportDataException">The bytes are damaged.</exception>
    public Package Add(byte[] interfacePart)
    {
        ExportReader reader = Guard(() => new ExportReader(interfacePart, this));
        if (!_entries.TryAdd(reader.Package.Path, new Lazy<Entry>(new Entry(reader.Package, reader, reader.BodyOf))))
        {
            throw Diagnostics.Unexpected.State($"package {reader.Package.Path} added twice");
        }
        return reader.Package;
    }

    /// <summary>
    /// The table that has a package which this one shares with it; null when this one has its own. Asked for packages that were not added.
    /// </summary>
    public Func<string, PackageTable?> SharedWith { get; init; } = static _ => null;

    /// <summary>Shares an entry of another table.</summary>
    public void AddShared(PackageTable other, string path) => _entries.TryAdd(path, other._entries[path]);

    /// <summary>A package of the table, or null.</summary>
    public Package? Find(string path) => path == "unsafe" ? Universe.Unsafe : Known(path)?.Value.Package;

    private Lazy<Entry>? Known(string path) => _entries.TryGetValue(path, out Lazy<Entry>? e) ? e : SharedWith(path)?.Known(path);

    /// <summary>A package by path, loaded if need be.</summary>
    /// <exception cref="ExportDataException">There is no interface part, or it is damaged.</exception>
    public Package Import(string path)
    {
        if (path == "unsafe")
        {
            return Universe.Unsafe;
        }
        if (_entries.TryGetValue(path, out Lazy<Entry>? known))
        {
            return known.Value.Package;
        }
        if (SharedWith(path) is { } other)
        {
            return other.Import(path);
        }
        Lazy<Entry> entry = _entries.GetOrAdd(path, p => new Lazy<Entry>(() => Load(p)));
        try
        {
            return entry.Value.Package;
        }
        catch (ExportDataException)
        {
            // Leaves the place to the package once it is rebuilt.
            _entries.TryRemove(KeyValuePair.Create(path, entry));
            throw;
        }
    }

    private Entry Load(string path)
    {
        byte[] bytes = load(path) ?? throw new ExportDataException($"no interface part of package {path}");
        ExportReader reader = Guard(() => new ExportReader(bytes, this));
        return reader.Package.Path == path
            ? new Entry(reader.Package, reader, reader.BodyOf)
            : throw new ExportDataException($"interface part of package {reader.Package.Path} in the place of {path}");
    }

    internal ExportReader? ReaderOf(Package package) => Known(package.Path)?.Value.Reader;

    /// <summary>
    /// The bound tree of a function or method (of an instance: of its origin) of any package of the table, or null when its package does
    /// not give it away. Shared between threads: not to be changed.
    /// </summary>
    public IrFunction? BodyOf(Function function)
    {
        Function origin = function.Origin;
        return origin.Package is { } p && Known(p.Path) is { } e ? Guard(() => e.Value.Bodies?.Invoke(origin)) : null;
    }

    private static T Guard<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is ArgumentException or IndexOutOfRangeException or OverflowException or InvalidCastException)
        {
            throw new ExportDataException("damaged interface part", e);
        }
    }
}
