namespace Go.Sdk.Tests.Walk;

/// <summary>A layout of projects that walks start from.</summary>
/// <param name="Name">For messages.</param>
/// <param name="Project">The project's folder, relative to the root.</param>
/// <param name="Files">Files by path relative to the root. <c>%d</c> stands for a number that steps change.</param>
/// <param name="Folders">Folders that Go files come to.</param>
/// <param name="Assets">Folders that other files come to; empty: there are none.</param>
/// <param name="IsTests">Its test programs are built.</param>
internal sealed record WalkShape(
    string Name, string Project, IReadOnlyDictionary<string, string> Files, IReadOnlyList<string> Folders, IReadOnlyList<string> Assets,
        bool IsTests = false)
{
    private const string Main =
        "package main\n\nimport \"%import\"\n\nvar version = \"none\"\n\nconst number = 1000\n\nfunc main() { println(version, number, %call) }\n";

    public static IReadOnlyList<WalkShape> All { get; } =
    [
        new("single module", ".", new Dictionary<string, string>
        {
            ["go.mod"] = "module example.com/app\n\ngo 1.27\n",
            ["main.go"] = MainFile("example.com/app/lib", "lib.Value()"),
            ["tagged.go"] = "//go:build x\n\npackage main\n\nfunc init() { println(1000) }\n",
            ["lib/lib.go"] = "package lib\n\nfunc Value() int { return 1000 + native() }\n",
            ["lib/native.s"] =
                "#include \"textflag.h\"\n#include \"local.h\"\n\nTEXT ·native(SB), NOSPLIT, $0-8\n\tMOVQ $NUMBER, AX\n\tMOVQ AX, ret+0(FP)\n\tRET\n",
            ["lib/native.go"] = "package lib\n\nfunc native() int\n",
            ["lib/local.h"] = "#define NUMBER 1000\n",
        }, [".", "lib"], []),
        new("project in cmd/x", "cmd/x", new Dictionary<string, string>
        {
            ["go.mod"] = "module example.com/app\n\ngo 1.27\n",
            ["cmd/x/main.go"] = MainFile("example.com/app/internal/a", "a.Value()"),
            ["internal/a/a.go"] = "package a\n\nimport \"example.com/app/b\"\n\nfunc Value() int { return 1000 + b.Value() }\n",
            ["b/b.go"] = "package b\n\nfunc Value() int { return 1000 }\n",
        }, ["cmd/x", "internal/a", "b"], []),
        new("replaced module", "app", new Dictionary<string, string>
        {
            ["app/go.mod"] = "module example.com/app\n\ngo 1.27\n\nrequire example.com/dep v1.0.0\n\nreplace example.com/dep => ../dep\n",
            ["app/main.go"] = MainFile("example.com/dep/p", "p.Value()"),
            ["dep/go.mod"] = "module example.com/dep\n\ngo 1.25\n",
            ["dep/p/p.go"] = "package p\n\nimport \"example.com/dep/q\"\n\nfunc Value() int { return 1000 + q.Value() }\n",
            ["dep/q/q.go"] = "package q\n\nfunc Value() int { return 1000 }\n",
        }, ["app", "dep/p", "dep/q"], []),
        new("vendor folder", ".", new Dictionary<string, string>
        {
            ["go.mod"] = "module example.com/app\n\ngo 1.27\n\nrequire example.com/v v1.2.0\n",
            ["go.sum"] = "",
            ["main.go"] = MainFile("example.com/v", "v.Value()"),
            ["vendor/modules.txt"] = "# example.com/v v1.2.0\n## explicit; go 1.25\nexample.com/v\nexample.com/v/w\n",
            ["vendor/example.com/v/v.go"] = "package v\n\nimport \"example.com/v/w\"\n\nfunc Value() int { return 1000 + w.Value() }\n",
            ["vendor/example.com/v/w/w.go"] = "package w\n\nfunc Value() int { return 1000 }\n",
        }, [".", "vendor/example.com/v", "vendor/example.com/v/w"], []),
        new("workspace", "app", new Dictionary<string, string>
        {
            ["go.work"] = "go 1.27\n\nuse (\n\t./app\n\t./dep\n\t./other\n)\n",
            ["app/go.mod"] = "module example.com/app\n\ngo 1.27\n\nrequire example.com/dep v1.0.0\n",
            ["app/main.go"] = MainFile("example.com/dep/p", "p.Value()"),
            ["dep/go.mod"] = "module example.com/dep\n\ngo 1.25\n",
            ["dep/p/p.go"] = "package p\n\nimport \"example.com/other\"\n\nfunc Value() int { return 1000 + other.Value() }\n",
            ["other/go.mod"] = "module example.com/other\n\ngo 1.24\n",
            ["other/other.go"] = "package other\n\nfunc Value() int { return 1000 }\n",
            ["app/other.work"] = "go 1.27\n\nuse (\n\t.\n\t../dep\n)\n\nreplace example.com/other => ../other\n",
        }, ["app", "dep/p", "other"], []),
        new("embedded files", ".", new Dictionary<string, string>
        {
            ["go.mod"] = "module example.com/app\n\ngo 1.27\n",
            ["main.go"] =
                "package main\n\nimport \"embed\"\n\n//go:embed assets templates/*.txt\nvar files embed.FS\n\n//go:embed all:hidden\nvar hidden embed.FS\n\n"
                + "//go:embed note.txt\nvar note string\n\nvar version = \"none\"\n\nfunc main() {\n\tentries, _ := files.ReadDir(\"assets\")\n\tprintln(version, 1000, len(entries), note)\n\t_ = hidden\n}\n",
            ["note.txt"] = "note 1000\n",
            ["assets/a.txt"] = "asset 1000\n",
            ["assets/below/b.txt"] = "asset 1000\n",
            ["templates/t.txt"] = "template 1000\n",
            ["hidden/.h"] = "hidden 1000\n",
            ["hidden/v.txt"] = "visible 1000\n",
        }, ["."], ["assets", "assets/below", "templates", "hidden"]),
        new("test programs", ".", new Dictionary<string, string>
        {
            ["go.mod"] = "module example.com/app\n\ngo 1.27\n",
            ["main.go"] = MainFile("example.com/app/lib", "lib.Value()"),
            ["main_test.go"] =
                "package main\n\nimport \"testing\"\n\nfunc TestMainNumber(t *testing.T) {\n\tif number < 1000 {\n\t\tt.Fatal(number)\n\t}\n}\n",
            ["lib/lib.go"] = "package lib\n\nfunc Value() int { return 1000 }\n",
            ["lib/lib_test.go"] =
                "package lib_test\n\nimport (\n\t\"testing\"\n\n\t\"example.com/app/lib\"\n)\n\nfunc TestValue(t *testing.T) {\n\tif lib.Value() < 1000 {\n\t\tt.Fatal(1000)\n\t}\n}\n",
            ["none/none.go"] = "package none\n\nconst Number = 1000\n",
        }, [".", "lib", "none"], [], IsTests: true),
    ];

    private static string MainFile(string import, string call)
        => Main.Replace("%import", import, StringComparison.Ordinal).Replace("%call", call, StringComparison.Ordinal);
}
