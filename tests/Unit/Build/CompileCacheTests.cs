using Go.Compiler.Build;
using Go.Compiler.Diagnostics;

namespace Go.Compiler.Tests.Build;

/// <summary>What an edit compiles again, and that packages from the cache and packages from sources make the same.</summary>
public sealed class CompileCacheTests : IClassFixture<StandardLibraryCache>, IDisposable
{
    private readonly BuildWorkspace _w = new();

    public CompileCacheTests(StandardLibraryCache standardLibrary)
    {
        standardLibrary.CopyTo(_w.Cache);
        _w.Write("leaf/leaf.go", """
            package leaf

            import "errors"

            var ErrLeaf = errors.New("leaf")

            type Pair[K comparable, V any] struct {
            	Key K
            	Value V
            }

            func (p *Pair[K, V]) Set(k K, v V) { p.Key, p.Value = k, v }

            func Map[T, U any](list []T, f func(T) U) []U {
            	result := make([]U, 0, len(list))
            	for _, e := range list {
            		result = append(result, f(e))
            	}
            	return result
            }

            type Node struct {
            	Next *Node
            	value int
            }

            func (n *Node) Value() int { return n.value }

            func Large(n int) int { return hidden(n) + hidden(n+1) }

            //go:noinline
            func hidden(n int) int {
            	total := 1
            	for i := 0; i < n; i++ {
            		total += i
            	}
            	return total
            }

            """);
        _w.Write("middle/middle.go", """
            package middle

            import "example.com/m/leaf"

            type List = []leaf.Pair[string, int]

            func Lengths(words []string) List {
            	return leaf.Map(words, func(w string) leaf.Pair[string, int] {
            		var p leaf.Pair[string, int]
            		p.Set(w, leaf.Large(len(w)))
            		return p
            	})
            }

            func First() *leaf.Node { return new(leaf.Node) }

            """);
        _w.Write("a/main.go", """
            package main

            import "example.com/m/middle"

            func main() {
            	for _, p := range middle.Lengths([]string{"a", "bc"}) {
            		println(p.Key, p.Value)
            	}
            	println(middle.First().Value())
            }

            """);
        _w.Write("b/main.go", "package main\n\nfunc main() {}\n");
    }

    public void Dispose() => _w.Dispose();

    [Fact]
    public void The_second_build_compiles_nothing()
    {
        Assert.Equal(["/a", "/b", "/leaf", "/middle"], _w.Compiled().Order(StringComparer.Ordinal));
        Assert.Empty(_w.Compile().CompiledPackages);
    }

    [Fact]
    public void An_edit_of_a_program_compiles_the_program()
    {
        _w.Compile();
        _w.Replace("a/main.go", "\"bc\"", "\"bcd\"");
        Assert.Equal(["/a"], _w.Compiled());
    }

    [Fact]
    public void An_edit_that_no_importer_can_see_compiles_one_package()
    {
        _w.Compile();
        _w.Replace("leaf/leaf.go", "total += i", "total += i * 3");
        Assert.Equal(["/leaf"], _w.Compiled());
        _w.Replace("leaf/leaf.go", "\ttotal := 1", "\t// A comment.\n\n\ttotal := 1");
        Assert.Equal(["/leaf"], _w.Compiled());
    }

    [Fact]
    public void An_edit_of_a_generic_body_compiles_all_that_may_instantiate_it()
    {
        _w.Compile();
        _w.Replace("leaf/leaf.go", "make([]U, 0, len(list))", "make([]U, 0, len(list)+1)");
        Assert.Equal(["/leaf", "/middle", "/a"], _w.Compiled());
    }

    [Fact]
    public void Lines_of_generic_bodies_count_because_they_are_in_the_line_tables_of_importers()
    {
        _w.Compile();
        _w.Replace("leaf/leaf.go", "func Map[", "\nfunc Map[");
        Assert.Equal(["/leaf", "/middle", "/a"], _w.Compiled());
    }

    [Fact]
    public void A_layout_that_is_reached_through_another_package_counts()
    {
        _w.Compile();
        _w.Replace("leaf/leaf.go", "\tvalue int", "\tvalue int\n\tmore int");
        Assert.Contains("/a", _w.Compiled());
    }

    [Fact]
    public void Flags_that_matter_are_part_of_the_key()
    {
        _w.Compile();
        Assert.NotEmpty(_w.Compiled(_w.Options() with { Inline = false }));
        Assert.NotEmpty(_w.Compiled(_w.Options() with { TrimPath = true }));
        Assert.Empty(_w.Compiled(_w.Options() with { Tags = ["unused"], Parallelism = 1, StripSymbols = true }));
    }

    [Theory]
    [InlineData("flip")]
    [InlineData("truncate")]
    [InlineData("delete")]
    [InlineData("empty")]
    public void Damaged_entries_are_compiled_again(string damage)
    {
        HashSet<string> standardLibrary = [.. BuildWorkspace.Entries(_w.Cache).Keys];
        _w.Compile();
        SortedDictionary<string, string> before = BuildWorkspace.Entries(_w.Cache);
        foreach (string file in Directory.GetFiles(_w.Cache, "*", SearchOption.AllDirectories)
            .Where(f => Path.GetFileName(f).Length == 64 && !standardLibrary.Contains(Path.GetFileName(f))))
        {
            byte[] bytes = File.ReadAllBytes(file);
            switch (damage)
            {
                case "flip":
                    bytes[bytes.Length / 2] ^= 4;
                    File.WriteAllBytes(file, bytes);
                    break;
                case "truncate":
                    File.WriteAllBytes(file, bytes[..(bytes.Length / 2)]);
                    break;
                case "delete":
                    File.Delete(file);
                    break;
                default:
                    File.WriteAllBytes(file, []);
                    break;
            }
        }
        Assert.Equal(4, _w.Compiled().Length);
        Assert.Equal(before, BuildWorkspace.Entries(_w.Cache));
        Assert.Empty(_w.Compile().CompiledPackages);
    }

