using Go.Compiler.Collections;
using Go.Compiler.Constants;
using Go.Compiler.Diagnostics;
using Go.Compiler.Syntax;
using Go.Compiler.Text;
using Go.Compiler.Types;

namespace Go.Compiler.Check;

public sealed partial class Checker
{
    private readonly List<PackageName> _imports = [];
    private readonly Dictionary<string, Package?> _importsByPath = [];

    /// <summary>Packages that could not be imported: nothing is known about them, so nothing is reported.</summary>
    private readonly HashSet<Package> _fakePackages = [];

    /// <summary>Which dot import brought a name into a file's scope; null when there are no dot imports.</summary>
    private Dictionary<(Scope Scope, string Name), PackageName>? _dotImports;
    private readonly List<Scope> _fileScopes = [];

    /// <summary>Methods not yet attached to their receiver base types.</summary>
    private readonly Dictionary<TypeName, List<Function>> _methods = [];

    private readonly record struct CollectedMethod(Function Method, bool IsPointer, NameSyntax Receiver);

    /// <summary>Declares all package-level objects and imports of all files.</summary>
    private void CollectObjects(string[] versions)
    {
        var methods = new EntityList<CollectedMethod>();
        for (int i = 0; i < _files.Count; i++)
        {
            SyntaxFile file = _files[i];
            CheckPackageName(file);
            _environment.Version = ParseVersion(versions[i]);
            var fileScope = new Scope(_package.Scope);
            _fileScopes.Add(fileScope);
            CollectFile(file, fileScope, methods);
        }
        foreach (Scope scope in _fileScopes)
        {
            CheckFileScope(scope);
        }
        foreach (CollectedMethod m in methods)
        {
            bool isPointer = m.IsPointer;
            if (ResolveReceiverBase(m.Receiver, ref isPointer) is { } baseType)
            {
                m.Method.HasPointerReceiver = isPointer;
                if (!_methods.TryGetValue(baseType, out List<Function>? list))
                {
                    _methods.Add(baseType, list = []);
                }
                list.Add(m.Method);
            }
        }
        _package.Imports.Sort(static (a, b) => string.CompareOrdinal(a.Path, b.Path));
    }

    private void CheckPackageName(SyntaxFile file)
    {
        string name = file.PackageName.Value;
        if (name == "_")
        {
            Error(file.PackageName, Catalogue.BlankPkgName, "invalid package name _");
        }
        else if (_package.Name.Length == 0)
        {
            _package.Name = name;
        }
        else if (name != _package.Name)
        {
            Error(file.Pos, Catalogue.MismatchedPkgName, $"package {name}; expected package {_package.Name}");
        }
    }

    private void CollectFile(SyntaxFile file, Scope fileScope, EntityList<CollectedMethod> methods)
    {
        var constants = new ConstantGroup();
        foreach (DeclarationSyntax declaration in file.Declarations)
        {
            switch (declaration)
            {
                case ImportSyntax s:
                    CollectImport(s, fileScope);
                    break;
                case ConstSyntax s:
                    CollectConstants(s, ref constants, fileScope);
                    continue; // keeps the group
                case VarSyntax s:
                    CollectVariables(s, fileScope);
                    break;
                case TypeDeclSyntax s:
                    var typeName = new TypeName(s.Name.Pos, _package, s.Name.Value, null);
                    DeclarePackageObject(s.Name, typeName, new DeclarationInfo(_objects.Count, fileScope,
                        _environment.Version) { TypeDecl = s });
                    break;
                case FuncDeclSyntax s:
                    CollectFunction(s, fileScope, methods);
                    break;
                default:
                    throw Unexpected.Value(declaration);
            }
            constants = default;
        }
    }

    /// <summary>
    /// Where a run of constant declarations stands: iota counts within one group, and a specification without values repeats the last one.
    /// </summary>
    private struct ConstantGroup
    {
        private DeclarationGroup? _group;
        private int _iota;
        private bool _started;
        private ConstSyntax? _last;

        public ConstantValue Iota { get; private set; }
        public bool IsInherited { get; private set; }
        public readonly ExpressionSyntax? Type => _last?.Type;
        public readonly IReadOnlyList<ExpressionSyntax> Values => SyntaxForms.Unpack(_last?.Values);

        public void Next(ConstSyntax s)
        {
            if (!_started || s.Group is null || !ReferenceEquals(s.Group, _group))
            {
                (_group, _iota, _last, _started) = (s.Group, 0, null, true);
            }
            else
            {
                _iota++;
            }
            Iota = ConstantValue.Of(_iota);
            IsInherited = s.Type is null && s.Values is null && _last is not null;
            if (s.Type is not null || s.Values is not null)
            {
                _last = s;
            }
        }
    }

