#!/usr/bin/env python3
"""Compares commands with the original's (eng/get-go.sh --oracle), with flags, values, arguments and variables at random.

    eng/command-walk.py FIRST LAST

For each seed from FIRST to before LAST it makes the same small module (commands, a library, tests, a package with an error, an embedded file),
and calls six commands in it, one after the other, each by both toolchains in a copy of its own. Output, errors (as a set of lines), exit codes,
and the names of the files in the folder have to be the same; what is not is printed. Times, build identifiers and the words in front of an
error are made the same before.
"""
import os
import random
import re

from toolchain_sides import Side, differences, report, run_seeds, write

FILES = {
    "go.mod": "module example.com/m\n\ngo 1.25\n",
    "lib/lib.go": 'package lib\n\nimport _ "embed"\n\n//go:embed text.txt\nvar Text string\n\nvar Name = "lib"\n\nfunc Sum(a []int) (n int) {\n\tfor _, v := range a {\n\t\tn += v\n\t}\n\treturn n\n}\n',
    "lib/text.txt": "text\n",
    "lib/lib_test.go": 'package lib\n\nimport (\n\t"os"\n\t"testing"\n)\n\nfunc TestSum(t *testing.T) {\n\tif Sum([]int{1, 2}) != 3 {\n\t\tt.Fatal("sum")\n\t}\n\tt.Log("logged", len(os.Args) > 90)\n}\n\n'
                       'func TestSkipped(t *testing.T) { t.Skip("why") }\n\nfunc BenchmarkSum(b *testing.B) {\n\tfor b.Loop() {\n\t\tSum(nil)\n\t}\n}\n\nfunc FuzzSum(f *testing.F) {\n\tf.Add(1)\n\tf.Fuzz(func(t *testing.T, n int) {})\n}\n\n'
                       'func ExampleSum() {\n\tprintln()\n\t// Output:\n}\n',
    "cmd/a/main.go": 'package main\n\nimport (\n\t"fmt"\n\t"os"\n\n\t"example.com/m/lib"\n)\n\nvar version = "none"\n\nfunc main() { fmt.Println(version, lib.Name, os.Args[1:]) }\n',
    "cmd/a/tagged.go": "//go:build special\n\npackage main\n\nfunc init() { version = \"special\" }\n",
    "cmd/b/main.go": 'package main\n\nimport "os"\n\nfunc main() { os.Exit(3) }\n',
    "cmd/b/system_windows.go": "package main\n",
    "bad/bad.go": "package bad\n\nfunc f() int { return \"s\" }\n",
    "bad/bad_test.go": "package bad\n\nimport \"testing\"\n\nfunc TestX(t *testing.T) {}\n",
    "failing/f_test.go": 'package failing\n\nimport "testing"\n\nfunc TestFails(t *testing.T) { t.Error("fails") }\n\nfunc TestSub(t *testing.T) {\n\tt.Run("one", func(t *testing.T) { t.Parallel() })\n\tt.Run("two", func(t *testing.T) { panic("two") })\n}\n',
    "odd/only_windows.go": "package odd\n",
    "empty/README": "nothing\n",
    "alone.go": "package main\n\nfunc main() { println(\"alone\") }\n",
    "mixed/other.go": "package other\n",
    "mixed/main.go": "package main\n",
    "overlay.json": '{"Replace": {"cmd/a/main.go": "alone.go"}}\n',
    "wrong.json": '{"Replace": \n',
    "alt.mod": "module example.com/m\n\ngo 1.24\n",
}
COMMANDS = 6  # of a seed, which ends where the files go apart
BOOLEANS = ["", "", "=true", "=false", "=1", "=maybe", "="]
ARGUMENTS = [
    [], ["."], ["./..."], ["./lib"], ["./cmd/a"], ["./cmd/b"], ["./cmd/..."], ["./cmd/a", "./cmd/b"], ["example.com/m/lib"], ["example.com/m/nosuch"], ["./nosuch"],
    ["./bad"], ["./failing"], ["./odd"], ["./empty"], ["alone.go"], ["alone.go", "mixed/other.go"], ["mixed/other.go"], ["./mixed"], ["nosuch.go"], ["alone.go", "./lib"], ["cmd/a/main.go"],
    ["cmd/a/main.go", "alone.go"], ["cmd/a"], ["lib"], ["errors"], ["cmd/nosuch"], ["./lib/..."], ["../m"], ["example.com/..."], ["example.org/x@latest"], ["./lib@v1"], ["./lib", "-v"],
    ["lib/lib_test.go"], ["/nosuch"], ["./cmd/a/"], ["lib/../cmd/a"], ["./lib", "./lib"], ["./bad", "./nosuch"], [""], ["a b"], ["."] * 2, ["main"],
]
VARIABLES = [
    ("GOFLAGS", ["-v", "-tags=special", "-mod=mod", "-nosuch", "-x=y z", "v", "-ldflags=-s -w", "'-ldflags=-s -w'", "-trimpath", "-race", "-count=1", "-o=x", "-"]),
    ("GOOS", ["linux", "windows", "plan9", "nosuch", ""]), ("GOARCH", ["amd64", "arm64", "wasm", "nosuch"]), ("GOAMD64", ["v1", "v5", "x"]),
    ("GO111MODULE", ["on", "off", "auto", "maybe"]), ("GOWORK", ["off", "nosuch.work", "/nosuch/go.work"]), ("GOEXPERIMENT", ["nosuch", "none", "greenteagc"]),
    ("GOBIN", ["rel", "/nosuch/bin"]), ("GODEBUG", ["nosuch=1", "x", "madvdontneed=1"]), ("GOTMPDIR", ["/nosuch"]), ("GOENV", ["off", "/nosuch"]),
    ("GOTOOLCHAIN", ["local", "go1.99", "auto", "x"]), ("GOPATH", ["rel", ""]), ("CGO_ENABLED", ["0", "2"]),
]
BUILD = [
    "-v#", "-a=false", "-trimpath#", "-p=1", "-p=0", "-p=-1", "-p=x", "-tags=special", "-tags=special,x", "-tags=a b", "-tags=!x", "-tags=", "-mod=mod", "-mod=readonly", "-mod=vendor",
    "-mod=x", "-mod=", "-modfile=alt.mod", "-modfile=nosuch.mod", "-modfile=alt", "-C=lib", "-C=nosuch", "-ldflags=-s -w", "-ldflags=-X main.version=set", "-ldflags=-X main.version",
    "-ldflags=-nosuch", "-ldflags=x", "-ldflags='", "-ldflags=-X 'main.version=a b'", "-gcflags=-N -l", "-gcflags=all=-l", "-gcflags=./lib=-N", "-gcflags=-nosuch", "-gcflags=-N=x",
    "-gcflags=nosuch/...=-N", "-asmflags=-nosuch", "-asmflags=-D=x", "-buildvcs=auto", "-buildvcs=true", "-buildvcs=x", "-buildmode=exe", "-buildmode=pie", "-buildmode=x",
    "-buildmode=shared", "-buildmode=archive", "-overlay=overlay.json", "-overlay=wrong.json", "-overlay=nosuch.json", "-compiler=gc", "-compiler=x", "-installsuffix=x", "-modcacherw#",
    "-pgo=off", "-pgo=auto", "-pgo=nosuch", "-json#", "-nosuch", "--v", "-=", "-race=false", "-msan=false", "-linkshared=false", "-work=false", "-x=false", "-n=false", "-cover#",
    "-covermode=set", "-covermode=x", "-coverpkg=./lib", "-coverpkg=nosuch", "-toolexec=", "-h", "-help", "-", "--",
]
OUTPUT = ["-o=prog", "-o=dir/", "-o=lib", "-o=nosuch/prog", "-o=/dev/null", "-o=", "-o=go.mod", "-o", "-o=a.exe", "-o=./cmd"]
TEST = [
    "-run=Sum", "-run=^$", "-run=(", "-run=Nothing", "-count=1", "-count=0", "-count=-1", "-count=x", "-short#", "-timeout=10s", "-timeout=x", "-timeout=0", "-timeout=-1s", "-list=.", "-list=(",
    "-c", "-o=t.test", "-exec=nosuch", "-exec=echo", "-args", "-args -x y", "-failfast#", "-parallel=2", "-parallel=0", "-cpu=1,2", "-cpu=0", "-cpu=x", "-shuffle=off", "-shuffle=1", "-shuffle=x",
    "-skip=Sum", "-skip=)", "-fullpath#", "-outputdir=lib", "-outputdir=nosuch", "-vet=off", "-vet=all", "-vet=printf", "-vet=nosuch", "-json", "-v", "-v=test2json", "-bench=.", "-bench=(",
    "-benchtime=1x", "-benchtime=x", "-benchtime=0x", "-benchmem#", "-fuzz=Sum -fuzztime=1x", "-fuzz=.", "-fuzz=Nothing", "-fuzztime=x", "-cpuprofile=c.prof", "-memprofile=m.prof", "-trace=t.out",
    "-coverprofile=c.out", "-cover", "-test.v", "-test.run=Sum", "-test.nosuch", "-artifacts#", "-i", "-unknown=5", "-blockprofilerate=x", "-test.count=1",
]
LIST = [
    "-f={{.ImportPath}}", "-f={{.Nosuch}}", "-f={{", "-f={{.Dir}} {{.GoFiles}} {{.IgnoredGoFiles}}", "-f={{join .Imports \",\"}}", "-f={{len .Deps}}", "-json", "-json=Dir,Name", "-json=Nosuch", "-m", "-e",
    "-find", "-test", "-compiled", "-export=false", "-u", "-versions", "-retracted", "-f={{.Stale}}", "-f={{.Error}} {{.DepsErrors}}", "-f={{context.GOOS}} {{context.Compiler}}", "-f={{.Name | printf \"%q\"}}",
    "-f={{module .ImportPath}}", "-f={{.TestGoFiles}} {{.XTestGoFiles}} {{.EmbedFiles}}", "-f={{.Target}} {{.Standard}} {{.Goroot}}", "-f=", "-reuse=x", "-f={{if}}", "-f={{.Module}}",
]
OTHERS = [
    "env GOOS GOARCH", "env -json GOMOD GOWORK", "env -w", "env -w GOOS", "env -w GOOS=x", "env -w NOSUCH=1", "env -w GOFLAGS=x", "env -w GOOS=linux", "env -u GOOS", "env -u NOSUCH", "env -u", "env -changed",
    "env -w -u GOOS", "env nosuch", "env -nosuch", "env GOVERSION", "env -w GOBIN=rel", "env -w GOPATH=rel", "env -w CC=gcc GOARCH=arm64", "env -json -w GOOS=linux", "env -w GOENV=x",
    "version", "version -x", "version -m", "version go.mod", "version nosuch", "version -v .", "version -json", "version -m lib", "version version",
    "fmt", "fmt ./...", "fmt ./bad", "fmt -n ./lib", "fmt -x ./lib", "fmt nosuch", "fmt -nosuch", "fmt alone.go", "fmt -mod=x", "fmt -mod=mod .",
    "doc", "doc lib", "doc lib.Sum", "doc ./lib Sum", "doc nosuch", "doc lib.Nosuch", "doc -all ./lib", "doc -src lib.Sum", "doc -short ./lib", "doc errors.Is", "doc -u lib", "doc -c errors is", "doc -cmd ./cmd/a", "doc a b c", "doc -nosuch",
    "generate", "generate ./...", "generate -n ./...", "generate -run=x ./...", "generate -run=( ./...", "generate nosuch.go", "generate -v ./lib", "generate -skip=[ .",
    "clean", "clean ./...", "clean -n ./cmd/a", "clean -i ./cmd/a", "clean -nosuch", "clean -cache x", "clean -r ./cmd/a", "clean -testcache", "clean -n -cache", "clean -modcache x", "clean -fuzzcache .",
    "tool", "tool nosuch", "tool -n vet", "tool -nosuch", "tool compile -V", "tool nosuch -x", "tool dist list nosuch", "tool compile", "tool link", "tool asm", "tool compile -nosuch", "tool link nosuch.a", "tool compile nosuch.go", "tool asm nosuch.s",
    "help nosuch", "help mod nosuch", "help a b", "nosuch", "-version", "-C lib env GOMOD", "-C", "help nosuch x",
    "mod nosuch", "mod init", "mod init x", "mod edit", "mod edit -print", "mod edit -go=1.24", "mod edit -go=x", "mod edit -require=x", "mod edit -require=example.com/x@v1.0.0", "mod edit -nosuch", "mod edit nosuch.mod", "mod edit -json alt.mod",
    "mod tidy x", "mod tidy -nosuch", "mod tidy -go=x", "mod graph x", "mod verify x", "mod why", "mod why errors", "mod download x", "mod vendor x", "mod edit -replace=x", "mod edit -exclude=a@b", "mod edit -dropreplace=x", "mod edit -module=", "mod edit -retract=x",
    "mod edit -fmt", "mod edit -toolchain=x", "mod edit -tool=a", "mod edit -droptool=a", "mod edit -godebug=a", "mod edit -godebug=a=b", "mod edit -ignore=a", "mod edit -go=1.24 -print",
    "work nosuch", "work init", "work init .", "work init nosuch", "work use .", "work use nosuch", "work edit", "work edit -json", "work edit -go=1.25", "work edit -use=x", "work sync", "work vendor", "work edit -nosuch", "work use -r .", "work init lib",
    "get", "get nosuch", "get ./nosuch", "get .", "get -d .", "get -nosuch", "get -u=x", "get errors", "get go@1.25", "get go@x", "get go@1.99", "get -t ./lib", "get toolchain@x", "get example.com/m@v1", "get ./lib@v1",
    "fix -nosuch", "fix nosuch", "fix -diff ./lib", "vet", "vet ./lib", "vet ./bad", "vet ./nosuch", "vet -nosuch ./lib", "vet -printf ./lib", "vet -json ./lib", "vet -c=1 ./lib", "vet -vettool=nosuch ./lib", "vet -n=false ./cmd/a",
    "run", "run .", "run ./cmd/a x -y", "run ./cmd/b", "run ./lib", "run alone.go a.go", "run alone.go x", "run mixed/other.go", "run -x=false ./cmd/a", "run -exec=echo ./cmd/a", "run ./cmd/...", "run nosuch.go", "run -nosuch .", "run lib/lib_test.go", "run ./bad", "run -o=x ./cmd/a",
    "run -C cmd/a . z", "run -ldflags=-X=main.version=2 ./cmd/a", "run -tags special ./cmd/a", "run -work=false ./cmd/a", "run example.com/m/cmd/a", "run example.com/m/cmd/a@latest", "run ./cmd/a@v1", "run -exec nosuch ./cmd/a", "run -", "run --", "run -- ./cmd/a",
    "telemetry", "telemetry x", "telemetry off x", "telemetry nosuch", "bug x", "install ./cmd/a@v1", "install nosuch@latest", "install -o=x ./cmd/a",
]


