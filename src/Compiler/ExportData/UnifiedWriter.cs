using Go.Compiler.Text;
using Go.Compiler.Types;

namespace Go.Compiler.ExportData;

/// <summary>
/// Writes a package's exported objects as Go's unified export data, which go/importer, golang.org/x/tools and Go's own compiler read: the
/// public part, which has types and constants but no bodies. Everything the objects refer to is written along, of other packages too, so
/// that a reader needs no other file. Equal packages give equal bytes: elements are numbered in order of first reference from the sorted
/// names.
/// </summary>
public sealed partial class UnifiedWriter
{
    private readonly Package _package;
    private readonly SourceFileTable _files;
    private readonly UnifiedEncoder _encoder = new();
    private readonly Dictionary<string, int> _packages = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _positionBases = new(StringComparer.Ordinal);
    private readonly Dictionary<GoObject, int> _objects = new(ReferenceEqualityComparer.Instance);
    private readonly List<GoObject> _objectOrder = [];
    private readonly Dictionary<GoType, int> _types = new(SpellingComparer.Instance);

    // Of the object being written; null where there is none.
    private UnifiedDictionary? _dictionary;

    private UnifiedWriter(Package package, SourceFileTable files)
    {
        _package = package;
        _files = files;
    }

    /// <summary>The export data, without the archive around it.</summary>
    /// <param name="interfacePart">
    /// The package's interface part, if there is one: objects that inlinable bodies refer to are then written as well. Readers say of them
    /// that they are not exported, instead of that there are none.
    /// </param>
    public static byte[] Write(Package package, SourceFileTable files, byte[]? interfacePart = null)
        => new UnifiedWriter(package, files).Run(interfacePart is null
            ? [.. package.Scope.SortedNames().Where(GoObject.IsExportedName)] : ExportReader.NamesOf(interfacePart));

    private byte[] Run(IReadOnlyList<string> names)
    {
        int root = _encoder.Reserve(UnifiedSection.Meta);
        foreach (string name in names)
        {
            if (_package.Scope.Lookup(name) is { } o)
            {
                ObjectIndex(o);
            }
        }
        // Writing an object may find others, which are queued.
        for (int i = 0; i < _objectOrder.Count; i++)
        {
            WriteObject(_objectOrder[i], i);
        }
        var element = new UnifiedElement(_encoder);
        PackageReference(element, _package);
        element.Count(_objectOrder.Count);
        for (int i = 0; i < _objectOrder.Count; i++)
        {
            element.Reference(UnifiedSection.Object, i);
            element.Count(0); // no type arguments
        }
        _encoder.Fill(UnifiedSection.Meta, root, element);
        return _encoder.ToBytes();
    }

    /// <summary>Universe's objects are of a package named builtin.</summary>
    private void PackageReference(UnifiedElement w, Package? package)
    {
        string path = package is null ? "builtin" : package.Path;
        if (!_packages.TryGetValue(path, out int index))
        {
            index = _encoder.Reserve(UnifiedSection.Package);
            _packages.Add(path, index);
            var element = new UnifiedElement(_encoder);
            element.Text(path);
            if (path is not ("builtin" or "unsafe"))
            {
                element.Text(package!.Name);
                element.Count(0); // imports: readers go by what is referred to
            }
            _encoder.Fill(UnifiedSection.Package, index, element);
        }
        w.Reference(UnifiedSection.Package, index);
    }

    private void Position(UnifiedElement w, Pos pos)
    {
        w.Bool(pos.IsValid);
        if (!pos.IsValid)
        {
            return;
        }
        (string file, int line, int column) = _files.Resolve(pos);
        if (!_positionBases.TryGetValue(file, out int index))
        {
            index = _encoder.Reserve(UnifiedSection.PositionBase);
            _positionBases.Add(file, index);
            var element = new UnifiedElement(_encoder);
            element.Text(file);
            element.Bool(true); // a file, not a line directive
            _encoder.Fill(UnifiedSection.PositionBase, index, element);
        }
        w.Reference(UnifiedSection.PositionBase, index);
        w.Count(line);
        w.Count(column);
    }

    /// <summary>
    /// Interface parts do not keep the places of fields, parameters and methods of interfaces: files must not depend on where the package
    /// came from.
    /// </summary>
    private static void NoPosition(UnifiedElement w) => w.Bool(false);

    /// <summary>Package and name: how objects, fields, methods and parameters are called.</summary>
    private void Identifier(UnifiedElement w, Package? package, string name)
    {
        PackageReference(w, package);
        w.Text(name);
    }
}
