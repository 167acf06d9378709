using System.Buffers.Binary;
using Go.Compiler.Collections;
using Go.Compiler.Ir;
using Go.Compiler.Text;
using Go.Compiler.Types;

namespace Go.Compiler.ExportData;

/// <summary>
/// The objects of one package, made from its interface part when first asked for. All making happens under one lock per package; packages
/// refer only to packages they import, so locks are taken in one direction.
/// </summary>
internal sealed partial class ExportReader
{
    private readonly byte[] _bytes;
    private readonly (int Start, int End)[] _sections;
    private readonly PackageTable _table;
    private readonly Lock _lock = new();

    private readonly string?[] _strings;
    private readonly Package?[] _packages;
    private readonly GoType?[] _types;
    private readonly GoObject?[] _objects;
    private readonly GoObject?[] _foreign;
    private readonly int[] _files;
    private readonly EntityList<(string Path, EntityList<LineDirective> Lines)> _fileEntries = [];
    private readonly Dictionary<string, int> _extraFiles = new(StringComparer.Ordinal);

    public ExportReader(byte[] bytes, PackageTable table)
    {
        _bytes = bytes;
        _table = table;
        _sections = ExportFormat.Open(bytes);
        _strings = new string?[Words(Section.StringEnds)];
        _packages = new Package?[Words(Section.PackageReferences)];
        _types = new GoType?[Words(Section.TypeStarts)];
        _objects = new GoObject?[Words(Section.Objects) / 4];
        _foreign = new GoObject?[Words(Section.ForeignObjects) / 3];
        Package = ReadPackage();
        ReadFiles();
        _files = new int[_fileEntries.Count];
    }

    public Package Package { get; }

    /// <summary>Paths of the packages that this one imports directly.</summary>
    public IReadOnlyList<string> ImportPaths { get; private set; } = [];

    private int Words(Section section) => (_sections[(int)section].End - _sections[(int)section].Start) / 4;

    private int Word(Section section, int index)
    {
        (int start, int end) = _sections[(int)section];
        int at = start + index * 4;
        return index >= 0 && at + 4 <= end ? BinaryPrimitives.ReadInt32LittleEndian(_bytes.AsSpan(at)) : throw ByteCursor.Damaged();
    }

    private ByteCursor Cursor(Section section, int offset)
    {
        (int start, int end) = _sections[(int)section];
        return offset >= 0 && start + offset <= end ? new ByteCursor(_bytes, start + offset, end) : throw ByteCursor.Damaged();
    }

    private Package ReadPackage()
    {
        ByteCursor r = Cursor(Section.Package, 0);
        string path = r.Text();
        Package p = new(path, r.Text())
        {
            GoVersion = r.Text(),
            IsRuntimePackage = r.Bool(),
            IsComplete = true,
            ImportLoader = () => [.. ImportPaths.Select(_table.Import)],
        };
        string[] imports = new string[r.ListLength()];
        for (int i = 0; i < imports.Length; i++)
        {
            imports[i] = r.Text();
        }
        ImportPaths = imports;
        p.Scope.Load(LookupName, NamesInScope);
        return p;
    }

    private void ReadFiles()
    {
        ByteCursor r = Cursor(Section.Files, 0);
        for (int n = r.ListLength(); n > 0; n--)
        {
            string path = r.Text();
            EntityList<LineDirective> lines = [];
            for (int d = r.ListLength(); d > 0; d--)
            {
                int line = r.Count(), column = r.Count();
                string file = r.Text();
                int newLine = r.Count();
                lines.Add(new LineDirective(line, column, file, newLine, r.Count()));
            }
            _fileEntries.Add((path, lines));
        }
    }

    public string String(int index)
    {
        if ((uint)index >= (uint)_strings.Length)
        {
            throw ByteCursor.Damaged();
        }
        if (_strings[index] is { } known)
        {
            return known;
        }
        int start = index == 0 ? 0 : Word(Section.StringEnds, index - 1), end = Word(Section.StringEnds, index);
        (int low, int high) = _sections[(int)Section.StringData];
        if (start < 0 || end < start || low + end > high)
        {
            throw ByteCursor.Damaged();
        }
        return _strings[index] = NameTable.Share(_bytes.AsSpan(low + start, end - start));
    }

    /// <summary>Package by number: 0 is none.</summary>
    public Package? PackageAt(int number)
    {
        if (number == 0)
        {
            return null;
        }
        if ((uint)(number - 1) >= (uint)_packages.Length)
        {
            throw ByteCursor.Damaged();
        }
        if (_packages[number - 1] is { } known)
        {
            return known;
        }
        string path = String(Word(Section.PackageReferences, number - 1));
        return _packages[number - 1] = path == Package.Path ? Package : _table.Import(path);
    }

