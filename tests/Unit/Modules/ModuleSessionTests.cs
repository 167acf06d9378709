using System.Text;
using Go.Compiler.Diagnostics;
using Go.Compiler.Modules;
using Go.Compiler.Modules.Resolution;

namespace Go.Compiler.Tests.Modules;

/// <summary>Which versions a build is made of, over modules that exist only here.</summary>
public sealed class ModuleSessionTests : IDisposable
{
    /// <summary>A source of modules given as <c>path@version</c> and the requirements of their go.mod files.</summary>
    private sealed class FakeSource(string root, Dictionary<string, string> modules) : IModuleSource
    {
        public HashSet<string> ReadGoMods { get; } = [];

        public byte[] GoMod(ModuleVersion module, CancellationToken cancellation)
        {
            lock (ReadGoMods)
            {
                ReadGoMods.Add(module.ToString());
            }
            return modules.TryGetValue(module.ToString(), out string? text) ? Encoding.UTF8.GetBytes($"module {module.Path}\n{text}")
                : throw new ModuleException(Catalogue.NoMatchingVersion, $"{module}: no such version") { IsNotFound = true };
        }

        public string Directory(ModuleVersion module, CancellationToken cancellation)
        {
            GoMod(module, cancellation);
            string folder = Path.Combine(root, "cache", module.ToString());
            System.IO.Directory.CreateDirectory(folder);
            File.WriteAllText(Path.Combine(folder, "p.go"), "package p\n");
            return folder;
        }

        public IReadOnlyList<string> Versions(string modulePath, string prefix, CancellationToken cancellation)
        {
            List<string> versions = [.. modules.Keys.Where(m => m.StartsWith(modulePath + "@" + prefix, StringComparison.Ordinal))
                .Select(m => m[(modulePath.Length + 1)..])];
            versions.Sort(SemanticVersion.Compare);
            return versions;
        }

        public ModuleRevision Revision(string modulePath, string query, CancellationToken cancellation)
            => modules.ContainsKey($"{modulePath}@{query}") ? new ModuleRevision(query, DateTimeOffset.UnixEpoch)
                : throw new ModuleException(Catalogue.NoMatchingVersion, $"{modulePath}@{query}: no such version") { IsNotFound = true };

        public ModuleRevision? Latest(string modulePath, CancellationToken cancellation) => null;
    }

    private readonly string _root = System.IO.Directory.CreateTempSubdirectory("module-session-").FullName;
    private readonly Dictionary<string, string> _modules = [];
    private FakeSource _source = null!;

    public void Dispose() => System.IO.Directory.Delete(_root, recursive: true);

