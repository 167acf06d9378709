#!/usr/bin/env bash
# Go's own toolchain as a test of this compiler: builds cmd/go, cmd/compile, cmd/asm and cmd/link with it, lets the four build a program with all of std it
# needs from an empty cache, and compares that program with the one that the original toolchain builds. They must be the same to the byte.
#   eng/compare-toolchain.sh [FOLDER]    a folder with a Go program that needs nothing but std; default: one that this script writes
# Needs artifacts/bin/dotnet-go (./build.sh) and artifacts/oracle (eng/get-go.sh --oracle).
set -euo pipefail
cd "$(dirname "$0")/.."
root=$PWD
[ -x artifacts/oracle/bin/go ] || { echo "compare-toolchain: error: artifacts/oracle is missing: run eng/get-go.sh --oracle" >&2; exit 1; }
work=$(mktemp -d)
trap 'chmod -R u+w "$work"; rm -rf "$work"' EXIT

if [ $# -gt 0 ]; then
    program=$(cd "$1" && pwd)
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

# A GOROOT whose tools are ours but for what is not in the comparison.
cp -rL artifacts/oracle "$work/goroot"
tools=$work/goroot/pkg/tool/linux_amd64
export GO_SOURCE_ROOT=$root/artifacts/go
for tool in compile asm link; do
    artifacts/bin/dotnet-go build -o "$tools/$tool" "cmd/$tool"
    echo "  built cmd/$tool"
done
artifacts/bin/dotnet-go build -o "$work/goroot/bin/go" cmd/go
echo "  built cmd/go"

build() { # GOROOT, name
    (cd "$program" && GOROOT=$1 GOTOOLCHAIN=local CGO_ENABLED=0 GOFLAGS=-mod=mod GOCACHE=$work/cache-$2 HOME=$work/home "$1/bin/go" build -trimpath -o "$work/$2" .)
}
build "$work/goroot" ours
build "$root/artifacts/oracle" original
cmp "$work/ours" "$work/original"
echo "  the same program: $(stat -c %s "$work/ours") bytes, sha256 $(sha256sum "$work/ours" | cut -c1-16)..."
