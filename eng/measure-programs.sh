#!/usr/bin/env bash
# Builds every program in tests/Benchmarks/programs with our compiler and with the original toolchain (eng/get-go.sh --oracle), checks that both print the
# same, and writes a section of docs/performance.md. CPU time is user + system of a whole run, the smallest of ROUNDS; the two take turns.
#   eng/measure-programs.sh [ROUNDS=5] [PROGRAMS...]     with names, only these, and nothing is written
set -euo pipefail
cd "$(dirname "$0")/.."
rounds=${1:-5}
shift || true
source=tests/Benchmarks/programs
oracle=${GO_ORACLE_ROOT:-$PWD/artifacts/oracle}
[ -x "$oracle/bin/go" ] || { echo "run eng/get-go.sh --oracle first"; exit 1; }
command -v /usr/bin/time >/dev/null || { echo "install Debian's package time first"; exit 1; }
names=("$@")
[ $# -gt 0 ] || for folder in "$source"/*/; do names+=("$(basename "$folder")"); done
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
dotnet build src/Cli -c Release --nologo -v q >"$work/log" || { cat "$work/log"; exit 1; }
export GO_SOURCE_ROOT=${GO_SOURCE_ROOT:-$PWD/artifacts/go} GO_SDK_CACHE=$work/cache

build() { # name: both programs, and one run of each, whose outputs must agree
    local file=$source/$1/main.go
    dotnet src/Cli/bin/Release/net10.0/dotnet-go.dll build -o "$work/$1.ours" "$file"
    env -u GO_SOURCE_ROOT GOROOT="$oracle" GOTOOLCHAIN=local CGO_ENABLED=0 GOCACHE="$work/cache-go" HOME="$work" "$oracle/bin/go" build -o "$work/$1.original" "$file"
    "$work/$1.ours" >"$work/$1.out"
    "$work/$1.original" | cmp - "$work/$1.out" || { echo "$1: the outputs differ" >&2; exit 1; }
}

cpu() { # program: seconds of one run
    /usr/bin/time -o "$work/time" -f '%U %S' "$1" >/dev/null
    awk '{ printf "%.2f", $1 + $2 }' "$work/time"
}

for name in "${names[@]}"; do
    build "$name"
    ours=() original=()
    for ((i = 0; i < rounds; i++)); do
        ours+=("$(cpu "$work/$name.ours")")
        original+=("$(cpu "$work/$name.original")")
    done
    smallest() { printf '%s\n' "$@" | sort -n | head -n 1; }
    printf '%s %s %s\n' "$name" "$(smallest "${ours[@]}")" "$(smallest "${original[@]}")" | tee -a "$work/results" >&2
done

table() {
    awk '{
        ratio = $2 / $3; sum += log(ratio)
        if (ratio > worst) { worst = ratio; which = $1 }
        printf "| %s | %.2f | %.2f | %.2f |\n", $1, $2, $3, ratio
    } END {
        printf "| **geometric mean** | | | **%.2f** |\n| **worst: %s** | | | **%.2f** |\n", exp(sum / NR), which, worst
    }' "$work/results"
}
section() {
    cat <<MD
## Programs

Written by \`eng/measure-programs.sh\` ($(date -u +%Y-%m-%d), $(nproc) cores, best of $rounds runs): CPU seconds of the programs in \`$source\`, which are single files
that print a checksum. "Original" is the Go $(head -n 1 artifacts/go/VERSION) toolchain, run in turns. Budget: geometric mean 1.2, none above 2.

| Program | Ours | Original | Ratio |
|---|---:|---:|---:|
$(table)
MD
}
if [ $# -gt 0 ]; then table; else section | eng/performance-section.sh generated; fi