    /// <summary>A position by its slot.</summary>
    public Pos Position(int slot)
    {
        int file = Word(Section.Positions, slot * 3), line = Word(Section.Positions, slot * 3 + 1),
            column = Word(Section.Positions, slot * 3 + 2);
        if (file == 0)
        {
            return line == 0 ? default : new Pos(0, line, column);
        }
        if ((uint)(file - 1) >= (uint)_files.Length)
        {
            throw ByteCursor.Damaged();
        }
        if (_files[file - 1] == 0)
        {
            (string path, EntityList<LineDirective> lines) = _fileEntries[file - 1];
            SourceFile source = _table.Files.Add(path, path, []);
            source.LineDirectives.AddRange(lines);
            _files[file - 1] = source.Index;
        }
        return new Pos(_files[file - 1], line, column);
    }

    /// <summary>Index of a source file that only a body mentions.</summary>
    public int FileOf(string displayPath)
    {
        if (!_extraFiles.TryGetValue(displayPath, out int index))
        {
            _extraFiles.Add(displayPath, index = _table.Files.Add(displayPath, displayPath, []).Index);
        }
        return index;
    }

    private GoObject? LookupName(string name)
    {
        lock (_lock)
        {
            int low = 0, high = Words(Section.Scope) - 1;
            while (low <= high)
            {
                int middle = (low + high) / 2, number = Word(Section.Scope, middle);
                int order = string.CompareOrdinal(String(Word(Section.Objects, number * 4)), name);
                if (order == 0)
                {
                    return Own(number);
                }
                (low, high) = order < 0 ? (middle + 1, high) : (low, middle - 1);
            }
            return null;
        }
    }

    /// <summary>
    /// Names of the objects in an interface part, in ordinal order: the exported ones, and those that types and bodies of theirs refer to.
    /// </summary>
    /// <exception cref="ExportDataException">The bytes are damaged.</exception>
    public static IReadOnlyList<string> NamesOf(byte[] interfacePart)
        => new ExportReader(interfacePart, new PackageTable(new SourceFileTable(), _ => null)).NamesInScope();

    private string[] NamesInScope()
    {
        lock (_lock)
        {
            string[] names = new string[Words(Section.Scope)];
            for (int i = 0; i < names.Length; i++)
            {
                names[i] = String(Word(Section.Objects, Word(Section.Scope, i) * 4));
            }
            return names;
        }
    }

    /// <summary>A local type by name and number, or null.</summary>
    internal TypeName? LocalType(string name, int localIndex)
    {
        lock (_lock)
        {
            for (int i = 0; i < _objects.Length; i++)
            {
                if (Word(Section.Objects, i * 4 + 1) == localIndex && String(Word(Section.Objects, i * 4)) == name)
                {
                    return Own(i) as TypeName;
                }
            }
            return null;
        }
    }

    /// <summary>An object by reference: even numbers are of this package.</summary>
    public GoObject Object(int reference)
    {
        int number = reference >> 1;
        if ((reference & 1) == 0)
        {
            return Own(number);
        }
        if ((uint)number >= (uint)_foreign.Length)
        {
            throw ByteCursor.Damaged();
        }
        if (_foreign[number] is { } known)
        {
            return known;
        }
        Package package = PackageAt(Word(Section.ForeignObjects, number * 3) + 1)!;
        string name = String(Word(Section.ForeignObjects, number * 3 + 1));
        int local = Word(Section.ForeignObjects, number * 3 + 2);
        GoObject? o = local == 0 ? package.Scope.Lookup(name)
            : package.LocalType(name, local) ?? _table.ReaderOf(package)?.LocalType(name, local);
        return _foreign[number] = o ?? throw new ExportDataException($"{package.Path}.{name} is gone");
    }

    private readonly Dictionary<Function, int> _bodies = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<Function, IrFunction> _readBodies = new(ReferenceEqualityComparer.Instance);

    /// <summary>The bound tree of a function of this package, or null when importers do not get it.</summary>
    public IrFunction? BodyOf(Function f)
    {
        lock (_lock)
        {
            if (_readBodies.TryGetValue(f, out IrFunction? read))
            {
                return read;
            }
            if (!_bodies.TryGetValue(f, out int number))
            {
                return null;
            }
            read = IrReader.Read(this, Cursor(Section.BodyData, Word(Section.BodyStarts, number - 1)));
            _readBodies.Add(f, read);
            return read;
        }
    }
}
