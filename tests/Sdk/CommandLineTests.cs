using Go.Compiler.Modules;
using System.Diagnostics;

namespace Go.Sdk.Tests.Sdk;

/// <summary>The command line: flags, exit codes, what goes to which stream, and builds that end before they are done.</summary>
public sealed class CommandLineTests : IDisposable
{
    private const string Small = "package main\n\nvar version = \"none\"\n\nfunc main() { println(version, tagged) }\n";
    private const string WrongUsage =
        "usage: go build [-o output] [build flags] [packages]\nRun 'go help build' for details.\ndotnet go build: error GO7011: wrong usage; see docs/command-line.md\n";
    private readonly GoCommand _go = new();

    public CommandLineTests() => _go.Write("main.go", Small)
        .Write("plain.go", "//go:build !special\n\npackage main\n\nconst tagged = false\n")
        .Write("special.go", "//go:build special\n\npackage main\n\nconst tagged = true\n");

    public void Dispose() => _go.Dispose();

    private string Started(string program)
        => CommandResult.Run(_go.At(program), [], _go.Root, timeout: TimeSpan.FromSeconds(120)).Expect(0).Error;

    [Fact]
    public void Build_names_the_program_after_the_module_and_takes_the_flags_of_go_build()
    {
        CommandResult result = _go.Run("build").Expect(0);
        Assert.Equal(("", ""), (result.Output, result.Error));
        Assert.Equal("none false\n", Started("app"));
        _go.Run("build", "-o", "other", "-tags=special", "-trimpath", "-ldflags", "-s -X 'main.version=1 2'", "-gcflags=all=-N -l", ".")
            .Expect(0);
        Assert.Equal("1 2 true\n", Started("other"));
    }

    [Fact]
    public void Several_packages_are_only_compiled()
    {
        _go.Write("library/l.go", "package library\n\nimport _ \"errors\"\n");
        _go.Run("build", "./...").Expect(0);
        Assert.Empty(_go.Products());
        CommandResult list = _go.Run("list", "./...").Expect(0);
        Assert.Equal("example.com/app\nexample.com/app/library\n", list.Output);
        Assert.EndsWith("\nerrors\nexample.com/app/library\n", _go.Run("list", "-deps", "./library").Expect(0).Output,
            StringComparison.Ordinal);
    }

    [Fact]
    public void List_tells_more_of_packages_when_asked()
    {
        _go.Write("library/l.go", "package library\n\nimport _ \"errors\"\n");
        Assert.Equal("library l.go; errors\n", _go.Run("list", "-f", "{{.Name}} {{join .GoFiles `, `}}; {{join .Imports \"\\n\"}}",
            "./library").Expect(0).Output);
        string json = _go.Run("list", "-json", "./library").Expect(0).Output;
        Assert.Contains("\"ImportPath\": \"example.com/app/library\"", json, StringComparison.Ordinal);
        Assert.Contains("\"GoVersion\": \"1.27\"", json, StringComparison.Ordinal);
        Assert.Contains("<errors>", _go.Run("list", "-f", "{{range .Deps}}<{{.}}>{{end}}", "./library").Expect(0).Output,
            StringComparison.Ordinal);
        Assert.Equal("template: main:1:2: executing \"main\" at <.Nothing>: can't evaluate field Nothing in type *load.PackagePublic\n",
            _go.Run("list", "-f", "{{.Nothing}}", "./library").Expect(1).Error);
        Assert.Equal("[./library]\n", _go.Run("list", "-f", "{{.Match}}", "./nosuch/../library/").Expect(0).Output);
    }

    /// <summary>Words and exit codes are the original's.</summary>
    [Fact]
    public void Patterns_of_tests_that_mean_no_package_are_told()
    {
        _go.Write("library/l.go", "package library\n").Write("library/l_test.go", "package library\n").Write("empty/README", "");
        CommandResult wrong = _go.Run("test", "./nosuch/...", "./library").Expect(1);
        Assert.Equal("# ./nosuch/...\npattern ./nosuch/...: lstat ./nosuch/: no such file or directory\n", wrong.Error);
        Assert.StartsWith("FAIL\t./nosuch/... [setup failed]\nok  \texample.com/app/library", wrong.Output, StringComparison.Ordinal);
        Assert.Equal("go: warning: \"./empty/...\" matched no packages\nno packages to test\n",
            _go.Run("test", "./empty/...").Expect(1).Error);
        Assert.Equal("", _go.Run("build", "library/l_test.go").Expect(0).Error);
        Assert.Equal("", _go.Run("test", "library/l.go", "main.go").Expect(1).Output);
    }

