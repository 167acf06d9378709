using Go.Compiler.Constants;
using Go.Compiler.Text;

namespace Go.Compiler.Types;

/// <summary>A declared thing: package name, constant, type, variable, function, label, builtin or nil.</summary>
public abstract class GoObject(Pos pos, Package? package, string name, GoType? type)
{
    private GoType? _type = type;

    public Pos Pos { get; } = pos;

    /// <summary>Declaring package; null for universe objects.</summary>
    public Package? Package { get; } = package;
    public string Name { get; } = name;

    /// <summary>Named <c>_</c>: nothing can refer to it.</summary>
    public bool IsBlank => Name == "_";

    /// <summary>
    /// Null until resolved. Objects of imported packages load it when first asked; methods of instantiated types make it from their
    /// origin's.
    /// </summary>
    public GoType? Type
    {
        get => Volatile.Read(ref _type) ?? Load();
        set => Volatile.Write(ref _type, value);
    }

    /// <summary>The type is there already.</summary>
    public bool IsTyped => Volatile.Read(ref _type) is not null;

    /// <summary>Imported objects: called (by any thread) when the type is asked for before it is there, and sets it.</summary>
    internal Action<GoObject>? Loader { get; set; }

    private GoType? Load()
    {
        if (Loader is { } loader)
        {
            loader(this);
        }
        else if (CompleteType() is { } type)
        {
            Interlocked.CompareExchange(ref _type, type, null);
        }
        return Volatile.Read(ref _type);
    }

    private protected virtual GoType? CompleteType() => null;

    public Scope? Parent { get; set; }

    /// <summary>Exported: starts with an upper-case letter.</summary>
    public bool IsExported => IsExportedName(Name);

    /// <summary>Position from which the object is visible inside a function scope; default for package-level objects.</summary>
    public Pos ScopeStart { get; set; }

    /// <summary>Order of declaration at package level (files in name order, then source order), from 1; 0 for others.</summary>
    public int Order { get; set; }

    public static bool IsExportedName(string name)
    {
        if (name.Length == 0)
        {
            return false;
        }
        return name[0] < 0x80 ? name[0] is >= 'A' and <= 'Z' : System.Text.Rune.IsUpper(System.Text.Rune.GetRuneAt(name, 0));
    }

    public override string ToString() => Package is null ? Name : Package.Path + "." + Name;
}

/// <summary>The name of an imported package in one file.</summary>
public sealed class PackageName(Pos pos, Package? package, string name, Package imported) : GoObject(pos, package, name, Universe.Invalid)
{
    public Package Imported { get; } = imported;
    public bool IsUsed { get; set; }
}

/// <summary>A constant.</summary>
public sealed class ConstantObject(Pos pos, Package? package, string name, GoType? type, ConstantValue value) : GoObject(pos, package,
    name, type)
{
    public ConstantValue Value { get; set; } = value;
}

/// <summary>A defined type, alias or type parameter name.</summary>
public sealed class TypeName(Pos pos, Package? package, string name, GoType? type) : GoObject(pos, package, name, type)
{
    /// <summary>Declared with <c>=</c> (or a predeclared alias).</summary>
    public bool IsAlias { get; set; }

    /// <summary>
    /// Where a type parameter is declared that has the name of a predeclared type: messages tell the two apart by it. Else empty.
    /// </summary>
    public string Place { get; init; } = "";

    /// <summary>
    /// For a type declared inside a function: its number among same-named ones of the package, from 1 (symbol names need it), else 0.
    /// </summary>
    public int LocalIndex { get; set; }

    /// <summary>
    /// For a type declared inside a generic function: that function's type parameters (they are part of the type's identity), else empty.
    /// </summary>
    public IReadOnlyList<TypeParameter> EnclosingTypeParameters { get; set; } = [];
}

/// <summary>What a <see cref="Variable"/> is.</summary>
public enum VariableKind : byte { PackageLevel, Local, Receiver, Parameter, Result, Field }

/// <summary>A variable, parameter or struct field.</summary>
public sealed class Variable(Pos pos, Package? package, string name, GoType? type, VariableKind kind) : GoObject(pos, package, name, type)
{
    public VariableKind Kind { get; set; } = kind;
    public bool IsField => Kind == VariableKind.Field;

    /// <summary>An embedded struct field.</summary>
    public bool IsEmbedded { get; init; }
    public bool IsUsed { get; set; }

    /// <summary>For a field of an instantiated struct: the field of the generic declaration; else itself.</summary>
    public Variable Origin { get => _origin ?? this; init => _origin = value; }
    private readonly Variable? _origin;

    /// <summary>Package-level variables: <c>//go:linkname</c> target symbol, or null.</summary>
    public string? LinkName { get; set; }

    /// <summary>The directive was <c>//go:linknamestd</c>. Known only where the variable is declared.</summary>
    public bool IsLinkNameStandard { get; set; }
}

/// <summary>A function or method, concrete or of an interface.</summary>
public sealed class Function(Pos pos, Package? package, string name, SignatureType? type) : GoObject(pos, package, name, type)
{
    /// <summary>
    /// The signature. While its package is being checked a method that nobody asked for yet has none: <see cref="Resolver"/> makes it.
    /// </summary>
    public SignatureType Signature
    {
        get
        {
            if (Type is null)
            {
                // A method of an instance gets its signature from its origin's.
                Function declared = Pending?.Method ?? Origin;
                (ReferenceEquals(declared, this) ? Resolver : declared.IsTyped ? null : declared.Resolver)?.Invoke(declared);
            }
            return (SignatureType)Type!;
        }
    }

