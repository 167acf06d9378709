#!/usr/bin/env bash
# CPU time (user + system, whole process tree) of module commands and of restore for a main module with a graph of 200 modules
# (eng/module-graph.py makes the proxy), in turns with the original toolchain (eng/get-go.sh --oracle). Needs ./build.sh native. Writes a
# section of docs/performance.md.
#   eng/measure-modules.sh [ROUNDS=7]
# Both must print the same graph and list, and write the same go.mod and go.sum. Restore is a part of MSBuild: what counts is its cost above
# that of the same project without requirements; the original's part is `go mod download`.
set -euo pipefail
cd "$(dirname "$0")/.."
rounds=${1:-7}
ours=$PWD/artifacts/bin/dotnet-go
native=$PWD/artifacts/native/dotnet-go
oracle=$PWD/artifacts/oracle
[ -x "$oracle/bin/go" ] || { echo "measure-modules: error: no original toolchain: run eng/get-go.sh --oracle" >&2; exit 1; }
cmp -s artifacts/native.hash artifacts/setup.hash || { echo "measure-modules: error: run ./build.sh native" >&2; exit 1; }
work=$(mktemp -d)
trap 'chmod -R u+w "$work"; rm -rf "$work"' EXIT
. eng/measured-projects.sh
python3 eng/module-graph.py "$work" 200
export GOSUMDB=off GOFLAGS= GOWORK=off GOTOOLCHAIN=local GO111MODULE=on CGO_ENABLED=0 GOPROXY=file://$work/proxy GOPATH=$work/gopath
theirs() { GOROOT=$oracle GOCACHE=$work/gocache "$oracle/bin/go" "$@"; }
TIMEFORMAT='%U %S'
timed() { # name, folder, command...
    local name=$1 folder=$2
    shift 2
    (cd "$folder" && { time "$@" > "$work/out" 2> "$work/log"; } 2>> "$work/$name") || { cat "$work/out" "$work/log" >&2; exit 1; }
}
forget() { [ ! -d "$1" ] || { chmod -R u+w "$1"; rm -rf "$1"; }; }

# Both make the module tidy from nothing; from then on it is the same for both.
cp -r "$work/main" "$work/other"
(cd "$work/main" && GOMODCACHE=$work/cache theirs mod tidy 2> "$work/log")
(cd "$work/other" && GOMODCACHE=$work/ours "$ours" mod tidy 2> "$work/log")
for file in go.mod go.sum; do cmp "$work/main/$file" "$work/other/$file"; done
export GOMODCACHE=$work/cache
for command in "mod graph" "list -m all"; do
    for program in "$ours" "$native"; do cmp <(cd "$work/main" && theirs $command) <(cd "$work/main" && "$program" $command); done
done
modules=$(cd "$work/main" && theirs list -m all | wc -l)
edges=$(cd "$work/main" && theirs mod graph | wc -l)

project() { printf '<Project Sdk="Go.Sdk"><PropertyGroup><GoProxy>%s</GoProxy></PropertyGroup></Project>\n' "$GOPROXY" > "$work/$1/$1.goproj"; }
mkdir -p "$work/bare" "$work/full"
printf 'module example.com/main\n\ngo 1.21\n' > "$work/bare/go.mod"
printf 'package main\n\nfunc main() {}\n' | tee "$work/bare/main.go" > "$work/full/main.go"
cp "$work/main/go.mod" "$work/main/go.sum" "$work/full"
project bare; project full
restore() { # name, project, cache
    GOMODCACHE=$3 timed "$1" "$work/$2" dotnet restore -v q
}
restore warm bare "$work/cache"; restore warm full "$work/cache"
for ((i = 0; i < rounds; i++)); do
    for command in graph list tidy download; do
        case $command in graph) words="mod graph" ;; list) words="list -m all" ;; *) words="mod $command" ;; esac
        timed $command-theirs "$work/main" theirs $words
        timed $command-ours "$work/main" "$ours" $words
        timed $command-native "$work/main" "$native" $words
    done
    GOMODCACHE=$work/empty-theirs timed cold-theirs "$work/main" theirs mod download
    GOMODCACHE=$work/empty-ours timed cold-ours "$work/main" "$ours" mod download
    GOMODCACHE=$work/empty-native timed cold-native "$work/main" "$native" mod download
    forget "$work/empty-theirs"; forget "$work/empty-ours"; forget "$work/empty-native"
    restore noop-bare bare "$work/cache"; restore noop-full full "$work/cache"
    rm -rf "$work/bare/obj" "$work/full/obj"
    restore new-bare bare "$work/empty-ours"; restore new-full full "$work/empty-ours"
    forget "$work/empty-ours"
done
for ((i = 0; i < rounds; i++)); do
    timed start-ours "$work/main" "$ours" version
    timed start-native "$work/main" "$native" version
    timed start-theirs "$work/main" theirs version
done
of() { awk '{ print $1 + $2 }' "$work/$1" | sort -n | awk '{ v[NR] = $1 } END { printf "%.2f", v[int((NR + 1) / 2)] }'; }
row() { # what, original, one of ours...
    printf '| %s | %s |' "$1" "$2"
    for own in "${@:3}"; do [ "$own" = - ] && printf ' |' || awk -v a="$own" -v b="$2" 'BEGIN { printf " %.2f (%.2f) |", a, a / b }'; done
    printf '\n'
}
command_row() { row "$1" "$(of "$2-theirs")" "$(of "$2-native")" "$(of "$2-ours")"; }
above() { awk -v a="$(of "$2")" -v b="$(of "$1")" 'BEGIN { printf "%.2f", a - b }'; }
eng/performance-section.sh modules <<MD
## Modules

Written by \`eng/measure-modules.sh\` ($(date -u +%Y-%m-%d), $(nproc) cores, $rounds rounds in turns, load average at the end $(cut -d' ' -f1 /proc/loadavg)). CPU seconds, median. A main module whose build list has
$modules modules, with four versions of each in the proxy (files) and $edges requirements in the graph; all print the same graph and list, and write the same files. The native program is
that of \`./build.sh native\`, the other the one that .NET runs. Restore is a part of MSBuild: what it takes above the same project without requirements ($(of noop-bare) when there is nothing to
do, $(of new-bare) without \`obj\`). In brackets: ratio to the original.

| What | Original | Native | On .NET |
|---|---:|---:|---:|
$(command_row 'Nothing (`version`)' start)
$(command_row '`mod graph`' graph)
$(command_row '`list -m all`' list)
$(command_row '`mod tidy`, nothing to change' tidy)
$(command_row '`mod download`, cache full' download)
$(command_row '`mod download`, cache empty' cold)
$(row '`dotnet restore` with nothing to do, against `go mod download`' "$(of download-theirs)" - "$(above noop-bare noop-full)")
$(row '`dotnet restore` from an empty module cache, against `go mod download`' "$(of cold-theirs)" - "$(above new-bare new-full)")
MD
