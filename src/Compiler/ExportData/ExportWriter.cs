using Go.Compiler.Collections;
using Go.Compiler.Diagnostics;
using Go.Compiler.Ir;
using Go.Compiler.Text;
using Go.Compiler.Types;

namespace Go.Compiler.ExportData;

/// <summary>
/// Writes the interface part of a checked package: exported objects and all that they refer to, directly, through types or through function
/// bodies that importers may need. What nothing refers to stays out, so that changing it changes no hash. Numbers are given in order of
/// first reference from the sorted exported names: equal packages give equal bytes.
/// </summary>
public sealed partial class ExportWriter
{
    private readonly Package _package;
    private readonly SourceFileTable _files;
    private readonly Func<Function, IrFunction?> _bodyOf;
    private readonly Func<IrFunction, bool>? _keepsLines;
    private readonly ByteWriter[] _sections = new ByteWriter[ExportFormat.SectionCount];

    private readonly Dictionary<string, int> _strings = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _packages = new(StringComparer.Ordinal);
    private readonly Dictionary<GoObject, int> _objects = new(ReferenceEqualityComparer.Instance),
        _foreign = new(ReferenceEqualityComparer.Instance);
    private readonly List<GoObject> _objectOrder = [];
    private readonly EntityList<int> _objectStarts = [];
    private readonly Dictionary<GoType, int> _types = new(SpellingComparer.Instance);
    private readonly List<GoType> _typeOrder = [];
    private readonly List<IrFunction> _bodyOrder = [];
    private readonly Dictionary<int, int> _fileSlots = [];

    private ExportWriter(Package package, SourceFileTable files, Func<Function, IrFunction?> bodyOf, Func<IrFunction, bool>? keepsLines)
    {
        _package = package;
        _files = files;
        _bodyOf = bodyOf;
        _keepsLines = keepsLines;
        for (int i = 0; i < _sections.Length; i++)
        {
            _sections[i] = new ByteWriter();
        }
        for (int i = 0; i < ExportFormat.KnownTypes.Count; i++)
        {
            _types.Add(ExportFormat.KnownTypes[i], i);
        }
    }

    /// <summary>
    /// The interface part. <paramref name="bodyOf"/> gives the bound tree of functions and methods whose bodies importers may need (generic
    /// and inlinable ones), null for others. Escape tags and other attributes must be final. Bodies for which <paramref name="keepsLines"/>
    /// is true become code of importers, line tables included: their lines are under the interface hash.
    /// </summary>
    public static ExportedPackage Write(Package package, SourceFileTable files, Func<Function, IrFunction?> bodyOf,
        Func<IrFunction, bool>? keepsLines = null)
        => new ExportWriter(package, files, bodyOf, keepsLines).Run();

    private ByteWriter In(Section section) => _sections[(int)section];

    private ExportedPackage Run()
    {
        WritePackage();
        foreach (string name in _package.Scope.SortedNames())
        {
            if (GoObject.IsExportedName(name))
            {
                Reference(_package.Scope.Lookup(name)!);
            }
        }
        // References are queued: each round may find new objects, types and bodies.
        int objects = 0, types = 0, bodies = 0;
        while (objects < _objectOrder.Count || types < _typeOrder.Count || bodies < _bodyOrder.Count)
        {
            for (; objects < _objectOrder.Count; objects++)
            {
                WriteObject(_objectOrder[objects]);
            }
            for (; types < _typeOrder.Count; types++)
            {
                In(Section.TypeStarts).Int32(In(Section.TypeData).Length);
                WriteType(_typeOrder[types]);
            }
            for (; bodies < _bodyOrder.Count; bodies++)
            {
                In(Section.BodyStarts).Int32(In(Section.BodyData).Length);
                new IrWriter(this, _bodyOrder[bodies]).Write(In(Section.BodyData));
            }
        }
        WriteObjectIndex();
        WriteBodyLines();
        WriteFiles();
        string[] references = [.. _packages.Keys.Where(p => p != _package.Path)];
        Array.Sort(references, string.CompareOrdinal);
        return ExportFormat.Assemble(_sections) with { References = references };
    }

    /// <summary>Only the hash wants them: readers find positions in their own section.</summary>
    private void WriteBodyLines()
    {
        if (_keepsLines is null)
        {
            return;
        }
        ByteWriter w = In(Section.Package);
        var files = new HashSet<int>();
        foreach (IrFunction body in _bodyOrder)
        {
            if (!body.Pos.IsValid || !_keepsLines(body))
            {
                continue;
            }
            w.Count(body.Pos.Line);
            if (files.Add(body.Pos.File))
            {
                WriteLineDirectives(w, _files[body.Pos.File]);
            }
        }
    }

    private void WritePackage()
    {
        ByteWriter w = In(Section.Package);
        w.Text(_package.Path);
        w.Text(_package.Name);
        w.Text(_package.GoVersion);
        w.Bool(_package.IsRuntimePackage);
        w.Count(_package.Imports.Count);
        foreach (Package import in _package.Imports)
        {
            w.Text(import.Path);
        }
    }