    private void Write(string name, string text)
    {
        string path = Path.Combine(_root, "main", name);
        System.IO.Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    private ModuleSession Open(ModuleCommand command = ModuleCommand.Build, ModuleSettings? settings = null, string folder = "")
        => new(new ModuleSessionOptions
    {
        Settings = settings ?? new ModuleSettings(),
        WorkingDirectory = Path.Combine(_root, "main", folder),
        Command = command,
        Source = _ => _source = new FakeSource(_root, _modules),
        LocalGo = "1.27.4",
    });

    private static string BuildList(ModuleSession session)
        => string.Join(' ', session.Graph(session.Requirements).BuildList.Where(m => !ModuleVersions.IsToolchain(m.Path))
            .Select(m => m.ToString()));

    private string Fails(ModuleCommand command = ModuleCommand.Build, ModuleSettings? settings = null)
        => Assert.ThrowsAny<ModuleException>(() => Open(command, settings)).Message.Replace(_root, "~", StringComparison.Ordinal);

    [Fact]
    public void Files_in_places_where_none_should_be_are_passed_by()
    {
        Write("go.mod", "module m\n");
        string here = Path.Combine(_root, "main");
        Assert.False(Open(settings: new ModuleSettings { TemporaryRoot = here }).HasModule);
        ModuleSession session = Open(settings: new ModuleSettings { GopathRoot = here });
        Assert.True(session.HasModule);
        Assert.StartsWith("go.mod file not found", Assert.ThrowsAny<ModuleException>(session.RequireModule).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_module_is_used_as_itself_or_in_place_of_another()
    {
        _modules["a.b/x@v1.0.0"] = _modules["a.b/y@v1.0.0"] = "";
        Write("go.mod", "module m\n\ngo 1.24\n\nrequire (\n\ta.b/x v1.0.0\n\ta.b/y v1.0.0\n)\n\nreplace a.b/x => a.b/y v1.0.0\n");
        Assert.Equal(["a.b/y@v1.0.0 used for two different module paths (a.b/x and a.b/y)"],
            Open().ReplacementConflicts().Select(c => c.Message));
    }

    [Theory]
    [InlineData("a.b/x v1.0.0 h1:abc\n", true)]
    [InlineData("a.b/x v1.0.0 h2:abc\n", false)]
    public void Only_hashes_that_can_be_compared_count(string line, bool has)
        => Assert.Equal(has, GoSumFile.Parse("go.sum", Encoding.UTF8.GetBytes(line)).Has(new ModuleVersion("a.b/x", "v1.0.0")));

    [Fact]
    public void Malformed_sums_are_an_error_or_dropped()
    {
        byte[] content = Encoding.UTF8.GetBytes("a.b/x v1.0.0 # h1:abc\na.b/y v1.0.0 h1:abc\n");
        Assert.Equal("malformed go.sum:\ngo.sum:1: wrong number of fields 4",
            Assert.Throws<ModuleException>(() => GoSumFile.Parse("go.sum", content)).Message);
        GoSumFile repaired = GoSumFile.Parse("go.sum", content, passesMalformed: true);
        Assert.True(repaired.IsChanged);
        Assert.Equal("a.b/y v1.0.0 h1:abc\n", Encoding.UTF8.GetString(repaired.Format()));
    }

    [Fact]
    public void The_highest_version_that_anybody_requires_is_selected()
    {
        _modules["a.b/x@v1.0.0"] = "require a.b/z v1.1.0\n";
        _modules["a.b/y@v1.0.0"] = "require a.b/z v1.3.0\n";
        _modules["a.b/z@v1.1.0"] = _modules["a.b/z@v1.3.0"] = _modules["a.b/z@v1.9.0"] = "";
        Write("go.mod", "module m\ngo 1.16\nrequire (\n a.b/x v1.0.0\n a.b/y v1.0.0\n)\n");
        Assert.Equal("m a.b/x@v1.0.0 a.b/y@v1.0.0 a.b/z@v1.3.0", BuildList(Open(ModuleCommand.Graph)));
    }

    [Fact]
    public void Requirements_of_pruned_dependencies_are_not_read()
    {
        _modules["a.b/x@v1.0.0"] = "go 1.21\nrequire a.b/y v1.0.0\n";
        _modules["a.b/y@v1.0.0"] = "go 1.21\nrequire a.b/z v1.0.0\n";
        _modules["a.b/z@v1.0.0"] = "go 1.21\n";
        Write("go.mod", "module m\ngo 1.21\nrequire a.b/x v1.0.0\n");
        Assert.Equal("m a.b/x@v1.0.0 a.b/y@v1.0.0", BuildList(Open(ModuleCommand.Graph)));
        Assert.Equal(["a.b/x@v1.0.0"], _source.ReadGoMods);
        Write("go.mod", "module m\ngo 1.16\nrequire a.b/x v1.0.0\n");
        Assert.Equal("m a.b/x@v1.0.0 a.b/y@v1.0.0 a.b/z@v1.0.0", BuildList(Open(ModuleCommand.Graph)));
    }

    [Fact]
    public void Excluded_versions_are_not_there_and_replaced_ones_are_something_else()
    {
        _modules["a.b/x@v1.0.0"] = "require a.b/z v1.3.0\nrequire a.b/z v1.1.0\n";
        _modules["a.b/z@v1.1.0"] = "";
        _modules["c.d/z@v2.0.0+incompatible"] = "require a.b/w v1.0.0\n";
        _modules["a.b/w@v1.0.0"] = "";
        Write("go.mod", "module m\ngo 1.16\nrequire a.b/x v1.0.0\nexclude a.b/z v1.3.0\n");
        Assert.Equal("m a.b/x@v1.0.0 a.b/z@v1.1.0", BuildList(Open(ModuleCommand.Graph)));
        Write("go.mod", "module m\ngo 1.16\nrequire a.b/x v1.0.0\nexclude a.b/z v1.3.0\nreplace a.b/z => c.d/z v2.0.0+incompatible\n");
        Assert.Equal("m a.b/w@v1.0.0 a.b/x@v1.0.0 a.b/z@v1.1.0", BuildList(Open(ModuleCommand.Graph)));
    }

    [Fact]
    public void A_package_is_found_in_the_roots_without_reading_the_graph()
    {
        _modules["a.b/x@v1.0.0"] = "go 1.21\nrequire a.b/nowhere v1.0.0\n";
        Write("go.mod", "module m\ngo 1.21\nrequire a.b/x v1.0.0\n");
        ModuleSession session = Open(ModuleCommand.Graph);
        (PackageLocation? location, ModuleException? failure) = session.TryLocate("a.b/x", session.Requirements, null);
        Assert.Null(failure);
        Assert.Equal(new ModuleVersion("a.b/x", "v1.0.0"), location!.Module);
        Assert.Null(session.Requirements.LoadedGraph);
    }

    [Fact]
    public void Errors_deep_in_the_graph_tell_who_requires_it()
    {
        _modules["a.b/x@v1.0.0"] = "require a.b/y v1.0.0\n";
        Write("go.mod", "module m\ngo 1.16\nrequire a.b/x v1.0.0\n");
        ModuleSession session = Open(ModuleCommand.Graph);
        Assert.Equal("a.b/x@v1.0.0 requires\n\ta.b/y@v1.0.0: no such version",
            Assert.Throws<ModuleGraphException>(() => session.Graph(session.Requirements)).Message);
    }

    [Fact]
    public void Builds_need_sums()
    {
        _modules["a.b/x@v1.0.0"] = "";
        Write("go.mod", "module m\ngo 1.21\nrequire a.b/x v1.0.0\n");
        ModuleSession session = Open();
        Assert.Equal("missing go.sum entry for module providing package a.b/x; to add:\n\tgo mod download a.b/x",
            session.TryLocate("a.b/x", session.Requirements, null).Failure!.Message);
        Assert.Equal("a.b/x@v1.0.0: missing go.sum entry for go.mod file; to add it:\n\tgo mod download a.b/x",
            Assert.Throws<ModuleGraphException>(() => session.Graph(session.Requirements)).Message);
        Write("go.sum", "a.b/x v1.0.0 h1:x=\na.b/x v1.0.0/go.mod h1:y=\n");
        session = Open();
        Assert.NotNull(session.TryLocate("a.b/x", session.Requirements, null).Location);
    }

    [Fact]
    public void A_vendor_folder_is_used_only_if_it_fits()
    {
        Write("go.mod", "module m\ngo 1.21\nrequire a.b/x v1.0.0\n");
        Write("vendor/modules.txt", "# a.b/x v1.1.0\n## explicit\na.b/x\n");
        Assert.Equal("inconsistent vendoring in ~/main:\n\ta.b/x@v1.0.0: is explicitly required in go.mod, but not marked as explicit in vendor/modules.txt"
            + "\n\ta.b/x@v1.1.0: is marked as explicit in vendor/modules.txt, but not explicitly required in go.mod"
            + "\n\n\tTo ignore the vendor directory, use -mod=readonly or -mod=mod.\n\tTo sync the vendor directory, run:\n\t\tgo mod vendor", Fails());
        Write("vendor/modules.txt", "# a.b/x v1.0.0\n## explicit\na.b/x\n");
        Write("vendor/a.b/x/x.go", "package x\n");
        ModuleSession session = Open();
        Assert.Equal(ModuleMode.Vendor, session.Mode);
        Assert.Equal(Path.Combine(_root, "main", "vendor", "a.b/x"),
            session.TryLocate("a.b/x", session.Requirements, null).Location!.Folder);
        Assert.Equal(ModuleMode.ReadOnly, Open(settings: new ModuleSettings { Mode = ModuleMode.ReadOnly }).Mode);
    }

    [Fact]
    public void Modules_of_a_workspace_see_each_other_and_raise_each_others_dependencies()
    {
        _modules["a.b/x@v1.0.0"] = _modules["a.b/x@v1.2.0"] = "";
        Write("go.work", "go 1.21\nuse (\n ./a\n ./b\n)\n");
        Write("a/go.mod", "module e.f/a\ngo 1.21\nrequire a.b/x v1.0.0\n");
        Write("b/go.mod", "module e.f/b\ngo 1.21\nrequire a.b/x v1.2.0\n");
        Write("b/b.go", "package b\n");
        ModuleSession session = Open(folder: "a");
        Assert.Equal("e.f/a e.f/b a.b/x@v1.2.0", BuildList(session));
        Assert.Equal(Path.Combine(_root, "main", "b"), session.TryLocate("e.f/b", session.Requirements, null).Location!.Folder);
        Assert.Equal("e.f/a a.b/x@v1.0.0", BuildList(Open(ModuleCommand.Graph, new ModuleSettings { Workspace = "off" }, "a")));
        Write("b/go.mod", "module e.f/b\ngo 1.22\n");
        Assert.Contains("listed in go.work file requires go >= 1.22, but go.work lists go 1.21; to download and use go 1.22:\n\tgo work use", Fails());
        Write("b/go.mod", "module e.f/b\ngo 1.99\n");
        Assert.Contains("listed in go.work file requires go >= 1.99, but go.work lists go 1.21;", Fails());
    }

    [Fact]
    public void Referenced_modules_make_a_workspace_of_their_own()
    {
        Write("a/go.mod", "module e.f/a\ngo 1.21\nrequire e.f/b v0.0.0\n");
        Write("b/go.mod", "module e.f/b\ngo 1.24\n");
        Write("b/b.go", "package b\n");
        ModuleSession session = Open(settings: new ModuleSettings { ReferencedModules = [Path.Combine(_root, "main", "b")] }, folder: "a");
        Assert.True(session.IsWorkspace);
        Assert.Null(session.WorkFilePath);
        Assert.Equal("1.24", session.GoVersionOfMain);
        Assert.Equal("e.f/a e.f/b", BuildList(session));
        Assert.NotNull(session.TryLocate("e.f/b", session.Requirements, null).Location);
    }

    [Fact]
    public void Queries_prefer_releases_and_pass_over_what_is_retracted()
    {
        _modules["a.b/x@v1.0.0"] = "";
        _modules["a.b/x@v1.1.0"] = "";
        _modules["a.b/x@v1.2.0"] = "retract (\n v1.2.0 // by mistake\n v1.1.0\n)\n";
        _modules["a.b/x@v1.3.0-pre"] = "";
        Write("go.mod", "module m\ngo 1.21\nexclude a.b/x v1.0.0\n");
        ModuleSession session = Open(ModuleCommand.Get);
        string Query(string query, string current = "") => session.Query("a.b/x", query, current, session.CheckAllowed).Version;
        Assert.Equal("v1.3.0-pre", Query("latest")); // all releases are ruled out
        Assert.Equal("v1.2.0", session.Query("a.b/x", "latest", "", null).Version);
        Assert.Equal("v1.2.0", session.Query("a.b/x", "v1", "", null).Version);
        Assert.Equal("v1.0.0", session.Query("a.b/x", ">v0.9.0", "", null).Version);
        Assert.Equal("v1.1.0", session.Query("a.b/x", "<v1.2.0", "", null).Version);
        Assert.Equal("v1.1.0", session.Query("a.b/x", "patch", "v1.1.0", null).Version);
        Assert.Equal("a.b/x@v1.2.0: retracted by module author: by mistake",
            Assert.Throws<DisallowedVersionException>(() => session.CheckRetractions(new("a.b/x", "v1.2.0"))).Message);
        Assert.Equal("no matching versions for query \"v3\"", Assert.ThrowsAny<ModuleException>(() => Query("v3")).Message);
        Assert.Equal("can't query version \"patch\" of module a.b/x: no existing version is required",
            Assert.ThrowsAny<ModuleException>(() => Query("patch")).Message);
    }

    [Fact]
    public void Requirements_are_edited_until_they_agree()
    {
        _modules["a.b/x@v1.0.0"] = "go 1.21\nrequire a.b/y v1.0.0\n";
        _modules["a.b/x@v1.1.0"] = "go 1.21\nrequire a.b/y v1.1.0\n";
        _modules["a.b/y@v1.0.0"] = _modules["a.b/y@v1.1.0"] = "go 1.21\n";
        Write("go.mod", "module m\ngo 1.21\nrequire a.b/x v1.1.0\nrequire a.b/y v1.1.0\n");
        ModuleSession session = Open(ModuleCommand.Get);
        Assert.True(RequirementEditor.Edit(session, [], [new("a.b/y", "v1.0.0")]));
        Assert.Equal("m a.b/x@v1.0.0 a.b/y@v1.0.0", BuildList(session)); // x goes down with it
        RequirementConflictException conflict = Assert.Throws<RequirementConflictException>(()
            => RequirementEditor.Edit(session, [], [new("a.b/x", "v1.1.0"), new("a.b/y", "v1.0.0")]));
        Assert.Equal("a.b/x@v1.1.0 requires a.b/y@v1.1.0, but v1.0.0 is requested", Assert.Single(conflict.Conflicts).Summary);
    }

    [Fact]
    public void Newer_go_lines_are_refused()
    {
        Write("go.mod", "module m\ngo 1.99\n");
        Assert.Equal("go.mod requires go >= 1.99 (running go 1.27.4; GOTOOLCHAIN=local)",
            Fails().Replace("~/main/", "", StringComparison.Ordinal).Split('/')[^1]);
        _modules["a.b/x@v1.0.0"] = "go 1.99\n";
        Write("go.mod", "module m\ngo 1.21\nrequire a.b/x v1.0.0\n");
        ModuleSession session = Open(ModuleCommand.Graph);
        Assert.Equal("a.b/x@v1.0.0: module a.b/x@v1.0.0 requires go >= 1.99 (running go 1.27.4; GOTOOLCHAIN=local)",
            Assert.Throws<ModuleGraphException>(() => session.Graph(session.Requirements)).Message);
    }

    [Theory]
    [InlineData("go", "1.16", "1.16")] // a release of that name, as all before 1.21 have
    [InlineData("go", "1.20", "1.20")]
    [InlineData("go", "go1.20", "1.20")]
    [InlineData("go", "1.21rc2", "1.21rc2")]
    [InlineData("go", "1.27", "1.27.4")] // a series
    [InlineData("go", "1.28.1", "1.28.1")]
    [InlineData("go", "1.28.2", "!golang.org/toolchain@v0.0.1-go1.28.2.linux-amd64: no such version")]
    [InlineData("go", "1.21", "!no matching versions for query \"1.21\"")]
    [InlineData("go", "foo", "!invalid go version foo")]
    [InlineData("toolchain", "go1.27.4", "go1.27.4")]
    [InlineData("toolchain", "1.27.4", "go1.27.4")]
    [InlineData("toolchain", "go1.28.1", "go1.28.1")]
    [InlineData("toolchain", "go1.20.1", "!golang.org/toolchain@v0.0.1-go1.20.1.linux-amd64: no such version")]
    [InlineData("toolchain", "1.26", "!go language version 1.26 is not a toolchain version")]
    [InlineData("toolchain", "foo", "!invalid toolchain version foo")]
    public void Releases_of_Go_are_versions_too(string path, string query, string answer)
    {
        Write("go.mod", "module m\n\ngo 1.20\n");
        _modules["golang.org/toolchain@v0.0.1-go1.28.1.linux-amd64"] = "";
        ModuleSession session = Open();
        string Answer()
        {
            try
            {
                return session.Query(path, query, "", null).Version;
            }
            catch (ModuleException e)
            {
                return "!" + e.Message;
            }
        }
        Assert.Equal(answer, Answer());
    }

    [Fact]
    public void A_conflict_tells_the_whole_way_to_it()
    {
        ModuleVersion a = new("a.b/x", "v1.0.0"), b = new("a.b/y", "v1.2.0"), c = new("a.b/z", "v1.3.0");
        Assert.Equal("a.b/x@v1.0.0 requires\n\ta.b/y@v1.2.0 requires\n\ta.b/z@v1.3.0, but v1.1.0 is requested",
            new RequirementConflict([a, b, c], c with { Version = "v1.1.0" }, null).FullText);
        var failure = new ModuleException(Catalogue.ModuleNotFound, "a.b/z@v1.3.0: not there");
        Assert.Equal("a.b/x@v1.0.0 requires\n\ta.b/z@v1.3.0: not there", new RequirementConflict([a, c], null, failure).FullText);
        Assert.Equal("a.b/z@v1.3.0 found: not there", new RequirementConflict([c], null, failure).FullText);
    }
}
