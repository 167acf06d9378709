namespace Go.Sdk.Tests.Sdk;

/// <summary>
/// Go's analyzers, built by this compiler and fed with what it knows of types: <c>vet</c>, <c>fix</c>, and before tests are run.
/// </summary>
public sealed class VetTests : IDisposable
{
    private readonly GoCommand _go = new();

    public VetTests() => _go.Write("main.go", """
            package main

            import "example.com/app/note"

            func main() {
            	note.Printf("%d\n", "x")
            }

            """)
        .Write("note/note.go",
            "package note\n\nimport \"fmt\"\n\nfunc Printf(format string, values ...any) { fmt.Printf(format, values...) }\n")
        .Write("note/note_test.go", "package note\n\nimport \"testing\"\n\nfunc TestOne(t *testing.T) { t.Errorf(\"%d\", 1) }\n");

    public void Dispose() => _go.Dispose();

    [Fact]
    public void Vet_finds_what_only_facts_about_imported_packages_show()
    {
        CommandResult first = _go.Run("vet", "./...").Expect(1);
        Assert.EndsWith("main.go:6:15: example.com/app/note.Printf format %d has arg \"x\" of wrong type string\n", first.Error,
            StringComparison.Ordinal);
        CommandResult again = _go.Run("vet", "./...").Expect(1);
        Assert.Equal("main.go:6:15: example.com/app/note.Printf format %d has arg \"x\" of wrong type string\n", again.Error);
        Assert.Equal("", _go.Run("vet", "-printf=false", ".").Expect(0).Error);
        Assert.Contains("\"posn\": \"" + _go.At("main.go") + ":6:15\"", _go.Run("vet", "-json", ".").Expect(0).Output,
            StringComparison.Ordinal);
        Assert.StartsWith("flag provided but not defined: -nothing\nusage: go vet ", _go.Run("vet", "-nothing").Expect(2).Error,
            StringComparison.Ordinal);
        Assert.Contains("-json and -diff cannot be used together", _go.Run("fix", "-json", "-diff").Expect(1).Error,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Packages_that_do_not_compile_say_so_once()
    {
        _go.Write("note/note.go", "package note\n\nfunc Printf(format string, values ...any) { undefined() }\n");
        Assert.Equal("# example.com/app/note\nnote/note.go:3:45: undefined: undefined\n", _go.Run("vet", ".").Expect(1).Error);
        Assert.Equal("# example.com/app/note\n# [example.com/app/note]\nvet: note/note.go:3:45: undefined: undefined\n",
            _go.Run("vet", "./note").Expect(1).Error);
    }

    [Fact]
    public void Findings_keep_tests_from_being_run()
    {
        _go.Write("note/note_test.go", "package note\n\nimport \"testing\"\n\nfunc TestOne(t *testing.T) { t.Logf(\"%d\", \"one\") }\n");
        CommandResult result = _go.Run("test", "./note").Expect(1);
        Assert.Equal("FAIL\texample.com/app/note [build failed]\nFAIL\n", result.Output);
        Assert.EndsWith("# example.com/app/note\n# [example.com/app/note]\nnote/note_test.go:5:38: (*testing.common).Logf format %d has arg \"one\" of wrong type string\n", result.Error, StringComparison.Ordinal);
        Assert.Contains("\"Action\":\"build-fail\"", _go.Run("test", "-json", "./note").Expect(1).Output, StringComparison.Ordinal);
        Assert.StartsWith("ok  \texample.com/app/note\t", _go.Run("test", "-vet=off", "./note").Expect(0).Output, StringComparison.Ordinal);
        Assert.StartsWith("ok  \texample.com/app/note\t", _go.Run("test", "-vet=shift", "./note").Expect(0).Output,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Fix_mends_files()
    {
        _go.Write("main.go",
            "package main\n\nimport \"net\"\nimport \"fmt\"\n\nfunc main() {\n\tnet.Dial(\"tcp\", fmt.Sprintf(\"%s:%d\", \"host\", 80))\n}\n");
        Assert.Contains("+\tnet.Dial(\"tcp\", net.JoinHostPort(\"host\", \"80\"))\n", _go.Run("fix", "-diff", ".").Expect(1).Output,
            StringComparison.Ordinal);
        _go.Run("fix", ".").Expect(0);
        Assert.Contains("net.JoinHostPort(\"host\", \"80\")", File.ReadAllText(_go.At("main.go")), StringComparison.Ordinal);
    }

    [Fact]
    public void Fmt_formats_and_names_what_it_changed()
    {
        _go.Write("note/note.go", "package note\n\nfunc  Printf(format string, values ...any) {}\n")
            .Write("note/ignored.go", "//go:build ignore\n\npackage note\n\nvar  x int\n");
        Assert.Equal("note/ignored.go\nnote/note.go\n", _go.Run("fmt", "./...").Expect(0).Output);
        Assert.Contains("func Printf(", File.ReadAllText(_go.At("note/note.go")), StringComparison.Ordinal);
        Assert.Equal("", _go.Run("fmt", "./...").Expect(0).Output);
        Assert.EndsWith("gofmt -l -w main.go\n", _go.Run("fmt", "-n").Expect(0).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Generate_runs_lines_in_the_folder_of_their_package()
    {
        _go.Write("note/gen.go", "package note\n\n//go:generate sh -c \"echo package $GOPACKAGE > made_$GOFILE; echo $GOLINE $PWD\"\n");
        Assert.Equal("3 " + _go.At("note") + "\n", _go.Run("generate", "./...").Expect(0).Output);
        Assert.Equal("package note\n", File.ReadAllText(_go.At("note/made_gen.go")));
        Assert.Equal("", _go.Run("generate", "-skip=sh", "./...").Expect(0).Output);
    }

    [Fact]
    public void Documentation_is_printed_from_the_sources_in_the_archive()
    {
        Assert.Contains("func Println(a ...any) (n int, err error)\n    Println formats", _go.Run("doc", "fmt.Println").Expect(0).Output,
            StringComparison.Ordinal);
        Assert.Contains("func Printf(format string, values ...any)", _go.Run("doc", "./note").Expect(0).Output, StringComparison.Ordinal);
        // found through the modules
        Assert.Contains("func Printf(format string, values ...any)", _go.Run("doc", "note.Printf").Expect(0).Output,
            StringComparison.Ordinal);
        Assert.Contains("no symbol Nothing in package", _go.Run("doc", "fmt.Nothing").Expect(1).Error, StringComparison.Ordinal);
    }
}