    private void WriteObjectIndex()
    {
        ByteWriter w = In(Section.Objects);
        EntityList<int> scope = [];
        for (int i = 0; i < _objectOrder.Count; i++)
        {
            GoObject o = _objectOrder[i];
            int local = o is TypeName t ? t.LocalIndex : 0;
            w.Int32(String(o.Name));
            w.Int32(local);
            w.Int32((int)KindOf(o));
            w.Int32(_objectStarts[i]);
            if (local == 0)
            {
                scope.Add(i);
            }
            else
            {
                _package.RegisterLocalType((TypeName)o);
            }
        }
        scope.Sort((a, b) => string.CompareOrdinal(_objectOrder[a].Name, _objectOrder[b].Name));
        foreach (int i in scope)
        {
            In(Section.Scope).Int32(i);
        }
    }

    private static ObjectKind KindOf(GoObject o) => o switch
    {
        ConstantObject => ObjectKind.Constant,
        TypeName { IsAlias: true } => ObjectKind.Alias,
        TypeName => ObjectKind.DefinedType,
        Variable => ObjectKind.Variable,
        Function => ObjectKind.Function,
        _ => throw Unexpected.Value(o),
    };

    internal int String(string text)
    {
        if (!_strings.TryGetValue(text, out int index))
        {
            _strings.Add(text, index = _strings.Count);
            In(Section.StringData).Raw(System.Text.Encoding.UTF8.GetBytes(text));
            In(Section.StringEnds).Int32(In(Section.StringData).Length);
        }
        return index;
    }

    /// <summary>Number of a package, 1 up; 0 for none.</summary>
    internal int PackageNumber(Package? package)
    {
        if (package is null)
        {
            return 0;
        }
        if (!_packages.TryGetValue(package.Path, out int number))
        {
            _packages.Add(package.Path, number = _packages.Count + 1);
            In(Section.PackageReferences).Int32(String(package.Path));
        }
        return number;
    }

    /// <summary>A package-level object or local type: even numbers are of this package.</summary>
    internal int Reference(GoObject o)
    {
        if (o.Package is null)
        {
            throw Unexpected.State("reference to predeclared " + o.Name);
        }
        if (o.Package.Path == _package.Path)
        {
            if (!_objects.TryGetValue(o, out int own))
            {
                _objects.Add(o, own = _objectOrder.Count);
                _objectOrder.Add(o);
            }
            return own << 1;
        }
        if (!_foreign.TryGetValue(o, out int foreign))
        {
            _foreign.Add(o, foreign = _foreign.Count);
            ByteWriter w = In(Section.ForeignObjects);
            w.Int32(PackageNumber(o.Package) - 1);
            w.Int32(String(o.Name));
            w.Int32(o is TypeName t ? t.LocalIndex : 0);
        }
        return foreign << 1 | 1;
    }

    internal int TypeNumber(GoType type)
    {
        if (type is AliasType { Name: { Package: not null } name } && !ReferenceEquals(name.Parent, name.Package.Scope))
        {
            type = AliasType.Unalias(type); // an alias inside a function cannot be found by name
        }
        if (!_types.TryGetValue(type, out int number))
        {
            _types.Add(type, number = _types.Count);
            _typeOrder.Add(type);
        }
        return number;
    }

    /// <summary>A slot for a position outside the interface hash.</summary>
    internal int PositionSlot(Pos pos)
    {
        ByteWriter w = In(Section.Positions);
        int slot = w.Length / 12;
        w.Int32(pos.IsValid ? FileSlot(pos.File) : 0);
        w.Int32(pos.Line);
        w.Int32(pos.Column);
        return slot;
    }

    private int FileSlot(int file)
    {
        if (file == 0)
        {
            return 0;
        }
        if (!_fileSlots.TryGetValue(file, out int slot))
        {
            _fileSlots.Add(file, slot = _fileSlots.Count + 1);
        }
        return slot;
    }

    internal string DisplayPathOf(Pos pos) => pos.File == 0 ? "" : _files.FileOf(pos)?.DisplayPath ?? "";

    private void WriteFiles()
    {
        ByteWriter w = In(Section.Files);
        w.Count(_fileSlots.Count);
        int[] byslot = new int[_fileSlots.Count];
        foreach ((int file, int slot) in _fileSlots)
        {
            byslot[slot - 1] = file;
        }
        foreach (int file in byslot)
        {
            SourceFile source = _files[file];
            w.Text(source.DisplayPath);
            WriteLineDirectives(w, source);
        }
    }

    private static void WriteLineDirectives(ByteWriter w, SourceFile source)
    {
        w.Count(source.LineDirectives.Count);
        foreach (LineDirective d in source.LineDirectives)
        {
            w.Count(d.Line);
            w.Count(d.Column);
            w.Text(d.NewFile);
            w.Count(d.NewLine);
            w.Count(d.NewColumn);
        }
    }

    /// <summary>Number of a function's body, 1 up; 0 when importers do not get it.</summary>
    private int BodyNumber(Function f)
    {
        if (_bodyOf(f) is not { } body)
        {
            return 0;
        }
        _bodyOrder.Add(body);
        return _bodyOrder.Count;
    }
}
