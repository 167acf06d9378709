"""Turns unpacked Debian packages of Go libraries into a module proxy's files. Called by debian-proxy.sh: UNPACKED OUTPUT PACKAGE..."""
import json
import os
import re
import shutil
import sys
import zipfile

GOCODE = "usr/share/gocode/src"
EPOCH = (2024, 1, 1, 0, 0, 0)


def escape(text):
    return re.sub("[A-Z]", lambda m: "!" + m[0].lower(), text)


def version_of(debian, path):
    """v1.2.3 of 1:1.2.3+dfsg-4; a snapshot (0.0~git20240102.abcdef0) becomes a pseudo-version. The major number is the path's."""
    upstream = debian.split(":", 1)[-1].rsplit("-", 1)[0]
    snapshot = re.search(r"git(\d{8})(?:\.\d+)?[.-]?([0-9a-f]{7,40})?", upstream)
    base = re.match(r"(\d+)(?:\.(\d+))?(?:\.(\d+))?", upstream)
    numbers = [int(n or 0) for n in base.groups()] if base else [0, 0, 0]
    suffix = re.search(r"[./]v(\d+)$", path)
    major = int(suffix[1]) if suffix else None
    if major is not None and numbers[0] != major:
        numbers = [major, 0, 0]
    if major is None and numbers[0] > 1:
        numbers = [1, numbers[0], numbers[1]]  # without a suffix a module is v0 or v1
    text = "v%d.%d.%d" % tuple(numbers)
    if snapshot and numbers[1:] == [0, 0]:
        return "v%d.0.0-%s000000-%s" % (numbers[0], snapshot[1], ((snapshot[2] or "") + "0" * 12)[:12])
    return text


def module_line(text):
    found = re.search(r'^module\s+"?([^\s"]+)"?', text, re.M)
    return found[1] if found else None


def modules_in(root):
    """Folders with a go.mod file; else the folder of the repository that the layout of well-known hosts says."""
    found = {}
    for folder, folders, files in os.walk(root):
        folders[:] = sorted(f for f in folders if f not in ("vendor", "testdata", "_examples"))
        if "go.mod" in files:
            with open(os.path.join(folder, "go.mod"), encoding="utf-8", errors="replace") as file:
                path = module_line(file.read())
            if path and "." in path.split("/")[0]:
                found[folder] = path
    if found:
        return found
    depth = {"github.com": 3, "gitlab.com": 3, "bitbucket.org": 3, "golang.org": 3, "gopkg.in": 2, "google.golang.org": 2, "go.uber.org": 2, "k8s.io": 2}
    for folder, folders, files in os.walk(root):
        if os.path.islink(folder) or not any(f.endswith(".go") for f in files):
            continue
        parts = os.path.relpath(folder, root).split("/")
        wanted = min(depth.get(parts[0], 2), len(parts))
        path = "/".join(parts[:wanted])
        found[os.path.join(root, path)] = path
        folders[:] = []
    return found


def files_of(folder, others):
    for current, folders, names in os.walk(folder):
        folders[:] = sorted(f for f in folders if f != "vendor" and not is_other(os.path.join(current, f), others))
        for name in sorted(names):
            path = os.path.join(current, name)
            if os.path.isfile(path) and not os.path.islink(path):
                yield path, os.path.relpath(path, folder)


def is_other(folder, others):
    return folder in others or os.path.islink(folder) or os.path.exists(os.path.join(folder, "go.mod"))


def main():
    unpacked, output, packages = sys.argv[1], sys.argv[2], sys.argv[3:]
    modules, by_package = {}, {}
    for package in packages:
        root = os.path.join(unpacked, package, GOCODE)
        if not os.path.isdir(root):
            continue
        with open(os.path.join(unpacked, package, "VERSION"), encoding="utf-8") as file:
            debian = file.read().strip()
        with open(os.path.join(unpacked, package, "DEPENDS"), encoding="utf-8") as file:
            depends = re.findall(r"golang-[a-z0-9.+-]+-dev", file.read())
        for folder, path in modules_in(root).items():
            if path not in modules:
                modules[path] = (folder, version_of(debian, path), depends, package)
                by_package.setdefault(package, []).append(path)
    folders = {folder for folder, _, _, _ in modules.values()}
    versions = {path: version for path, (_, version, _, _) in modules.items()}
    shutil.rmtree(output, ignore_errors=True)
    for path, (folder, version, depends, package) in sorted(modules.items()):
        mod = os.path.join(folder, "go.mod")
        if os.path.exists(mod):
            with open(mod, encoding="utf-8", errors="replace") as file:
                text = rewrite(file.read(), versions)
        else:
            wanted = sorted({m for d in depends for m in by_package.get(d, []) if m != path})
            text = "module %s\n\ngo 1.17\n" % path
            text += "".join("\nrequire %s %s\n" % (m, versions[m]) for m in wanted)
        at = os.path.join(output, escape(path), "@v")
        os.makedirs(at, exist_ok=True)
        start = os.path.join(at, escape(version))
        with open(start + ".mod", "w", encoding="utf-8") as file:
            file.write(text)
        with open(start + ".info", "w", encoding="utf-8") as file:
            json.dump({"Version": version, "Time": "2024-01-01T00:00:00Z"}, file)
        with open(os.path.join(at, "list"), "w", encoding="utf-8") as file:
            file.write("" if re.search(r"-\d{14}-", version) else version + "\n")
        with zipfile.ZipFile(start + ".zip", "w", zipfile.ZIP_DEFLATED) as archive:
            prefix = "%s@%s/" % (path, version)
            add(archive, prefix + "go.mod", text.encode())
            for file, name in files_of(folder, folders - {folder}):
                if name != "go.mod" and all(32 <= ord(c) and c not in '"\'*:<>?`|\\' for c in name):
                    with open(file, "rb") as content:
                        add(archive, prefix + name, content.read())
    print("  %d modules of %d packages" % (len(modules), len(by_package)))


def add(archive, name, content):
    entry = zipfile.ZipInfo(name, EPOCH)
    entry.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(entry, content)


def rewrite(text, versions):
    """Requirements get the versions that there are; those of modules that are not there, replacements and exclusions are dropped."""
    lines, block = [], None
    for line in text.splitlines():
        words = line.split("//")[0].split()
        comment = " // indirect" if "// indirect" in line else ""
        if block:
            if words == [")"]:
                block = None
            elif block == "require" and len(words) >= 2 and words[0].strip('"') in versions:
                lines.append("require %s %s%s" % (words[0].strip('"'), versions[words[0].strip('"')], comment))
            continue
        if words[:1] and words[0] in ("require", "replace", "exclude", "retract", "tool", "ignore", "godebug"):
            if words[1:2] == ["("]:
                block = words[0]
            elif words[0] == "require" and len(words) >= 3 and words[1].strip('"') in versions:
                lines.append("require %s %s%s" % (words[1].strip('"'), versions[words[1].strip('"')], comment))
            continue
        if words[:1] == ["toolchain"]:
            continue
        lines.append(line)
    return "\n".join(lines).rstrip("\n") + "\n"


if __name__ == "__main__":
    main()
