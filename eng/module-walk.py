"""Compares commands about modules with the original's (eng/get-go.sh --oracle), on random modules.

    eng/module-walk.py FIRST LAST

For each seed from FIRST to before LAST it makes a proxy of a few modules (several versions, major versions, modules below modules,
+incompatible and pre-release versions, go lines of several ages, retractions, requirements and imports that agree or do not), a main module
with its mistakes, in three of ten cases in a workspace with another one, and calls four to eight commands in it, one after the other, each by
both toolchains in a copy of its own. Output, errors (as a set of lines, without downloads), exit codes, and the files go.mod, go.sum, go.work,
go.work.sum and the vendor folder have to be the same; what is not is printed. A seed ends where the files go apart.
"""
import json
import os
import random
import re
import zipfile

from toolchain_sides import Side, differences, report, run_seeds, write

FOLDERS = ["", "sub", "x/y"]
VERSIONS = ["v0.1.0", "v0.2.0", "v1.0.0", "v1.1.0", "v1.2.0", "v1.2.1-rc.1", "v1.3.0-pre"]


class Module:
    """A version of a module: requirements are (path, version, indirect), packages {folder: (imports, imports of tests or None)}."""

    def __init__(self, path, version, go, requirements, packages, rest=""):
        self.path, self.version, self.go = path, version, go
        self.requirements, self.packages, self.rest = requirements, packages, rest

    def go_mod(self):
        text = "module %s\n" % self.path + ("\ngo %s\n" % self.go if self.go else "")
        for path, version, indirect in self.requirements:
            text += "\nrequire %s %s%s\n" % (path, version, " // indirect" if indirect else "")
        return text + self.rest

    def files(self):
        files = {"go.mod": self.go_mod()}
        for folder, (imports, of_tests) in self.packages.items():
            name = re.sub("[-.]", "", (folder or self.path).split("/")[-1])
            name = "major" if re.fullmatch(r"v\d+", name) else name
            start = folder + "/" if folder else ""
            files[start + "p.go"] = "package %s\n" % name + "".join('import _ "%s"\n' % i for i in imports)
            if of_tests is not None:
                files[start + "p_test.go"] = ('package %s\nimport "testing"\n' % name + "".join('import _ "%s"\n' % i for i in of_tests)
                                              + "func TestX(t *testing.T) {}\n")
        return files