    [Fact]
    public void List_tells_errors_of_packages_when_asked()
    {
        _go.Write("library/l.go", "package library\n\nimport _ \"nope\"\n");
        Assert.Contains("l.go:3:8: package nope is not in std", _go.Run("list", "-deps", "./library").Expect(1).Error,
            StringComparison.Ordinal);
        Assert.StartsWith("example.com/app/library true library/l.go:3:8\n",
            _go.Run("list", "-e", "-f", "{{.ImportPath}} {{.Incomplete}} {{range .DepsErrors}}{{.Pos}}{{end}}", "./library", "x/y")
            .Expect(0).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Tools_and_commands_of_Go_are_built_from_their_sources()
    {
        _go.Write("main.go", "package main\n\nfunc main() { println(1) }\n");
        _go.Run("build", "-o", "app", ".").Expect(0);
        string root = Path.Combine(Repository.Root, "artifacts", "go");
        var environment = new Dictionary<string, string> { ["GO_SOURCE_ROOT"] = root, ["GOBIN"] = _go.At("bin") };
        CommandResult names = CommandResult.Run(GoCommand.Path, ["tool", "nm", "app"], _go.Root, environment).Expect(0);
        Assert.Contains(" T main.main\n", names.Output, StringComparison.Ordinal);
        CommandResult tools = CommandResult.Run(GoCommand.Path, ["tool"], _go.Root, environment).Expect(0);
        Assert.Contains("\nobjdump\n", tools.Output, StringComparison.Ordinal);
        Assert.Contains("no such tool \"nothing\"", CommandResult.Run(GoCommand.Path, ["tool", "nothing"], _go.Root, environment)
            .Expect(2).Error, StringComparison.Ordinal);
        CommandResult.Run(GoCommand.Path, ["install"], _go.Root, environment).Expect(0);
        Assert.True(File.Exists(_go.At("bin/app")));
    }

    [Fact]
    public void Gos_importer_reads_the_files_that_list_export_names()
    {
        _go.Write("shapes/s.go", """
            package shapes

            import "io"

            const Big = 1 << 80

            const Ratio = 2.5

            type Number interface{ ~int | ~float64 }

            type List[T Number] struct {
                Next *List[T] `json:"next"`
                Item T
            }

            func (l *List[E]) Push(e E) *List[E] { return &List[E]{l, e} }

            func (l *List[E]) Map[U Number](f func(E) U) *List[U] { return nil }

            type Pair[K comparable, V any] = map[K][]V

            type Reader interface {
                io.Reader
                Peek(n int, _ ...byte) (b []byte, err error)
            }

            var Out, In = make(chan<- Pair[string, hidden]), make(<-chan rune)

            type hidden struct{ error }

            func Sum[T Number](values ...T) (sum T) { return }
            """);
        _go.Write("main.go", """
            package main

            import (
                "fmt"
                "go/importer"
                "go/token"
                "go/types"
                "io"
                "os"
                "path/filepath"
            )

            func main() {
                set := token.NewFileSet()
                p, err := importer.ForCompiler(set, "gc", func(string) (io.ReadCloser, error) { return os.Open(os.Args[1]) }).Import("example.com/app/shapes")
                if err != nil {
                    panic(err)
                }
                for _, name := range p.Scope().Names() {
                    o := p.Scope().Lookup(name)
                    place := set.Position(o.Pos())
                    fmt.Println(types.ObjectString(o, types.RelativeTo(p)), filepath.Base(place.Filename), place.Line)
                    if c, ok := o.(*types.Const); ok {
                        fmt.Println(" ", c.Val().ExactString())
                    }
                    if named, ok := o.Type().(*types.Named); ok {
                        for m := range named.Methods() {
                            fmt.Println(" ", types.ObjectString(m, types.RelativeTo(p)))
                        }
                    }
                }
            }
            """);
        string file = _go.Run("list", "-export", "-f", "{{.Export}}", "./shapes").Expect(0).Output.Trim();
        Assert.Equal(file, _go.Run("list", "-export", "-f", "{{.Export}}", "./shapes").Expect(0).Output.Trim());
        Assert.Equal("""
            const Big untyped int s.go 5
              1208925819614629174706176
            var In <-chan rune s.go 27
            type List[T Number] struct{Next *List[T] "json:\"next\""; Item T} s.go 11
              func (*List[E]).Push(e E) *List[E]
              func (*List[E]).Map[U Number](f func(E) U) *List[U]
            type Number interface{~int | ~float64} s.go 9
            var Out chan<- Pair[string, hidden] s.go 27
            type Pair[K comparable, V any] = map[K][]V s.go 20
            const Ratio untyped float s.go 7
              5/2
            type Reader interface{Peek(n int, _ ...byte) (b []byte, err error); io.Reader} s.go 22
            func Sum[T Number](values ...T) (sum T) s.go 31
            type hidden struct{error} s.go 29

            """, _go.Run("run", ".", file).Expect(0).Output);
    }

    [Fact]
    public void Env_prints_settings_by_name()
    {
        Assert.Equal($"linux\n0\n{_go.At("go.mod")}\n\n", _go.Run("env", "GOOS", "CGO_ENABLED", "GOMOD", "NOTHING").Expect(0).Output);
        Assert.Contains("\nGOARCH='amd64'\n", _go.Run("env").Expect(0).Output, StringComparison.Ordinal);
        Assert.Equal("{\n\t\"GOOS\": \"linux\"\n}\n", _go.Run("env", "-json", "GOOS").Expect(0).Output);
        Assert.Contains("error GO7020: tool link: there are no separate tools", _go.Run("tool", "link", "x.o").Expect(2).Error,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Tool_compile_compiles_files_by_the_compilers_rules_alone()
    {
        _go.Write("good.go", "package p\n\nfunc F() int\n").Write("bad.go", "package p\n\nfunc f() int { return \"x\" }\n");
        _go.Run("tool", "compile", "-o", "p.o", "good.go").Expect(0);
        Assert.True(File.Exists(_go.At("p.o")));
        string said = _go.Run("tool", "compile", "-o", "q.o", "bad.go").Expect(2).Output;
        Assert.EndsWith("bad.go:3:23: cannot use \"x\" (untyped string constant) as int value in return statement\n", said,
            StringComparison.Ordinal);
        Assert.False(File.Exists(_go.At("q.o")));
    }

    [Fact]
    public void Run_passes_arguments_and_says_how_the_program_ended()
    {
        _go.Write("run.go", "package main\n\nimport \"os\"\n\nfunc main() { println(len(os.Args), os.Args[1]); os.Exit(len(os.Args)) }\n");
        CommandResult result = _go.Run("run", "run.go", "a b", "-c").Expect(1);
        Assert.Equal("3 a b\nexit status 3\n", result.Error);
        Assert.Equal("", result.Output);
    }

    [Theory]
    [InlineData(2, "flag provided but not defined: -frobnicate\n" + WrongUsage, "build", "-frobnicate")]
    [InlineData(1, "go: link: flag provided but not defined: -frob\n", "build", "-ldflags=-frob")]
    [InlineData(1, "go: link: -X flag requires argument of the form importpath.name=value\n", "build", "-ldflags=-X version")]
    [InlineData(1, "go: compile: flag provided but not defined: -frob\n", "build", "-gcflags", "-frob")]
    [InlineData(2, "flag needs an argument: -o\n" + WrongUsage, "build", "-o")]
    [InlineData(2, "error GO7010: unknown command 'frobnicate'", "frobnicate")]
    [InlineData(2, "go mod: unknown command\nRun 'go help mod' for usage.\n", "mod", "frobnicate")]
    [InlineData(2, "go work: unknown command\nRun 'go help work' for usage.\n", "work", "-h")]
    [InlineData(1, "stat ", "build", "./nowhere")]
    [InlineData(1, "stat nowhere.go: no such file or directory\n", "run", "nowhere.go")]
    [InlineData(1, "go: cannot run *_test.go files (a_test.go)\n", "run", "a_test.go")]
    [InlineData(2, "bad flag syntax: ---v\n" + WrongUsage, "build", "---v")]
    [InlineData(2, "bad flag syntax: -=x\n" + WrongUsage, "build", "-=x")]
    [InlineData(1, "go: no main packages to build\n", "build", "-o", "programs/", "errors")]
    [InlineData(1, "go: cannot write multiple packages to non-directory program", "build", "-o", "program", "errors", "fmt")]
    public void Wrong_usage_is_said_on_standard_error(int exitCode, string message, params string[] arguments)
    {
        CommandResult result = _go.Run(arguments).Expect(exitCode);
        Assert.Contains(message, result.Error, StringComparison.Ordinal);
        int lines = message.Contains(WrongUsage, StringComparison.Ordinal)
            ? 4 : message.Contains("unknown command", StringComparison.Ordinal) ? 3 : 1;
        Assert.Equal(lines, result.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Equal("", result.Output);
        Assert.Empty(_go.Products());
    }

    /// <summary>Never the first, or the last, of them.</summary>
    [Fact]
    public void Run_wants_a_pattern_that_means_one_program()
    {
        _go.Write("cmd/a/main.go", "package main\n\nfunc main() {}\n").Write("cmd/b/main.go", "package main\n\nfunc main() {}\n");
        Assert.Equal("go: pattern ./cmd/... matches multiple packages:\n\texample.com/app/cmd/a\n\texample.com/app/cmd/b\n",
            _go.Run("run", "./cmd/...").Expect(1).Error);
        _go.Run("run", "./cmd/a/...").Expect(0);
    }

    /// <summary>
    /// One command line often serves several programs, and Go's linker is silent; only a project's own items must exist (GO5001).
    /// </summary>
    [Fact]
    public void A_variable_that_the_program_does_not_have_is_a_warning()
    {
        Assert.Equal("# example.com/app\nno variable main.verson to set (did you mean main.version?)\n",
            _go.Run("build", "-ldflags=-X main.verson=1").Expect(0).Error);
        Assert.Equal(["app"], _go.Products());
    }

    [Fact]
    public void The_cryptographic_module_checks_itself_in_fips_mode()
    {
        _go.Write("main.go", "package main\n\nimport \"crypto/fips140\"\n\nfunc main() { println(fips140.Enabled()) }\n");
        CommandResult result = CommandResult.Run(GoCommand.Path, ["run", "."], _go.Root,
            new Dictionary<string, string> { ["GOFIPS140"] = "latest" }).Expect(0);
        Assert.Equal("true\n", result.Error);
        result = CommandResult.Run(GoCommand.Path, ["build"], _go.Root, new Dictionary<string, string> { ["GOFIPS140"] = "v1.0.0" })
            .Expect(1);
        Assert.Contains("error GO7022: GOFIPS140=v1.0.0 is not supported", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Errors_of_the_program_are_as_go_build_prints_them_and_leave_the_old_program()
    {
        _go.Run("build").Expect(0);
        _go.Write("main.go", Small + "\nfunc wrong() int { return \"\" }\n");
        CommandResult result = _go.Run("build").Expect(1);
        Assert.Contains("main.go:7:27: cannot use \"\" (untyped string constant) as int value in return statement\n", result.Error,
            StringComparison.Ordinal);
        Assert.Equal("", result.Output);
        Assert.Equal("none false\n", Started("app"));
    }

    [Fact]
    public void Version_and_help_go_to_standard_output()
    {
        Assert.StartsWith("go version go1.27", _go.Run("version").Expect(0).Output, StringComparison.Ordinal);
        Assert.Contains("Go is a tool of .NET here", _go.Run("help").Expect(0).Output, StringComparison.Ordinal);
        Assert.Contains("\tgo <command> [arguments]\n", _go.Run().Expect(2).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Devices_are_written_to_and_stay_devices()
    {
        _go.Run("build", "-o", "/dev/null").Expect(0);
        CommandResult full = _go.Run("build", "-o", "/dev/full").Expect(1);
        string[] said = full.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, said.Length);
        Assert.Equal("# example.com/app", said[0]);
        Assert.Contains("/dev/full", said[1], StringComparison.Ordinal);
        Assert.Equal(0, new FileInfo("/dev/null").Length);
        Assert.Empty(_go.Products());
    }

    /// <summary>
    /// Every format of programs is written by the same rule: beside the old program, which is replaced when the new one is whole.
    /// </summary>
    [Theory]
    [InlineData("linux", "amd64", "app")]
    [InlineData("windows", "amd64", "app.exe")]
    [InlineData("darwin", "arm64", "app")]
    public void A_disk_that_is_full_and_a_death_while_writing_leave_the_old_program_and_nothing_half_written(string os, string arch,
        string name)
    {
        var target = new Dictionary<string, string> { ["GOOS"] = os, ["GOARCH"] = arch };
        _go.Run(target, ["build"]).Expect(0);
        byte[] old = File.ReadAllBytes(_go.At(name));
        // The limit on file sizes (in blocks of 1024 bytes) stands for the full disk; the .NET runtime's own mappings must not meet it.
        const string Limited = "ulimit -f 64; DOTNET_EnableWriteXorExecute=0 exec \"$0\" build -ldflags=-s";
        CommandResult full = CommandResult.Run("bash", ["-c", "trap '' XFSZ; " + Limited, GoCommand.Path], _go.Root, target).Expect(1);
        Assert.Contains("cannot write " + _go.At(name), full.Error, StringComparison.Ordinal);
        Assert.Equal([name], _go.Products());
        Assert.Equal(old, File.ReadAllBytes(_go.At(name)));

        // Who does not ignore the signal is killed by it in the middle of the file, without a chance to clean up. A shell cannot take back
        // that whoever started the tests ignores it.
        const int killed = 128 + 25;
        string[] unignored = ["--default-signal=XFSZ", "bash", "-c", "ulimit -c 0; (" + Limited + ")", GoCommand.Path];
        CommandResult.Run("env", unignored, _go.Root, target).Expect(killed);
        Assert.Equal(old, File.ReadAllBytes(_go.At(name)));
        string half = Assert.Single(_go.Products(), f => f != name)!;
        Assert.EndsWith(".tmp", half, StringComparison.Ordinal);
        Assert.InRange(new FileInfo(_go.At(half)).Length, 1, 64 << 10);

        _go.Run(target, ["build", "-ldflags=-s"]).Expect(0);
        Assert.Equal([name], _go.Products());
        _go.Run(target, ["build", "-ldflags=-s", "-o", "fresh"]).Expect(0);
        Assert.Equal(File.ReadAllBytes(_go.At("fresh")), File.ReadAllBytes(_go.At(name)));
        Assert.NotEqual(old.Length, new FileInfo(_go.At(name)).Length);
    }

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public void A_signal_ends_the_build_soon_and_leaves_nothing(string signal)
    {
        string cache = _go.At("cache");
        var start = new ProcessStartInfo(GoCommand.Path, ["build", "-v"]) { WorkingDirectory = _go.Root, RedirectStandardError = true };
        start.Environment["GO_SDK_CACHE"] = cache;
        using Process build = Process.Start(start)!;
        Assert.NotNull(build.StandardError.ReadLine()); // the first package is being compiled
        CommandResult.Run("kill", ["-" + signal, build.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)], _go.Root).Expect(0);
        Assert.True(build.WaitForExit(TimeSpan.FromSeconds(120)), "still running");
        string rest = build.StandardError.ReadToEnd();
        Assert.Equal(130, build.ExitCode);
        Assert.EndsWith("dotnet go build: cancelled\n", rest, StringComparison.Ordinal);
        Assert.Empty(_go.Products());
        Assert.Empty(Directory.Exists(cache) ? Directory.GetFiles(cache, "*.tmp", SearchOption.AllDirectories) : []);
    }

    [Fact]
    public void The_cache_is_where_the_environment_says_and_is_emptied_on_demand()
    {
        string cache = _go.At("own-cache");
        var environment = new Dictionary<string, string> { ["GO_SDK_CACHE"] = cache, ["GO_SDK_CACHE_LIMIT"] = "7G" };
        CommandResult Go(params string[] arguments) => CommandResult.Run(GoCommand.Path, arguments, _go.Root, environment);
        Go("build", "-o", "app").Expect(0);
        Assert.NotEmpty(Directory.EnumerateFiles(cache, "*", SearchOption.AllDirectories));
        Assert.Contains("up to date", Go("build", "-x", "-o", "app").Expect(0).Error, StringComparison.Ordinal);
        string told = Go("env").Expect(0).Output;
        Assert.Contains(cache, told, StringComparison.Ordinal);
        Assert.Contains($"GO_SDK_CACHE_LIMIT='{7L << 30}'\nGO_SDK_CACHE_SIZE=", told, StringComparison.Ordinal);
        Go("clean", "-cache").Expect(0);
        Assert.Empty(Directory.Exists(cache) ? Directory.EnumerateFiles(cache, "*", SearchOption.AllDirectories)
            .Where(f => new FileInfo(f).Length > 1000) : []);
        Assert.True(File.Exists(_go.At("app")));
        Go("build", "-o", "app").Expect(0);
        environment["GO_SDK_CACHE_LIMIT"] = "lots";
        Assert.Contains("GO_SDK_CACHE_LIMIT", Go("build", "-o", "app").Expect(1).Error, StringComparison.Ordinal);
    }
}