def names_in(folder):
    found = {}
    for at, folders, names in os.walk(folder):
        for name in names + folders:
            found[os.path.relpath(os.path.join(at, name), folder)] = ""
    for name in ("m/go.mod", "m/go.work"):
        if name in found:
            with open(os.path.join(folder, name)) as f:
                found[name] = f.read()
    return found


def command(r):
    """Words of a command, and its variables."""
    variables = {}
    if r.random() < 0.25:
        name, values = r.choice(VARIABLES)
        variables[name] = r.choice(values)
    verb = r.choice(["build", "build", "build", "test", "test", "test", "list", "list", "install", "other", "other", "other"])
    if verb == "other":
        return r.choice(OTHERS).split(), variables
    flags = {"build": BUILD + OUTPUT + OUTPUT, "install": BUILD, "test": BUILD[::2] + TEST + TEST, "list": BUILD[::2] + LIST + LIST}[verb]
    words = []
    for flag in r.sample(flags, r.choice([0, 1, 1, 2, 2, 3])):
        flag = flag.replace("#", r.choice(BOOLEANS))
        if r.random() < 0.2 and "=" in flag and not flag.endswith("="):
            words += flag.split("=", 1)
        elif flag.startswith(("-args", "-fuzz=")):
            words += flag.split(" ")
        else:
            words.append(flag)
    arguments = r.choice(ARGUMENTS)
    return [verb] + (arguments + words if r.random() < 0.1 or "-args" in words else words + arguments), variables