    private void CollectConstants(ConstSyntax s, ref ConstantGroup group, Scope fileScope)
    {
        group.Next(s);
        IReadOnlyList<ExpressionSyntax> values = group.Values;
        for (int i = 0; i < s.Names.Count; i++)
        {
            NameSyntax name = s.Names[i];
            var constant = new ConstantObject(name.Pos, _package, name.Value, null, group.Iota);
            DeclarePackageObject(name, constant, new DeclarationInfo(_objects.Count, fileScope, _environment.Version)
            {
                Type = group.Type,
                Initial = i < values.Count ? values[i] : null,
                IsInherited = group.IsInherited,
            });
        }
        CheckArity(s.Pos, s.Names, values, true, group.IsInherited);
    }

    private void CollectVariables(VarSyntax s, Scope fileScope)
    {
        IReadOnlyList<ExpressionSyntax> values = SyntaxForms.Unpack(s.Values);
        var lhs = new Variable[s.Names.Count];
        for (int i = 0; i < lhs.Length; i++)
        {
            lhs[i] = new Variable(s.Names[i].Pos, _package, s.Names[i].Value, null, VariableKind.PackageLevel);
        }
        // One value for several variables: all share one initialisation.
        bool shared = values.Count == 1 && lhs.Length > 1;
        DeclarationInfo? sharedInfo = null;
        for (int i = 0; i < lhs.Length; i++)
        {
            DeclarationInfo info = sharedInfo ?? new DeclarationInfo(_objects.Count, fileScope, _environment.Version)
            {
                Lhs = shared ? lhs : null,
                Type = s.Type,
                Initial = shared ? values[0] : i < values.Count ? values[i] : null,
            };
            sharedInfo = shared ? info : null;
            DeclarePackageObject(s.Names[i], lhs[i], info);
        }
        if (s.Type is null || values.Count > 0)
        {
            CheckArity(s.Pos, s.Names, values, false, false);
        }
    }

    private void CollectFunction(FuncDeclSyntax s, Scope fileScope, EntityList<CollectedMethod> methods)
    {
        string name = s.Name.Value;
        var function = new Function(s.Name.Pos, _package, name, null) { HasBody = s.Body is not null };
        function.Resolver = _resolveFunction;
        if (s.Receiver is null)
        {
            bool isInit = name == "init";
            if (isInit || (name == "main" && _package.Name == "main"))
            {
                DiagnosticDescriptor kind = isInit ? Catalogue.InvalidInitDecl : Catalogue.InvalidMainDecl;
                if (s.TypeParameters.Count > 0)
                {
                    SoftError(s.TypeParameters[0], kind, $"func {name} must have no type parameters");
                }
                if (s.Type.Parameters.Count != 0 || s.Type.Results.Count != 0)
                {
                    SoftError(s.Name, kind, $"func {name} must have no arguments and no return values");
                }
            }
            else if (s.TypeParameters.Count > 0)
            {
                VerifyVersion(s.TypeParameters[0], 18, "type parameter");
            }
            if (isInit)
            {
                // Several init functions may exist and none can be referred to: they are not in the scope.
                function.Parent = _package.Scope;
                RecordObject(s.Name, function);
                if (s.Body is null)
                {
                    SoftError(function.Pos, Catalogue.MissingInitBody, "func init must have a body");
                }
            }
            else
            {
                Declare(_package.Scope, s.Name, function);
            }
        }
        else
        {
            ExpressionSyntax receiver = UnpackReceiver(s.Receiver.Type, out bool isPointer, out _);
            if (receiver is NameSyntax baseName && name != "_")
            {
                methods.Add(new CollectedMethod(function, isPointer, baseName));
            }
            if (s.TypeParameters.Count > 0)
            {
                VerifyVersion(s.TypeParameters[0], 27, "generic method");
            }
            RecordObject(s.Name, function);
        }
        AddDeclaration(function, new DeclarationInfo(_objects.Count, fileScope, _environment.Version) { FuncDecl = s });
    }

    private void AddDeclaration(GoObject o, DeclarationInfo info)
    {
        o.Order = _objects.Count;
        _objects.Add(o);
        _declarations.Add(info);
    }

