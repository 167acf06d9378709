"""The original toolchain and ours side by side, for walks through random inputs: each works in a copy of its own."""
import difflib
import os
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
ORIGINAL = os.path.join(ROOT, "artifacts", "oracle")
OURS = os.environ.get("OURS") or os.path.join(ROOT, "artifacts", "bin", "dotnet-go")
SOURCES = os.path.join(ROOT, "artifacts", "go")
SHOWN = 14  # lines of a difference


def write(folder, files):
    for name, text in files.items():
        file = os.path.join(folder, name)
        os.makedirs(os.path.dirname(file), exist_ok=True)
        with open(file, "w") as f:
            f.write(text)


def files_in(folder):
    found = {}
    for at, _, names in os.walk(folder):
        for name in names:
            relative = os.path.relpath(os.path.join(at, name), folder)
            if name in ("go.mod", "go.sum", "go.work", "go.work.sum") or "/vendor/" in "/" + relative:
                with open(os.path.join(at, name)) as f:
                    found[relative] = f.read()
    return found


class Side:
    """One of the two toolchains with its copy of the main modules, its module cache and its build cache."""

    @staticmethod
    def both(folder, caches, proxy, flags):
        return [Side("original", os.path.join(ORIGINAL, "bin", "go"), folder, caches, proxy, flags), Side("ours", OURS, folder, caches, proxy, flags)]

    def __init__(self, name, program, folder, caches, proxy, flags):
        self.program, self.folder, self.work = program, os.path.join(folder, name), os.path.join(folder, name, "work")
        self.environment = {
            "HOME": os.path.join(folder, "home"), "PATH": os.environ["PATH"], "GOPROXY": proxy, "GOSUMDB": "off", "GOTOOLCHAIN": "local",
            "CGO_ENABLED": "0", "GOFLAGS": flags, "GOTELEMETRY": "off", "GOROOT": ORIGINAL, "GO_SOURCE_ROOT": SOURCES, "DOTNET_CLI_HOME": caches,
            "DOTNET_NOLOGO": "1", "GOMODCACHE": os.path.join(self.folder, "modules"), "GOPATH": os.path.join(self.folder, "gopath"),
            "GOCACHE": os.path.join(caches, name),
        }
        if "DOTNET_ROOT" in os.environ:
            self.environment["DOTNET_ROOT"] = os.environ["DOTNET_ROOT"]

    def run(self, command, below, files=files_in, variables={}):
        """Exit code, output, lines of the error output, and what is in the main modules' folder afterwards."""
        done = subprocess.run([self.program, *command], cwd=os.path.join(self.work, below), env={**self.environment, **variables},
                              stdin=subprocess.DEVNULL, capture_output=True, text=True, errors="replace", timeout=300)
        output, errors = (self.neutral(text) for text in (done.stdout, done.stderr))
        errors = [line for line in errors.split("\n") if not line.startswith(("go: downloading", "go: building"))]
        return done.returncode, output, errors, files(self.work)

    def neutral(self, text):
        text = re.sub(r"(?m)^dotnet go( \w+)?: (error GO\d+: )?", "go: ", text).replace(self.environment["GOCACHE"], "$GOCACHE")
        return text.replace(self.folder, "$FOLDER").replace(ORIGINAL, "$GOROOT").replace(SOURCES, "$GOROOT")


def show(theirs, ours):
    for line in list(difflib.unified_diff(theirs, ours, lineterm="", n=1))[2:SHOWN + 2]:
        print("   ", line)


def differences(theirs, ours):
    found = []
    if theirs[0] != ours[0]:
        found.append("exit code %d and %d" % (theirs[0], ours[0]))
    if theirs[1] != ours[1]:
        found.append("output")
    if sorted(theirs[2]) != sorted(ours[2]):
        found.append("errors")
    if theirs[3] != ours[3]:
        found.append("files")
    return found


def report(title, what, theirs, ours):
    print("--- %s: %s" % (title, ", ".join(what)))
    if "output" in what:
        show(theirs[1].split("\n"), ours[1].split("\n"))
    if "errors" in what or "exit code" in what[0]:
        show(theirs[2], ours[2])
    for name in sorted(set(theirs[3]) | set(ours[3])):
        if theirs[3].get(name) != ours[3].get(name):
            print("   ", name)
            show(theirs[3].get(name, "").split("\n"), ours[3].get(name, "").split("\n"))
    sys.stdout.flush()


def remove(folder):
    for at, _, _ in os.walk(folder):
        os.chmod(at, 0o755)  # the module cache is read-only
    shutil.rmtree(folder)


def run_seeds(name, walk):
    """Walks the seeds of the command line. A walk takes a seed, its folder and the folder of caches; it returns how many commands differ, and of how many."""
    if len(sys.argv) != 3 or not os.path.exists(os.path.join(ORIGINAL, "bin", "go")):
        sys.exit("%s: error: usage: eng/%s.py FIRST LAST (with the original toolchain: eng/get-go.sh --oracle)" % (name, name))
    total = [0, 0]
    caches = os.environ.get("WALK_CACHE") or tempfile.mkdtemp()  # std is compiled once for several walks
    for seed in range(int(sys.argv[1]), int(sys.argv[2])):
        folder = tempfile.mkdtemp()
        try:
            differing, count = walk(seed, folder, caches)
            total = [total[0] + differing, total[1] + count]
        finally:
            remove(folder)
    if "WALK_CACHE" not in os.environ:
        remove(caches)
    print("%d of %d commands differ" % tuple(total))
