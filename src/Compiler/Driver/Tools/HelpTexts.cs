namespace Go.Compiler.Driver.Tools;

/// <summary>The texts of <c>help</c>: commands, then topics, each in the order of Go's own list.</summary>
internal static class HelpTexts
{
    public static IReadOnlyList<HelpText> All { get; } =
    [
        new("bug", "go bug", "start a bug report", "Prints a bug report to fill in: version, settings and system. No browser is opened and nothing is sent."),
        new("build", "go build [-o output] [build flags] [packages]", "compile packages and dependencies", """
            Compiles the packages and what they import. One main package becomes a program in the working folder, or where -o says; of
            several packages, or others, only whether they compile is seen. Packages come from the cache when nothing that they depend on
            has changed. docs/command-line.md has a row for each build flag: what works, what has no meaning here, what is refused.
            """),
        new("clean", "go clean [-i] [-r] [-n] [-x] [-cache] [-testcache] [-modcache] [-fuzzcache] [packages]", "remove object files and cached files", """
            Removes programs that builds left beside sources. -cache empties the build cache, -modcache removes the module cache;
            -r goes on to dependencies, -n only tells, -x tells too.
            """),
        new("doc", """
            go doc [doc flags] [package|[package.]symbol[.methodOrField]]
            	go doc
            	go doc <pkg>
            	go doc <sym>[.<methodOrField>]
            	go doc [<pkg>.]<sym>[.<methodOrField>]
            	go doc [<pkg>.][<sym>.]<methodOrField>
            	go doc <pkg> <sym>[.<methodOrField>]
            """, "show documentation for package or symbol", """
            Prints the documentation of a package or of what it declares. -all prints all of a package, -short one line for each symbol,
            -src the source, -u also what is not exported, -cmd of commands too, -ex examples, -c minds case, -C FOLDER goes there first.
            It is Go's own, built from Go's sources when it is first asked for.
            """),
        new("env", "go env [-json] [-changed] [-u] [-w] [var ...]", "print Go environment information",
            "Prints settings, all or those named. -w NAME=VALUE and -u NAME change the user's file, -changed shows what differs from the default."),
        new("fix", "go fix [build flags] [-fixtool prog] [fix flags] [packages]", "apply fixes suggested by static checkers", """
            Lets Go's own cmd/fix mend the sources of packages of the main module. -diff prints differences instead, and fails when there
            are any; -json prints what would be mended. 'go tool fix help' lists the fixers.
            """),
        new("fmt", "go fmt [-n] [-x] [packages]", "gofmt (reformat) package sources", "Runs gofmt -l -w on the files of packages, and prints the names of those that it changed. -n only tells, -x tells too."),
        new("generate", "go generate [-run regexp] [-n] [-v] [-x] [build flags] [file.go... | packages]", "generate Go files by processing source", """
            Runs the commands of lines that begin with //go:generate, file by file, in the package's folder. They get GOARCH, GOOS, GOFILE,
            GOLINE, GOPACKAGE, GOROOT and DOLLAR; $NAME stands for a variable; //go:generate -command NAME WORDS makes NAME stand for words.
            -run and -skip choose lines by a regular expression, -v names files, -n tells the commands only, -x tells them too.
            Builds never run generators. In projects, GoGenerator items and the target GoGenerate do, when inputs have changed.
            """),
        new("get", "go get [-t] [-u] [-tool] [build flags] [packages]", "add dependencies to current module and install them", """
            Finds versions of the modules that have the packages named, the latest, or specific module versions (path@v1.2.3, path@latest,
            path@none), and updates go.mod to require those versions. -u updates dependencies too, -t those of tests, -tool adds tool lines.
            """),
        new("install", "go install [build flags] [packages]", "compile and install packages and dependencies", "Compiles programs into GOBIN, else GOPATH/bin."),
        new("list", "go list [-f format] [-json] [-m] [list flags] [build flags] [packages]", "list packages or modules", """
            Prints a line for each package; -f takes a template, -json prints objects, -deps goes on to dependencies, -e tells errors as
            data, -export compiles and names files with types. -m lists modules instead: -u with newer versions, -versions with all.
            """),
        new("mod", """
            go mod <command> [arguments]

            The commands are:

            	download    download modules to local cache
            	edit        edit go.mod from tools or scripts
            	graph       print module requirement graph
            	init        initialize new module in current directory
            	tidy        add missing and remove unused modules
            	vendor      make vendored copy of dependencies
            	verify      verify dependencies have expected content
            	why         explain why packages or modules are needed
            """, "module maintenance", "Use \"go help mod <command>\" for more information about a command.", IsGroup: true),
        new("mod download", "go mod download [-x] [-json] [modules]", "download modules to local cache", "Downloads modules, all that the main module needs or those named, into the module cache."),
        new("mod edit", "go mod edit [editing flags] [-fmt|-print|-json] [go.mod]", "edit go.mod from tools or scripts", "Changes or prints go.mod without looking anything up."),
        new("mod graph", "go mod graph [-go=version] [-x]", "print module requirement graph", "Prints the graph of requirements, an edge a line."),
        new("mod init", "go mod init [module-path]", "initialize new module in current directory", "Writes a go.mod file in the working folder."),
        new("mod tidy", "go mod tidy [-e] [-v] [-x] [-diff] [-go=version] [-compat=version]", "add missing and remove unused modules", "Makes go.mod and go.sum match what the packages import."),
        new("mod vendor", "go mod vendor [-e] [-v] [-o outdir]", "make vendored copy of dependencies", "Copies the packages that the main module's need into its folder vendor."),
        new("mod verify", "go mod verify", "verify dependencies have expected content", "Compares the module cache with what was downloaded."),
        new("mod why", "go mod why [-m] [-vendor] packages...", "explain why packages or modules are needed", "Prints a shortest way of imports from the main module to each package."),
        new("run", "go run [build flags] [-exec xprog] package [arguments...]", "compile and run Go program", "Compiles a program into a temporary folder and runs it with the rest of the arguments."),
        new("telemetry", "go telemetry [off|local|on]", "manage telemetry data and settings", """
            Prints or sets the mode that Go's own commands go by. This command counts nothing and sends nothing, whatever the mode is.
            """),
        new("test", "go test [build/test flags] [packages] [build/test flags & test binary flags]", "test packages", """
            Builds a test program for each package, lets analyzers look at it (-vet), runs it, and prints what came of it.
            docs/testing.md has the flags; 'go help testflag' the most used.
            """),
        new("tool", "go tool [-n] command [args...]", "run specified go tool", """
            Runs one of Go's tools, or one that go.mod names on a tool line; both are built when that is needed. Without arguments it lists
            them; -n prints the program's file.
            """),
        new("version", "go version [-m] [-v] [-json] [file ...]", "print Go version", "Prints the version, or those that programs were built with; -m also their modules and settings."),
        new("vet", "go vet [build flags] [-vettool prog] [vet flags] [packages]", "report likely mistakes in packages", """
            Lets Go's own cmd/vet look at packages with their tests. -json prints findings as JSON, -c=N shows N lines around each, -fix
            mends what can be mended. 'go tool vet help' lists the analyzers, each of which is a flag too.
            """),
        new("work", """
            go work <command> [arguments]

            The commands are:

            	edit        edit go.work from tools or scripts
            	init        initialize workspace file
            	sync        sync workspace build list to modules
            	use         add modules to workspace file
            	vendor      make vendored copy of dependencies
            """, "workspace maintenance", "Use \"go help work <command>\" for more information about a command.", IsGroup: true),
        new("work edit", "go work edit [editing flags] [go.work]", "edit go.work from tools or scripts", "Changes or prints go.work."),
        new("work init", "go work init [moddirs]", "initialize workspace file", "Writes a go.work file in the working folder."),
        new("work sync", "go work sync", "sync workspace build list to modules", "Writes the versions that the workspace selects into its modules' go.mod files."),
        new("work use", "go work use [-r] [moddirs]", "add modules to workspace file", "Adds folders with modules to go.work, or takes those away that have none."),
        new("work vendor", "go work vendor [-e] [-v] [-o outdir]", "make vendored copy of dependencies", "Copies the packages that the workspace's modules need into the folder vendor beside go.work."),
        Topic("buildconstraint", "build constraints", "A line //go:build EXPRESSION before the package clause says when a file counts; so do _GOOS, _GOARCH and _test at the end of file names."),
        Topic("buildjson", "build -json encoding", "With -json, build, install and test print objects with ImportPath, Action (build-output, build-fail) and Output."),
        Topic("buildmode", "build modes", "Programs are built, statically linked and at a fixed address: -buildmode=exe, which is the default. Other modes are refused."),
        Topic("c", "calling between Go and C", "There is no cgo: files that import \"C\" are left out, as with CGO_ENABLED=0."),
        Topic("cache", "build and test caching", "Compiled packages are kept under a key of all that they depend on. GO_SDK_CACHE names the folder; 'go clean -cache' empties it."),
        Topic("environment", "environment variables", "'go env' prints all settings. docs/command-line.md says what each does here."),
        Topic("filetype", "file types", "Of a folder count .go files, .s files of Go's assembler, and .h files for those. Files of C and the like are not compiled."),
        Topic("goauth", "GOAUTH environment variable", "How to log in to module servers: off, netrc, git FOLDER, or a command that prints headers; several with semicolons between."),
        Topic("go.mod", "the go.mod file", "Names the module, the language version, required modules and their replacements; 'go mod' and 'go get' change it. See https://go.dev/ref/mod."),
        Topic("gopath", "GOPATH environment variable", "Modules are kept in GOPATH/pkg/mod, installed programs in GOPATH/bin. Packages are found in modules; with GO111MODULE=off, in GOPATH/src."),
        Topic("goproxy", "module proxy protocol", "GOPROXY lists where modules come from: addresses, direct, off; after a comma the next is asked when a module is not found, after | always."),
        Topic("importpath", "import path syntax", "An import path names a package of the standard library, or one of a module by the module's path and the folder in it."),
        Topic("modules", "modules, module versions, and more", "A module is a tree of packages with a go.mod at its root. Versions are chosen by minimal version selection. See https://go.dev/ref/mod."),
        Topic("module-auth", "module authentication using go.sum", "go.sum has a hash of each module and go.mod that counts; new ones are looked up in the checksum database (GOSUMDB, GONOSUMDB)."),
        Topic("packages", "package lists and patterns", "Packages are import paths, folders (./x), or patterns with ... ; all, std, cmd, tool and work are names for sets. Without any: the working folder."),
        Topic("private", "configuration for downloading non-public code", "GOPRIVATE lists modules that neither a proxy nor the checksum database is asked about; GONOPROXY and GONOSUMDB say it for one."),
        Topic("testflag", "testing flags", "-run, -skip, -bench, -count, -cpu, -failfast, -list, -parallel, -short, -shuffle, -timeout, -v and the profiles go to the test programs; -args ends them."),
        Topic("testfunc", "testing functions", "Test programs run functions TestXxx(*testing.T), BenchmarkXxx(*testing.B), FuzzXxx(*testing.F) and Example functions with an // Output: comment."),
        Topic("vcs", "controlling version control with GOVCS", "GOVCS says which version control programs may be started for which modules; git is the one that is known."),
    ];

    public static HelpText? Find(string name) => All.FirstOrDefault(t => t.Name == name);

    private static HelpText Topic(string name, string shortText, string text) => new(name, "", shortText, text);
}
