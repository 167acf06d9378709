#!/usr/bin/env bash
# How many instructions the programs in tests/Benchmarks/programs execute on arm64, built by this compiler and by the original toolchain:
# under QEMU's user emulation with a plugin that counts (eng/count-instructions.c). The smallest of ROUNDS, for goroutines that wait spin.
# Writes a section of docs/performance.md; needs ./build.sh, eng/get-go.sh --oracle, a C compiler and the package qemu-user.
#   eng/count-instructions.sh [ROUNDS=2] [PROGRAMS...]     with names, only these, and nothing is written
set -euo pipefail
cd "$(dirname "$0")/.."
rounds=${1:-2}
shift || true
source=tests/Benchmarks/programs
names=("$@")
[ $# -gt 0 ] || for folder in "$source"/*/; do names+=("$(basename "$folder")"); done
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export GO_SOURCE_ROOT=${GO_SOURCE_ROOT:-$PWD/artifacts/go} GOOS=linux GOARCH=arm64 CGO_ENABLED=0 GOTOOLCHAIN=local
cc -shared -fPIC -O2 -o "$work/count.so" eng/count-instructions.c

count() { # program, file for its output
    local least=
    for ((i = 0; i < rounds; i++)); do
        qemu-aarch64 -plugin "$work/count.so,out=$work/count" "$1" >"$2"
        local now=$(tail -1 "$work/count")
        [ -n "$least" ] && [ "$least" -le "$now" ] || least=$now
    done
    echo "$least"
}

for name in "${names[@]}"; do
    artifacts/bin/dotnet-go build -buildvcs=false -o "$work/ours" "$source/$name/main.go"
    artifacts/oracle/bin/go build -buildvcs=false -o "$work/original" "$source/$name/main.go"
    ours=$(count "$work/ours" "$work/ours.txt") original=$(count "$work/original" "$work/original.txt")
    cmp "$work/ours.txt" "$work/original.txt" || { echo "$name: the outputs differ" >&2; exit 1; }
    echo "$name $ours $original" | tee -a "$work/results" >&2
done

table() {
    awk '{
        ratio = $2 / $3; sum += log(ratio)
        if (ratio > worst) { worst = ratio; which = $1 }
        printf "| %s | %.1f | %.1f | %.2f |\n", $1, $2 / 1e6, $3 / 1e6, ratio
    } END {
        printf "| **geometric mean** | | | **%.2f** |\n| **worst: %s** | | | **%.2f** |\n", exp(sum / NR), which, worst
    }' "$work/results"
}
[ $# -eq 0 ] || { table; exit 0; }
eng/performance-section.sh instructions <<TEXT
## Instructions on arm64

Written by \`eng/count-instructions.sh\` ($(date -u +%F)): millions of instructions that the programs in \`$source\` execute on
arm64 under QEMU's user emulation, all threads together, the smaller of $rounds runs. "Original" is the Go $(head -n 1 artifacts/go/VERSION)
toolchain. Budget: 1.15.

| Program | Ours | Original | Ratio |
|---|---:|---:|---:|
$(table)
TEXT