def same(result):
    """Without what is never the same: times, percentages of nothing, identifiers, the verb in front of an error."""
    code, output, errors, files = result

    def neutral(text):
        text = re.sub(r"\b\d+\.\d+s\b", "0.0s", text)
        text = re.sub(r"\(cached\)", "0.0s", text)
        text = re.sub(r"-?\d+(\.\d+)? ns/op", "1 ns/op", text)
        text = re.sub(r'("Time|"Elapsed)":[^,}]*', r'\1":0', text)
        text = re.sub(r"0x[0-9a-f]+", "0x", text)
        text = re.sub(r"/(go-build|go-run|go-work|go-test)[^/ ]*/", "/tmp/", text)
        return text
    errors = [neutral(line) for line in errors if not line.startswith(("go: using cached", "go: building", "go: wrong usage;"))]
    return code, neutral(output), errors, files


def walk(seed, folder, caches):
    """The number of commands that differ, and of all."""
    r = random.Random(seed)
    sides = Side.both(folder, caches, "off", "")
    for side in sides:
        write(os.path.join(side.work, "m"), FILES)
        side.environment["TMPDIR"] = os.path.join(side.folder, "tmp")
        side.environment["HOME"] = os.path.join(side.folder, "home")
        for name in ("TMPDIR", "HOME"):
            os.makedirs(side.environment[name])
        side.environment["PATH"] = os.path.dirname(side.program) + ":" + side.environment["PATH"]
    differing, count = 0, 0
    for _ in range(COMMANDS):
        count += 1
        words, variables = command(r)
        theirs, ours = (same(side.run(words, "m", names_in, variables)) for side in sides)
        what = differences(theirs, ours)
        if what:
            differing += 1
            report("seed %d%s: %r" % (seed, "".join(" %s=%s" % v for v in variables.items()), " ".join(words)), what, theirs, ours)
        if "files" in what:
            break
    return differing, count


run_seeds("command-walk", walk)
