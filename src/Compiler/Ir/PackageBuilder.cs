using Go.Compiler.Check;
using Go.Compiler.Diagnostics;
using Go.Compiler.RuntimeContract;
using Go.Compiler.Syntax;
using Go.Compiler.Text;
using Go.Compiler.Types;

namespace Go.Compiler.Ir;

/// <summary>Builds the package level; functions go to <see cref="FunctionBuilder"/>.</summary>
internal sealed class PackageBuilder
{
    private readonly CheckedPackage _checked;
    private readonly IrBuildOptions _options;
    private readonly IrPackage _result;
    private readonly Dictionary<int, int> _minorVersionOfFile = [];
    private int _initCount;

    public PackageBuilder(CheckedPackage package, IrBuildOptions options)
    {
        _checked = package;
        _options = options;
        Package = package.Package;
        _result = new IrPackage(Package)
        {
            Init = new IrFunction { Package = Package, Symbol = SymbolNames.EscapePath(Package.Path) + ".init",
                Pragmas = FunctionPragmas.None },
        };
    }

    public Package Package { get; }
    public TypeInfo Info => _checked.Info;
    public Layout Layout => _options.Layout;

    public IrPackage Build()
    {
        for (int i = 0; i < _checked.Files.Count; i++)
        {
            _minorVersionOfFile[_checked.Files[i].Source.Index] = MinorVersion(i < _checked.FileVersions.Count
                ? _checked.FileVersions[i] : "");
        }
        var inits = new List<IrFunction>();
        foreach (SyntaxFile file in _checked.Files)
        {
            foreach (DeclarationSyntax declaration in file.Declarations)
            {
                _options.Cancellation.ThrowIfCancellationRequested();
                Declare(declaration, inits);
            }
        }
        _result.Functions.AddRange(inits);
        BuildInitializers();
        _result.ImportedSymbols.AddRange(Info.ImportedSymbols);
        return _result;
    }

    /// <summary>Loop variables are new ones in each iteration (Go 1.22 on).</summary>
    public bool HasPerIterationVariables(Pos pos)
        => _options.AlwaysPerIteration || !_minorVersionOfFile.TryGetValue(pos.File, out int minor) || minor >= 22;

    public void AddType(TypeName name)
    {
        if (!name.IsAlias && name.Type is NamedType { TypeParameters.Count: 0 } type && name.EnclosingTypeParameters.Count == 0)
        {
            _result.Types.Add(type);
        }
    }

    private static int MinorVersion(string version)
    {
        if (!version.StartsWith("go1.", StringComparison.Ordinal))
        {
            return version == "go1" ? 0 : int.MaxValue;
        }
        int minor = 0;
        for (int i = 4; i < version.Length && version[i] is >= '0' and <= '9'; i++)
        {
            minor = minor * 10 + (version[i] - '0');
        }
        return minor;
    }

    private void Declare(DeclarationSyntax declaration, List<IrFunction> inits)
    {
        switch (declaration)
        {
            case FuncDeclSyntax f:
                DeclareFunction(f, inits);
                break;
            case TypeDeclSyntax t when Info.ObjectOf(t.Name) is TypeName name:
                AddType(name);
                break;
            case VarSyntax v:
                DeclareVariables(v);
                break;
        }
    }

    private void DeclareFunction(FuncDeclSyntax syntax, List<IrFunction> inits)
    {
        if (syntax.Name.IsBlank)
        {
            return;
        }
        var function = (Function)Info.ObjectOf(syntax.Name)!;
        if (syntax.Body is null)
        {
            _result.Externals.Add(function);
            return;
        }
        bool isInit = syntax.Receiver is null && syntax.Name.Value == "init";
        SignatureType signature = function.Signature;
        var ir = new IrFunction
        {
            Object = function,
            Package = Package,
            Symbol = isInit ? $"{SymbolNames.EscapePath(Package.Path)}.init.{_initCount++}" : SymbolNames.Of(function),
            IsInit = isInit,
            TypeParameters = [.. signature.ReceiverTypeParameters, .. signature.TypeParameters],
            Pragmas = function.Pragmas,
            Abi = function.Abi,
            Pos = syntax.Name.Pos,
            End = syntax.Body.RightBrace,
        };
        var builder = new FunctionBuilder(this, ir, null);
        builder.BuildDeclared(syntax, signature);
        builder.FinishCaptures();
        (isInit ? inits : _result.Functions).Add(ir);
    }

    private void DeclareVariables(VarSyntax syntax)
    {
        foreach (NameSyntax name in syntax.Names)
        {
            if (name.IsBlank)
            {
                continue;
            }
            var variable = (Variable)Info.ObjectOf(name)!;
            _result.Globals.Add(new IrGlobal(variable) { Embedded = Embedded(syntax, variable) });
        }
    }

    private IReadOnlyList<(string Name, byte[] Content, bool IsDirectory)>? Embedded(VarSyntax syntax, Variable variable)
    {
        List<string>? patterns = null;
        Pos first = default;
        foreach (Directive directive in syntax.Directives)
        {
            if (directive.Name != "go:embed")
            {
                continue;
            }
            if (patterns is null)
            {
                patterns = [];
                first = directive.Pos;
            }
            patterns.AddRange((EmbedArguments.Split(directive.Arguments, out _) ?? []).Select(p => p.Pattern));
        }
        if (patterns is null)
        {
            return null;
        }
        return _options.Embed is { } embed ? embed(variable, patterns, first)
            : throw new UnsupportedFeatureException(first, "go:embed without a resolver");
    }

    private void BuildInitializers()
    {
        var builder = new FunctionBuilder(this, _result.Init, null);
        foreach (Initializer step in Info.InitOrder)
        {
            _result.Initializers.Add(builder.BuildInitializer(step));
        }
        builder.FinishCaptures();
    }
}
