#!/usr/bin/env python3
"""What lives in the heap by this compiler's escape analysis and by the original's, over the standard library.

    eng/compare-escapes.py [PACKAGE=std ...]

Needs eng/get-go.sh --oracle and ./build.sh. Both compile the packages anew, ours with -gcflags=-d=escapedebug, the original with
-gcflags=-m. Compared are places: a line of a file, and a sort of allocation there (variable, object, make, closure, or a value on its
way: interface values, conversions, concatenations). Both report inlined code at the outermost call, but they do not inline the same calls.
Reports of a place that come from inlined code alone (ours say so, the original names the calls inlined in that line) therefore only count
where both have some; every function is compared by itself besides, where it stands. The two also call some things differently (a method
value, a literal of a named type): what one has of a sort alone only counts for sorts that the other would have named, and not in a line
where the other has something in the heap. A place is in the heap when anything of it is: copies
for several type arguments count once. Prints the places that ours has in the heap and the original does not, with what the original says
of them, then the reverse, then the counts.

KEEP=FOLDER keeps both reports there, and takes those that are there already.
"""
import collections
import os
import re
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
SIDES = {
    "ours": (os.path.join(ROOT, "artifacts", "bin", "dotnet-go"), os.path.join(ROOT, "artifacts", "go"), "-gcflags=-d=escapedebug"),
    "original": (os.path.join(ROOT, "artifacts", "oracle", "bin", "go"), os.path.join(ROOT, "artifacts", "oracle"), "-gcflags=-m"),
}
LINE = re.compile(r"^(\S+?):(\d+):(?:(\d+):)? (.*)$")
WRITTEN = re.compile(r" \(written at (\S+):(\d+)\)$")

# What it is by its words; the first that fits. What has no name of its own (.t, a receiver in memory) is a temporary.
SORTS = [
    (re.compile(r"func literal|method value"), "closure"),
    (re.compile(r"make\("), "make"),
    (re.compile(r"append"), "append"),
    (re.compile(r"interface value|conversion buffer|\(\[\]byte\)\(string\)"), "value"),
    (re.compile(r"&|new\("), "object"),
    (re.compile(r"\.\.\. argument|.*\{\.\.\.\}$|[\w.]+ literal$"), "literal"),
    (re.compile(r"(result|copy|receiver|literal|element|unboxed|zero value|temporary)$|.*[. ]"), "temporary"),
]


class Place:
    """What one side says of a place."""

    def __init__(self):
        self.heap, self.frame, self.is_inlined = [], [], True


def report_of(name, packages, work):
    go, root, flag = SIDES[name]
    kept = os.environ.get("KEEP")
    path = os.path.join(kept or work, name + ".txt")
    if not kept or not os.path.exists(path):
        home = os.path.join(work, name)
        environment = dict(os.environ, GOROOT=root, GOTOOLCHAIN="local", CGO_ENABLED="0", GOFLAGS="", GOCACHE=os.path.join(home, "cache"),
                           GO_SDK_CACHE=os.path.join(home, "own"), GOPATH=os.path.join(home, "path"), HOME=home)
        os.makedirs(home, exist_ok=True)
        result = subprocess.run([go, "build", "-a", flag, *packages], cwd=home, env=environment, capture_output=True, text=True)
        if result.returncode != 0:
            sys.exit(f"{name}: {result.stderr[-2000:]}")
        with open(path + ".new", "w", encoding="utf-8") as f:
            f.write(result.stderr)
        os.replace(path + ".new", path)
    with open(path, encoding="utf-8") as f:
        return f.read().splitlines()


def relative(path):
    """Of a file its name below the sources."""
    return path.split("/src/", 1)[-1]


def sort_of(what):
    return next((sort for pattern, sort in SORTS if pattern.match(what)), None)


def decision_of(text, ours):
    """(sort, what, in the heap) or None for other reports."""
    if text.startswith("moved to heap: "):
        return "variable", text[len("moved to heap: "):], True
    match = re.match(r"(.*) (escapes to heap|does not escape)(?: in .*)?:?$", text)
    if not match:
        return None
    what = match.group(1)
    if ours:
        return sort_of(what) or "variable", what, match.group(2) == "escapes to heap"
    sort = sort_of(what) or "value"
    return "value" if sort == "temporary" else sort, what, match.group(2) == "escapes to heap"


def read(lines, ours):
    places, inlined = collections.defaultdict(Place), set()
    for text in lines:
        match = LINE.match(text)
        if not match:
            continue
        file, line, message = relative(match.group(1)), int(match.group(2)), match.group(4)
        if message.startswith("inlining call to"):
            inlined.add((file, line))
        written = WRITTEN.search(message)
        decision = decision_of(message[:written.start()] if written else message, ours)
        if decision:
            sort, what, in_heap = decision
            place = places[file, line, sort]
            (place.heap if in_heap else place.frame).append(what)
            place.is_inlined &= bool(written)
    if not ours:
        for (file, line, _), place in places.items():
            place.is_inlined = (file, line) in inlined
    return places


def shown(key, place, other):
    file, line, sort = key
    said = f"heap {sorted(set(other.heap))} frame {sorted(set(other.frame))}" if other else "nothing"
    return f"{file}:{line}: {sort} {sorted(set(place.heap))}; other side: {said}"


def main():
    packages = sys.argv[1:] or ["std"]
    with tempfile.TemporaryDirectory() as work:
        ours, original = (read(report_of(name, packages, work), name == "ours") for name in SIDES)
    heap_of_original = {key[:2] for key, place in original.items() if place.heap}
    only_ours, only_original, counts = [], [], collections.Counter()
    for key in sorted(set(ours) | set(original)):
        a, b = ours.get(key), original.get(key)
        sort = key[2]
        if a and b:
            state = ("heap" if a.heap else "frame"), ("heap" if b.heap else "frame")
            if state[0] == state[1]:
                counts["same, " + state[0], sort] += 1
            elif state[0] == "heap":
                only_ours.append((key, a, b))
            else:
                only_original.append((key, b, a))
        elif a and a.heap and not a.is_inlined and sort in ("variable", "object", "make", "literal") and key[:2] not in heap_of_original:
            only_ours.append((key, a, b))
        elif b and b.heap and sort == "variable" and not b.is_inlined:
            only_original.append((key, b, a))
        else:
            counts["one side only", sort] += 1
    for title, found in ("Heap by ours, not by the original", only_ours), ("Heap by the original, not by ours", only_original):
        print(f"# {title}: {len(found)}")
        for row in found:
            print(shown(*row))
            counts[title.lower(), row[0][2]] += 1
        print()
    print("# Counts")
    for (title, sort), count in sorted(counts.items()):
        print(f"{count:7} {title}: {sort}")


if __name__ == "__main__":
    main()