    private void DeclarePackageObject(NameSyntax name, GoObject o, DeclarationInfo info)
    {
        if (name.Value == "init")
        {
            Error(name, Catalogue.InvalidInitDecl, "cannot declare init - must be func");
            return;
        }
        if (name.Value == "main" && _package.Name == "main")
        {
            Error(name, Catalogue.InvalidMainDecl, "cannot declare main - must be func");
            return;
        }
        Declare(_package.Scope, name, o);
        AddDeclaration(o, info);
    }

    /// <summary>Puts an object into a scope, unless its name is blank, and records it at its name.</summary>
    private void Declare(Scope scope, NameSyntax? name, GoObject o, Pos scopeStart = default)
    {
        if (o.Name != "_")
        {
            if (scope.Insert(o) is { } other)
            {
                ErrorWithOther(o.Pos, Catalogue.DuplicateDecl, $"{o.Name} redeclared in this block", other);
                return;
            }
            o.ScopeStart = scopeStart;
            if (o is Variable { Kind: VariableKind.Local } local)
            {
                _environment.Locals?.Add(local);
            }
        }
        if (name is not null)
        {
            RecordObject(name, o);
        }
    }

    private void CheckArity(Pos pos, IReadOnlyList<NameSyntax> names, IReadOnlyList<ExpressionSyntax> values, bool isConstant,
        bool inherited)
    {
        int l = names.Count, r = values.Count;
        if (l < r)
        {
            if (inherited)
            {
                Error(pos, Catalogue.WrongAssignCount, $"extra init expr at {PositionText(values[l].Pos)}");
            }
            else
            {
                Error(values[l], Catalogue.WrongAssignCount, $"extra init expr {Text(values[l])}");
            }
        }
        else if (l > r && (isConstant || r != 1)) // one value may be a call with several results
        {
            Error(names[r], Catalogue.WrongAssignCount, $"missing init expr for {names[r].Value}");
        }
    }

    /// <summary>A position inside a message: file, line and column.</summary>
    private string PositionText(Pos pos)
        => FileOf(pos) is { } file ? $"{file.Source.DisplayPath}:{pos.Line}:{pos.Column}" : $"{pos.Line}:{pos.Column}";

    /// <summary>The base of a receiver type <c>*T[P]</c>: without parentheses, star and type parameters.</summary>
    private static ExpressionSyntax UnpackReceiver(ExpressionSyntax type, out bool isPointer, out IndexSyntax? parameters)
    {
        isPointer = false;
        ExpressionSyntax x = SyntaxForms.Unparen(type);
        if (x is OperationSyntax { Op: Operator.Multiply, Y: null } star)
        {
            isPointer = true;
            x = SyntaxForms.Unparen(star.X);
        }
        parameters = x as IndexSyntax;
        return parameters is not null ? parameters.X : x;
    }

    /// <summary>
    /// Finds the defined type that a receiver name means, through aliases of this package, without checking any declaration.
    /// </summary>
    private TypeName? ResolveReceiverBase(NameSyntax? name, ref bool isPointer)
    {
        HashSet<TypeName>? seen = null;
        while (name is not null && _package.Scope.Lookup(name.Value) is TypeName typeName && seen?.Contains(typeName) != true)
        {
            TypeDeclSyntax declaration = DeclarationOf(typeName)!.TypeDecl!;
            if (!declaration.IsAlias)
            {
                return typeName;
            }
            if (declaration.TypeParameters.Count > 0)
            {
                return null; // generic aliases cannot be receivers
            }
            (seen ??= []).Add(typeName);
            ExpressionSyntax type = SyntaxForms.Unparen(declaration.Type);
            if (type is OperationSyntax { Op: Operator.Multiply, Y: null } star)
            {
                if (isPointer)
                {
                    return null; // pointer to pointer
                }
                isPointer = true;
                type = SyntaxForms.Unparen(star.X);
            }
            name = type as NameSyntax;
        }
        return null;
    }

    /// <summary>Names of a file's imports must not be those of package-level objects.</summary>
    private void CheckFileScope(Scope scope)
    {
        foreach (string name in scope.SortedNames())
        {
            if (_package.Scope.Lookup(name) is not { } declared)
            {
                continue;
            }
            GoObject imported = scope.Lookup(name)!;
            string message = imported is PackageName p
                ? $"{name} already declared through import of package {p.Imported.Name} (\"{p.Imported.Path}\")"
                : $"{name} already declared through dot-import of package {imported.Package!.Name} (\"{imported.Package.Path}\")";
            ErrorWithOther(declared.Pos, Catalogue.DuplicateDecl, message, imported);
        }
    }
}