    [Theory]
    [InlineData("delete")]
    [InlineData("flip")]
    public void A_lost_interface_part_costs_its_package(string damage)
    {
        _w.Compile();
        foreach (string file in Directory.GetFiles(_w.Cache, "*", SearchOption.AllDirectories))
        {
            // What keeps its size is missed late: when an importer is compiled.
            if (BuildWorkspace.PartIn(file, "GOSDKEXP"u8) is "example.com/m/leaf" or "example.com/m/middle" or "runtime")
            {
                byte[] bytes = File.ReadAllBytes(file);
                bytes[^1] ^= 1;
                File.Delete(file);
                if (damage == "flip")
                {
                    File.WriteAllBytes(file, bytes);
                }
            }
        }
        _w.Replace("a/main.go", "\"bc\"", "\"bcd\"");
        BuildOutcome outcome = _w.Compile();
        string[] lost = damage == "flip" ? ["example.com/m/leaf", "example.com/m/middle"]
            : ["runtime", "example.com/m/leaf", "example.com/m/middle"];
        Assert.Equal([.. lost, "example.com/m/a"], outcome.CompiledPackages);
        Assert.Empty(_w.Compile().CompiledPackages);
    }

    [Fact]
    public void Exchanged_files_are_nobodys()
    {
        _w.Compile();
        string[] files = [.. Directory.GetFiles(_w.Cache, "*", SearchOption.AllDirectories).Where(f => Path.GetFileName(f).Length == 64)
            .Order(StringComparer.Ordinal)];
        foreach (string[] group in (string[][])[[.. files.Where(BuildWorkspace.IsRecord)],
            [.. files.Where(f => !BuildWorkspace.IsRecord(f))]])
        {
            byte[] first = File.ReadAllBytes(group[0]);
            for (int i = 0; i + 1 < group.Length; i++)
            {
                File.Copy(group[i + 1], group[i], overwrite: true);
            }
            File.WriteAllBytes(group[^1], first);
        }
        Assert.Equal(4, _w.Compiled().Length);
        Assert.Empty(_w.Compile().CompiledPackages);
    }

    [Fact]
    public void A_record_whose_parts_are_of_an_earlier_compilation_of_the_package_is_found_out()
    {
        _w.Compile();
        string[] earlier = Directory.GetFiles(_w.Cache, "*", SearchOption.AllDirectories);
        Dictionary<string, byte[]> records = RecordsOf("example.com/m/leaf");
        _w.Replace("leaf/leaf.go", "type Node struct {", "type Node struct {\n\tFirst int");
        _w.Compile();
        // Somebody makes the record of the new sources say what that of the old ones says, key, checksum and all.
        (string key, byte[] content) = (RecordsOf("example.com/m/leaf").Keys.Single(k => !records.ContainsKey(k)), records.Values.Single());
        new ContentCache(_w.Cache).Write(CacheKind.Package, key, content);
        foreach (string file in earlier.Where(f => BuildWorkspace.PartIn(f, "GOSDKEXP"u8) == "example.com/m/leaf"))
        {
            File.Delete(file);
        }
        Assert.Contains("/leaf", _w.Compiled());
        Assert.Empty(_w.Compile().CompiledPackages);

        Dictionary<string, byte[]> RecordsOf(string package)
        {
            var found = new Dictionary<string, byte[]>();
            foreach (string name in Directory.GetFiles(_w.Cache, "*", SearchOption.AllDirectories).Select(f => Path.GetFileName(f))
                .Where(f => f.Length == 64))
            {
                if (new ContentCache(_w.Cache).TryRead(CacheKind.Package, name) is { } bytes
                    && CacheEntry.Parse(bytes, package) is not null)
                {
                    found.Add(name, bytes);
                }
            }
            return found;
        }
    }

    [Fact]
    public void A_cache_that_cannot_be_written_is_one_warning()
    {
        _w.Cache = Path.Combine(_w.Source, "go.mod");
        BuildOutcome outcome = _w.Compile();
        Diagnostic warning = Assert.Single(outcome.Diagnostics);
        Assert.Equal("GO8001", warning.Code);
        Assert.Contains("runtime", outcome.CompiledPackages);
    }

    [Fact]
    public void Packages_from_the_cache_make_the_same_as_packages_from_sources()
    {
        _w.Cache += "1";
        _w.Compile(_w.Options() with { Parallelism = 1 });
        SortedDictionary<string, string> expected = BuildWorkspace.Entries(_w.Cache);
        // The same packages one after the other, each with all its imports from the cache.
        _w.Cache += "2";
        foreach (string package in (string[])["errors", "./leaf", "./middle", "./..."])
        {
            _w.Compile(_w.Options(package) with { Parallelism = 4 });
        }
        Assert.Equal(expected, BuildWorkspace.Entries(_w.Cache));
    }
}