class World:
    """What a seed makes: modules for the proxy, and what main modules may need of them."""

    def __init__(self, seed):
        self.random = r = random.Random(seed)
        self.host = "example.com/s%d" % seed
        self.names = list("abcdef")[:r.randint(3, 6)]
        self.paths = []
        for name in self.names:
            path = "%s/%s" % (self.host, name)
            self.paths.append((path, sorted(r.sample(VERSIONS, r.randint(1, 4)))))
            if r.random() < 0.3:
                self.paths.append((path + "/v2", sorted(r.sample(["v2.0.0", "v2.1.0", "v2.1.1-beta"], r.randint(1, 2)))))
            if r.random() < 0.25:
                self.paths.append((path + "/sub", sorted(r.sample(["v0.1.0", "v1.0.0", "v1.5.0"], r.randint(1, 2)))))
            if r.random() < 0.15:
                self.paths.append((path + "inc", ["v1.0.0", "v3.0.0+incompatible"]))
        self.folders = {path: [f for f in FOLDERS if r.random() < 0.75] or [""] for path, _ in self.paths}
        self.modules = {path: [self.module(path, version, versions) for version in versions] for path, versions in self.paths}

    def any_module(self):
        return self.random.choice(self.paths)

    def any_package(self):
        path = self.any_module()[0]
        folder = self.random.choice(self.folders[path])
        return path + ("/" + folder if folder else "")

    def imports(self, most, missing=0.06):
        wrong = ["%s/nosuch/p" % self.host, "%s/%s/nopkg" % (self.host, self.random.choice(self.names)), "nosuchstd", "fmt"]
        return sorted({self.random.choice(wrong) if self.random.random() < missing else self.any_package() for _ in range(self.random.randint(0, most))})

    def requirements(self, most, indirect, but=""):
        found = {}
        for _ in range(self.random.randint(0, most)):
            path, versions = self.any_module()
            if path != but:
                found[path] = (self.random.choice(versions), self.random.random() < indirect)
        return [(path, version, is_indirect) for path, (version, is_indirect) in found.items()]

    def module(self, path, version, versions):
        r = self.random
        rest = "\nretract %s // bad one\n" % r.choice(versions) if r.random() < 0.1 else ""
        rest = "\n// Deprecated: use another\n" + rest if r.random() < 0.05 else rest
        packages = {f: (self.imports(2, 0.03), self.imports(1, 0.02) if r.random() < 0.3 else None) for f in self.folders[path] if r.random() < 0.9}
        go = "" if version.endswith("+incompatible") else r.choice(["1.16", "1.17", "1.17", "1.20", "1.21", "1.22.1", ""])
        return Module(path, version, go, self.requirements(3, 0.4, but=path), packages, rest)

    def main(self, name):
        r = self.random
        packages = {f: (self.imports(3), self.imports(2) if r.random() < 0.4 else None) for f in ["", "in", "cmd/t"] if r.random() < 0.8}
        rest = ""
        if r.random() < 0.15:
            path, versions = self.any_module()
            rest += "\nexclude %s %s\n" % (path, r.choice(versions))
        if r.random() < 0.15:
            path, (other, versions) = self.any_module()[0], self.any_module()
            rest += "\nreplace %s => %s %s\n" % (path, other, r.choice(versions))
        if r.random() < 0.1:
            rest += "\ntool %s\n" % self.any_module()[0]
        if r.random() < 0.1:
            rest += "\nignore ./in\n"
        go = r.choice(["1.16", "1.17", "1.21", "1.24", "1.25.0", ""])
        return Module("%s/%s" % (self.host, name), "", go, self.requirements(4, 0.3), packages or {"": (self.imports(3), None)}, rest)

    def query(self):
        return self.random.choice(["", "@latest", "@upgrade", "@patch", "@none", "@v1", "@v1.1", "@<v1.2.0", "@>=v1.0.0",
                                   "@" + self.random.choice(self.any_module()[1])])

    def commands(self):
        of_modules = "{{if not .Standard}}{{.ImportPath}} {{with .Module}}{{.Path}} {{.Version}}{{end}} {{with .Error}}{{.Err}}{{end}}{{end}}"
        r = self.random
        path, package = self.any_module()[0], self.any_package()
        choices = [
            "mod tidy", "mod tidy -e", "mod tidy -v", "mod tidy -diff", "mod tidy -compat=" + r.choice(["1.16", "1.17", "1.20"]),
            "mod tidy -go=" + r.choice(["1.17", "1.21"]), "mod graph", "mod graph -go=1.17", "mod verify", "mod download", "mod download -json",
            "mod vendor", "mod vendor -e", "mod edit -json", "mod why " + package, "mod why -m " + path, "mod why -m -vendor " + path, "mod why all",
            "list -m all", "list -m -u all", "list -m -versions " + path, "list -m -json all", "list -m -u -json " + path, "list -m " + path + self.query(),
            ["list", "-m", "-retracted", "-f", "{{.Path}} {{.Version}} {{.Retracted}} {{.Deprecated}}", "all"],
            ["list", "-m", "-f", "{{.Path}} {{.Dir}} {{.GoVersion}} {{.Indirect}} {{.Main}} {{.Replace}}", "all"],
            ["list", "-deps", "-f", of_modules, "./..."], ["list", "-e", "-deps", "-test", "-f", of_modules, "./..."],
            ["list", "-e", "-f", "{{.ImportPath}} {{.Error}} {{.Incomplete}} {{.DepsErrors}}", "./..."],
            ["list", "-find", "-f", "{{.ImportPath}} {{.Imports}}", package],
            "list all", "list -e all", "list work", "list tool", "list -test ./...", "list -mod=mod ./...", "list -mod=vendor ./...", "list " + package,
            "get " + package + self.query(), "get " + path + self.query(), "get %s%s %s%s" % (path, self.query(), self.any_module()[0], self.query()),
            "get -u", "get -u ./...", "get -t ./...", "get -u=patch ./...", "get ./...", "get -u " + package, "get -tool " + package, "get all", "get -u all",
            "get %s/...%s" % (self.host, r.choice(["", "@latest", "@none"])), "get toolchain@none",
            "work sync", "work edit -json", "work vendor", "run " + package, "vet ./nosuch/...",
        ]
        return [c if isinstance(c, list) else c.split() for c in (r.choice(choices) for _ in range(r.randint(4, 8)))]


def write_proxy(folder, modules):
    for path, versions in modules.items():
        at = os.path.join(folder, path, "@v")
        os.makedirs(at)
        write(at, {"list": "".join(m.version + "\n" for m in versions)})
        for number, module in enumerate(versions):
            files = module.files()
            go_mod = files["go.mod"]
            if module.version.endswith("+incompatible"):
                del files["go.mod"]
                go_mod = "module %s\n" % path
            info = json.dumps({"Version": module.version, "Time": "2020-01-%02dT00:00:00Z" % (number + 1)})
            write(at, {module.version + ".info": info, module.version + ".mod": go_mod})
            with zipfile.ZipFile(os.path.join(at, module.version + ".zip"), "w") as z:
                for name, text in sorted(files.items()):
                    z.writestr(zipfile.ZipInfo("%s@%s/%s" % (path, module.version, name)), text)


def walk(seed, folder, caches):
    """The number of commands that differ, and of all."""
    world = World(seed)
    proxy = os.path.join(folder, "proxy")
    write_proxy(proxy, world.modules)
    main = world.main("main")
    other = world.main("other") if world.random.random() < 0.3 else None
    if other and world.random.random() < 0.6:
        first, needed = sorted(main.packages)[0], sorted(other.packages)[0]
        imports, of_tests = main.packages[first]
        main.packages[first] = (imports + [other.path + ("/" + needed if needed else "")], of_tests)
    flags = world.random.choice(["", "", "", "-mod=mod"])
    sides = Side.both(folder, caches, "file://" + proxy, flags)
    for side in sides:
        write(os.path.join(side.work, "main"), main.files())
        if other:
            write(os.path.join(side.work, "other"), other.files())
            write(side.work, {"go.work": "go 1.25.0\n\nuse (\n\t./main\n\t./other\n)\n"})
    commands = world.commands()
    differing = 0
    for command in commands:
        theirs, ours = (side.run(command, "main") for side in sides)
        what = differences(theirs, ours)
        if not what:
            continue
        differing += 1
        report("seed %d%s%s: %s" % (seed, " in a workspace" if other else "", " GOFLAGS=" + flags if flags else "", " ".join(command)), what, theirs, ours)
        if "files" in what:
            break
    return differing, len(commands)


run_seeds("module-walk", walk)
