#!/usr/bin/env bash
# Go's own toolchain as a test of this compiler: builds cmd/go, cmd/compile, cmd/asm and cmd/link with it, lets the four build a program with all of std it
# needs from an empty cache, and compares that program with the one that the original toolchain builds. They must be the same to the byte.
#   eng/compare-toolchain.sh [--windows] [FOLDER]    a folder with a Go program that needs nothing but std; default: one that this script writes
# With --windows the four are programs of Windows and run under Wine (eng/wine.sh), the original's too, which are built for it first.
# Needs artifacts/bin/dotnet-go (./build.sh) and artifacts/oracle (eng/get-go.sh --oracle).
set -euo pipefail
cd "$(dirname "$0")/.."
root=$PWD
[ -x artifacts/oracle/bin/go ] || { echo "compare-toolchain: error: artifacts/oracle is missing: run eng/get-go.sh --oracle" >&2; exit 1; }
system=linux
suffix=
[ "${1:-}" != --windows ] || { system=windows; suffix=.exe; shift; }
work=$(mktemp -d)
trap 'chmod -R u+w "$work"; rm -rf "$work"' EXIT

if [ $# -gt 0 ]; then
    program=$work/program
    cp -r "$1" "$program"
else
    program=$work/program
    mkdir "$program"
    printf 'module example.com/program\n\ngo 1.27\n' > "$program/go.mod"
    cat > "$program/main.go" <<'GO'
package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"os"
	"slices"
	"strings"
)

type count[K comparable] map[K]int

func (c count[K]) add(keys ...K) {
	for _, k := range keys {
		c[k]++
	}
}

func main() {
	words := count[string]{}
	words.add(strings.Fields("to be or not to be")...)
	fmt.Println(slices.Sorted(maps.Keys(words)), http.StatusText(http.StatusTeapot))
	json.NewEncoder(os.Stdout).Encode(words)
}
GO
fi

export GO_SOURCE_ROOT=$root/artifacts/go GOTOOLCHAIN=local CGO_ENABLED=0
make_root() { # name, go command: a GOROOT whose tools that command has built, but for what is not in the comparison
    cp -rL artifacts/oracle "$work/$1"
    local tools=$work/$1/pkg/tool/${system}_amd64 tool
    mkdir -p "$tools"
    export GOCACHE=$work/cache-tools
    for tool in compile asm link; do
        GOOS=$system GOARCH=amd64 "$2" build -o "$tools/$tool$suffix" "cmd/$tool"
    done
    GOOS=$system GOARCH=amd64 "$2" build -o "$work/$1/bin/go$suffix" cmd/go
    echo "  built cmd/go, cmd/compile, cmd/asm, cmd/link ($1)"
}
build() { # name
    local goroot=$work/$1 cache=$work/cache-$1 run=()
    if [ $system = windows ]; then
        run=("$root/eng/wine.sh" run)
        goroot=Z:${goroot//\//\\}
        cache=Z:${cache//\//\\}
    fi
    (cd "$program" && GOROOT=$goroot GOFLAGS=-mod=mod GOCACHE=$cache HOME=$work/home \
        "${run[@]}" "$work/$1/bin/go$suffix" build -trimpath -o "../$1.out" .)
}
make_root ours "$root/artifacts/bin/dotnet-go"
if [ $system = windows ]; then
    make_root original "$root/artifacts/oracle/bin/go"
else
    cp -rL artifacts/oracle "$work/original"
fi
build ours
build original
cmp "$work/ours.out" "$work/original.out"
echo "  the same program: $(stat -c %s "$work/ours.out") bytes, sha256 $(sha256sum "$work/ours.out" | cut -c1-16)..."
