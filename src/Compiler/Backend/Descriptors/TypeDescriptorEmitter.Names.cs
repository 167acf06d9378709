using System.Text;
using Go.Compiler.Collections;
using Go.Compiler.Objects;
using Go.Compiler.RuntimeContract;
using Go.Compiler.Types;

namespace Go.Compiler.Backend.Descriptors;

public sealed partial class TypeDescriptorEmitter
{
    /// <summary>A method's name; unexported ones of a package other than the type's carry theirs.</summary>
    private SymbolRef MethodName(Function method, Package? own)
        => NameSymbol(method.Name, "", !method.IsExported && !MethodOrder.SamePackage(method.Package, own) ? method.Package : null,
            method.IsExported, false);

    /// <summary>
    /// A name as the runtime decodes it: flags, length and text, tag, offset of the package path (contract 6.1). Shared by all packages.
    /// </summary>
    private SymbolRef NameSymbol(string name, string tag, Package? package, bool exported, bool embedded)
    {
        string symbol = TypeDescriptors.NamePrefix + name + (exported ? "." : "-") + tag;
        if (package is not null)
        {
            symbol += "." + SymbolNames.EscapePath(package.Path);
        }
        if (embedded)
        {
            symbol += ".embedded";
        }
        SymbolRef reference = _file.Reference(symbol);
        if (_defined.Contains(reference.Index))
        {
            return reference;
        }
        NameFlags flags = (exported ? NameFlags.Exported : 0) | (tag.Length != 0 ? NameFlags.Tag : 0)
            | (package is not null ? NameFlags.PackagePath : 0) | (embedded ? NameFlags.Embedded : 0);
        var bytes = new List<byte> { (byte)flags };
        PutText(bytes, name);
        if (tag.Length != 0)
        {
            PutText(bytes, tag);
        }
        Relocation[] relocations = [];
        if (package is not null)
        {
            relocations = [new Relocation(bytes.Count, RelocationKind.TypeOffset, ImportPathOf(package), 0)];
            bytes.AddRange([0, 0, 0, 0]);
        }
        return DefineShared(symbol, SymbolKind.TypeName, [.. bytes], 1, relocations);
    }

    /// <summary>The import path of a package as a name; none for no package.</summary>
    private SymbolRef ImportPathOf(Package? package) => package is null ? default : ImportPathSymbol(package.Path);

    private SymbolRef ImportPathSymbol(string path)
    {
        var bytes = new List<byte> { 0 };
        PutText(bytes, path);
        return DefineShared(TypeDescriptors.ImportPathPrefix + SymbolNames.EscapePath(path) + ".", SymbolKind.TypeName, [.. bytes], 1);
    }

    private static void PutText(List<byte> bytes, string text)
    {
        byte[] encoded = Encoding.UTF8.GetBytes(text);
        Leb128.Append(bytes, (uint)encoded.Length);
        bytes.AddRange(encoded);
    }
}