    /// <summary>
    /// Set by the checker until the declaration is checked: checks it on demand. Whoever needs the signature reads <see cref="Signature"/>,
    /// not <see cref="GoObject.Type"/>.
    /// </summary>
    public Action<Function>? Resolver { get; set; }

    /// <summary>For a method of an instantiated type: the method of the generic declaration; else itself.</summary>
    public Function Origin { get => _origin ?? this; init => _origin = value; }
    private readonly Function? _origin;

    /// <summary>For a method of an instantiated type: that type. The signature is made from the origin's when first asked for.</summary>
    public NamedType? InstanceReceiver { get; init; }

    /// <summary>The method's receiver is a pointer; set from the declaration, before the signature is known.</summary>
    public bool HasPointerReceiver
    {
        get => IsTyped && Signature.Receiver?.Type is { } receiver
            ? AliasType.Unalias(receiver) is PointerType : Origin._hasPointerReceiver;
        set => _hasPointerReceiver = value;
    }
    private bool _hasPointerReceiver;

    // Attributes of methods of instances are those of the declaration, which may still change after the instance was made.
    private FunctionPragmas _pragmas;
    private string? _linkName;
    private bool _hasBody;
    private FunctionAbi _abi;
    private byte[]? _escapeTags;

    /// <summary>Compiler-visible attributes from directives and assembly; see <see cref="FunctionPragmas"/>.</summary>
    public FunctionPragmas Pragmas { get => Origin._pragmas; set => _pragmas = value; }

    /// <summary><c>//go:linkname</c> target symbol, or null. Set also for one-argument forms (to the own symbol name).</summary>
    public string? LinkName { get => Origin._linkName; set => _linkName = value; }

    /// <summary>The directive was <c>//go:linknamestd</c>. Known only where the function is declared.</summary>
    public bool IsLinkNameStandard { get; set; }

    /// <summary>Has a Go body in its package.</summary>
    public bool HasBody { get => Origin._hasBody; set => _hasBody = value; }

    /// <summary>
    /// ABI of the function's own definition; assembly functions are ABI0 unless declared otherwise. Part of export data (contract 1.6).
    /// </summary>
    public FunctionAbi Abi { get => Origin._abi; set => _abi = value; }

    /// <summary>
    /// Escape tags, eight bytes per parameter (receiver first): to the heap, then to each of the first seven results, each as dereferences
    /// plus one, 0 = does not leak. Written by the escape analysis and part of export data; null = unknown (everything escapes).
    /// </summary>
    public byte[]? EscapeTags { get => Origin._escapeTags; set => _escapeTags = value; }

    /// <summary>A method of a substituted interface whose own signature was not known yet.</summary>
    internal (Function Method, Substitution Map)? Pending { get; init; }

    private protected override GoType? CompleteType()
    {
        if (Pending is { } pending)
        {
            return pending.Method.Type is { } type ? pending.Map.Apply(type) : null;
        }
        return InstanceReceiver is { } receiver && Origin.Type is SignatureType declared
            ? Instantiation.MethodSignature(receiver, declared) : null;
    }
}

/// <summary>Which calling convention a function symbol follows.</summary>
public enum FunctionAbi : byte { Internal, Abi0 }

/// <summary>Directives on functions that later phases obey (contract section 2.5).</summary>
[Flags]
public enum FunctionPragmas : uint
{
    None = 0,
    Nosplit = 1 << 0, Noinline = 1 << 1, Noescape = 1 << 2, Systemstack = 1 << 3,
    NoWriteBarrier = 1 << 4, NoWriteBarrierRec = 1 << 5, YesWriteBarrierRec = 1 << 6,
    UintptrKeepAlive = 1 << 7, UintptrEscapes = 1 << 8, CgoUnsafeArgs = 1 << 9, Norace = 1 << 10, Nocheckptr = 1 << 11,
    LinkNamed = 1 << 12,
}

/// <summary>A statement label.</summary>
public sealed class LabelObject(Pos pos, Package? package, string name) : GoObject(pos, package, name, null)
{
    public bool IsUsed { get; set; }
}

/// <summary>Predeclared functions, those of package unsafe included.</summary>
public enum BuiltinKind : byte
{
    Append, Cap, Clear, Close, Complex, Copy, Delete, Imag, Len, Make, Max, Min, New, Panic, Print, Println, Real, Recover,
    UnsafeAdd, UnsafeAlignof, UnsafeOffsetof, UnsafeSizeof, UnsafeSlice, UnsafeSliceData, UnsafeString, UnsafeStringData,
    /// <summary>Test data of Go's type checker only.</summary>
    Assert, Trace,
}

/// <summary>A predeclared function.</summary>
public sealed class BuiltinObject(string name, BuiltinKind kind, Package? package = null) : GoObject(default, package, name,
    Universe.Invalid)
{
    public BuiltinKind Builtin { get; } = kind;
}

/// <summary>The predeclared nil.</summary>
public sealed class NilObject() : GoObject(default, null, "nil", Universe.UntypedNil);
