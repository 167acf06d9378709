#!/usr/bin/env python3
"""How many of the checks of Go's code generation tests (GOROOT/test/codegen) the emitted code passes, this compiler's and the original's.

    eng/codegen-checks.py [ARCH/LEVEL=amd64/v1] [FILE ...]

Needs eng/get-go.sh --oracle and ./build.sh. A check is a pattern beside a line that has to match, or must not match, an instruction of
that line. The tests are written for the listing of the original compiler (-S). Here both are read from their programs by Go's own objdump
instead, whose spelling differs for some: the original's own number says how many can pass. Prints each check that the original passes and
ours does not, with the instructions of the line, then both numbers.
"""
import collections
import glob
import os
import re
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
SOURCES = os.path.join(ROOT, "artifacts", "go", "test", "codegen")
ORIGINAL = os.path.join(ROOT, "artifacts", "oracle", "bin", "go")
OURS = os.path.join(ROOT, "artifacts", "bin", "dotnet-go")
PATTERN = r'-?(?:\d+)?(?:"(?:[^"\\]|\\.)*"|`[^`]*`)'
PLATFORM = re.compile(r"(\w+)(/[\w.]+)?(/\w*)?\s*:\s*(" + PATTERN + r"(?:\s+" + PATTERN + ")*)")
INSTRUCTION = re.compile(r"^\s+a\.go:(\d+)\s+0x[0-9a-f]+\s+[0-9a-f]+\s+(.*?)\s*$")

Check = collections.namedtuple("Check", "line negative count pattern")


def checks_of(path, arch, level):
    """Comments without code before a line belong to it."""
    comment, found = "", []
    for number, line in enumerate(open(path, encoding="utf-8"), 1):
        code, _, rest = line.rstrip("\n").partition("//")
        comment += " " + rest.strip()
        if not code.strip():
            continue
        for platform in PLATFORM.finditer(comment):
            first, second, third, patterns = platform.groups()
            names = [first] + [part[1:] for part in (second, third) if part]
            system = names.pop(0) if third else "linux"
            if system != "linux" or names[0] != arch or (len(names) > 1 and names[1] not in ("", level)):
                continue
            for text in re.findall(PATTERN, patterns):
                negative, text = text[0] == "-", text.lstrip("-")
                digits = re.match(r"\d*", text).group()
                quoted = text[len(digits):]
                pattern = quoted[1:-1] if quoted[0] == "`" else quoted[1:-1].replace('\\"', '"').replace("\\\\", "\\").replace("\\t", "\t")
                found.append(Check(number, negative, int(digits or 0), pattern))
        comment = ""
    return found


def decimal(text):
    """objdump writes constants in hexadecimal, the listing in decimal."""
    def value(match):
        sign, digits = match.group(1), int(match.group(2), 16)
        return sign + str(digits - (1 << 64) if digits >= 1 << 63 else digits)
    return re.sub(r"(-?)0x([0-9a-f]+)", value, text).replace("\t", " ")


def instructions(go, name, source, arch, level, folder):
    """Of each line; a variable that holds all functions keeps them in the program."""
    package = re.search(r"^package (\w+)", source, re.M).group(1)
    functions = [f for f in re.findall(r"^func (\w+)\(", source, re.M) if f not in ("init", "main", "_")]
    functions += ["(*%s).%s" % (t, m) for t, m in re.findall(r"^func \(\w* ?\*?(\w+)\) (\w+)\(", source, re.M)]
    os.makedirs(os.path.join(folder, "codegen"), exist_ok=True)
    write = lambda *path, text: open(os.path.join(folder, *path), "w").write(text)
    keep = "package %s\nvar Keep = []any{%s}\n" % (package, ", ".join(functions))
    write("codegen", "a.go", text=source)
    where = folder
    if package == "main":
        where = os.path.join(folder, "codegen")
        write("codegen", "go.mod", text="module codegen\ngo 1.27\n")
        keep += "func main() { println(len(Keep)) }\n" if not re.search(r"^func main\(", source, re.M) else "func init() { println(len(Keep)) }\n"
    else:
        write("go.mod", text="module test\ngo 1.27\n")
        write("main.go", text='package main\nimport "test/codegen"\nfunc main() { println(len(codegen.Keep)) }\n')
    write("codegen", "keep.go", text=keep)
    program = os.path.join(folder, "program")
    environment = dict(os.environ, GOOS="linux", GOARCH=arch, GOFLAGS="", GOWORK="off")
    environment["GO" + arch.upper()] = level
    built = subprocess.run([go, "build", "-buildvcs=false", "-o", program, "."], cwd=where, env=environment, capture_output=True, text=True)
    if built.returncode:
        return None
    dump = subprocess.run([ORIGINAL, "tool", "objdump", "-s", r"^(test/codegen|main)\.", program], capture_output=True, text=True)
    lines = collections.defaultdict(list)
    for line in dump.stdout.split("\n"):
        if match := INSTRUCTION.match(line):
            lines[int(match.group(1))].append(decimal(match.group(2)))
    return lines


def passes(check, lines):
    hits = sum(1 for i in lines[check.line] if re.match(check.pattern, i))
    return hits == 0 if check.negative else hits == check.count if check.count else hits > 0


def main():
    target = sys.argv[1] if len(sys.argv) > 1 else "amd64/v1"
    arch, level = target.split("/")
    total, theirs, ours = 0, 0, 0
    for path in sorted(glob.glob(os.path.join(SOURCES, "*.go"))):
        name = os.path.basename(path)[:-3]
        checks = checks_of(path, arch, level)
        if not checks or (len(sys.argv) > 2 and name not in sys.argv[2:]):
            continue
        source = open(path, encoding="utf-8").read()
        with tempfile.TemporaryDirectory() as work:
            built = [instructions(go, name, source, arch, level, os.path.join(work, str(i))) for i, go in enumerate((ORIGINAL, OURS))]
        if None in built:
            print("%s: not built (an experiment, or functions that cannot be kept)" % name)
            continue
        for check in checks:
            total += 1
            good = [passes(check, lines) for lines in built]
            theirs += good[0]
            ours += good[1]
            if good == [True, False]:
                have = "; ".join(built[1][check.line][:12])
                print("%s:%d: %s%s   ours: %s" % (name, check.line, "-" if check.negative else "", check.pattern, have))
    print("%s: %d checks, the original passes %d, this compiler %d" % (target, total, theirs, ours))


main()
