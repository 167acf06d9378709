"""Makes a module proxy's files and a main module for measurements. Called by measure-modules.sh: FOLDER [MODULES=200].

FOLDER/proxy: modules example.com/mNNN, four versions of each, in layers: a module imports packages of three modules of the next layer, and
its go.mod lists all that it needs, as `go mod tidy` writes it (go 1.21, pruned); every tenth is from before pruning (go 1.16) and lists only
what it imports. Requirements name versions below the newest, so that versions have to be selected. FOLDER/main: a module that imports
packages of the first layer, with requirements as `go get` leaves them; the graph has all the modules.
"""
import os
import random
import sys
import zipfile

VERSIONS = ["v1.0.0", "v1.1.0", "v1.2.0", "v1.3.0"]
WIDTH = 25 # modules of a layer; each imports modules of the next layer
FAN_OUT = 3
REACH = 5
EPOCH = (2024, 1, 1, 0, 0, 0)


def path(n):
    return "example.com/m%03d" % n


def imports(n, count):
    """The module below in the next layer, so that nothing is left out, and neighbours of that."""
    layer, place = divmod(n, WIDTH)
    below = [(layer + 1) * WIDTH + (place + step) % WIDTH for step in [0, *random.Random(n).sample(range(1, REACH + 1), FAN_OUT - 1)]]
    return sorted(d for d in below if d < count)


def version_needed(n, version, dependency):
    """What version number `version` of a module asks of another: its own number, or a little less."""
    return max(0, version - (n * 7 + dependency) % 2)


def is_pruned(n):
    return n % 10 != 9


def selected(n, version, count):
    """Minimal version selection below one version of a module: dependency to number of version."""
    needed, queue = {}, [(n, version)]
    while queue:
        module, number = queue.pop()
        for dependency in imports(module, count):
            wanted = version_needed(module, number, dependency)
            if wanted > needed.get(dependency, -1):
                needed[dependency] = wanted
                queue.append((dependency, wanted))
    return needed


def go_mod(n, version, count):
    direct = imports(n, count)
    lines = ["module " + path(n), "", "go " + ("1.21" if is_pruned(n) else "1.16")]
    needed = selected(n, version, count)
    if not is_pruned(n):
        needed = {d: version_needed(n, version, d) for d in direct}
    for group in (sorted(direct), sorted(set(needed) - set(direct))):
        if group:
            comment = "" if group[0] in direct else " // indirect"
            lines += ["", "require ("] + ["\t%s %s%s" % (path(d), VERSIONS[needed[d]], comment) for d in group] + [")"]
    return "\n".join(lines) + "\n"


def files(n, version, count):
    """A root package of some files, a package beside it, a test, and what else repositories have."""
    name = "m%03d" % n
    below = imports(n, count)
    head = "package %s\n\nimport (\n%s)\n\n" % (name, "".join('\t"%s"\n' % path(d) for d in below)) if below else "package %s\n\n" % name
    yield "go.mod", go_mod(n, version, count)
    yield "LICENSE", "Made for a measurement.\n" * 40
    yield "README.md", "# %s\n\n" % name + "A module that was made for a measurement.\n" * 60
    total = " + ".join(["%d" % (n + version)] + ["m%03d.Sum()" % d for d in below])
    yield "sum.go", head + "// Sum adds up what is below.\nfunc Sum() int { return %s }\n" % total
    for part in range(6):
        body = "".join("// F%d_%d is one of many.\nfunc F%d_%d(x int) int {\n\tif x > %d {\n\t\treturn x - %d\n\t}\n\treturn x + %d\n}\n\n"
                       % (part, i, part, i, i * n, i, i + version) for i in range(60))
        yield "part%d.go" % part, "package %s\n\n" % name + body
    yield "inner/inner.go", "package inner\n\nimport \"%s\"\n\nfunc Twice() int { return 2 * %s.Sum() }\n" % (path(n), name)
    yield "sum_test.go", "package %s\n\nimport \"testing\"\n\nfunc TestSum(t *testing.T) {\n\tif Sum() < 0 {\n\t\tt.Fatal()\n\t}\n}\n" % name


def write(name, text):
    os.makedirs(os.path.dirname(name), exist_ok=True)
    with open(name, "w", encoding="utf-8") as file:
        file.write(text)


def main():
    folder = sys.argv[1]
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 200
    for n in range(count):
        versions = os.path.join(folder, "proxy", path(n), "@v")
        write(os.path.join(versions, "list"), "\n".join(VERSIONS) + "\n")
        for number, version in enumerate(VERSIONS):
            write(os.path.join(versions, version + ".mod"), go_mod(n, number, count))
            write(os.path.join(versions, version + ".info"), '{"Version":"%s","Time":"2024-01-0%dT00:00:00Z"}' % (version, number + 1))
            with zipfile.ZipFile(os.path.join(versions, version + ".zip"), "w", zipfile.ZIP_DEFLATED) as archive:
                for name, text in files(n, number, count):
                    archive.writestr(zipfile.ZipInfo("%s@%s/%s" % (path(n), version, name), EPOCH), text, zipfile.ZIP_DEFLATED)
    roots = range(0, min(WIDTH, count))
    write(os.path.join(folder, "main", "go.mod"), "module example.com/main\n\ngo 1.21\n\nrequire (\n%s)\n" % "".join("\t%s v1.3.0\n" % path(n) for n in roots))
    write(os.path.join(folder, "main", "main.go"), "package main\n\nimport (\n%s)\n\nfunc main() { println(%s) }\n"
          % ("".join('\t"%s"\n' % path(n) for n in roots), " + ".join("m%03d.Sum()" % n for n in roots)))


main()
