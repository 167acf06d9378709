#!/usr/bin/env bash
# Builds every program in tests/Benchmarks/programs with our compiler and with the original toolchain (eng/get-go.sh --oracle), checks that both print the
# same, and writes a section of docs/performance.md. CPU time is user + system of a whole run; the two take turns. How fast a loop runs depends on
# where it lies (a fifth and more), so every program is linked by both in LAYOUTS random orders of functions (-ldflags=-randlayout): the figure is
# the mean over the orders of the smallest of ROUNDS. Beside it, where a C compiler and QEMU's user emulation are there: the instructions of one run.
#   [LAYOUTS=3] eng/measure-programs.sh [ROUNDS=5] [PROGRAMS...]     with names, only these, and nothing is written
set -euo pipefail
cd "$(dirname "$0")/.."
rounds=${1:-5}
layouts=${LAYOUTS:-3}
shift || true
source=tests/Benchmarks/programs
oracle=${GO_ORACLE_ROOT:-$PWD/artifacts/oracle}
[ -x "$oracle/bin/go" ] || { echo "run eng/get-go.sh --oracle first"; exit 1; }
names=("$@")
[ $# -gt 0 ] || for folder in "$source"/*/; do names+=("$(basename "$folder")"); done
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
dotnet build src/Cli -c Release --nologo -v q >"$work/log" || { cat "$work/log"; exit 1; }
export GO_SOURCE_ROOT=${GO_SOURCE_ROOT:-$PWD/artifacts/go} GO_SDK_CACHE=$work/cache

build() { # name, seed: both programs, and one run of each, whose outputs must agree
    local file=$source/$1/main.go flags=-ldflags=-randlayout=$2
    dotnet src/Cli/bin/Release/net10.0/dotnet-go.dll build "$flags" -o "$work/$1.ours.$2" "$file"
    env -u GO_SOURCE_ROOT GOROOT="$oracle" GOTOOLCHAIN=local CGO_ENABLED=0 GOCACHE="$work/cache-go" HOME="$work" \
        "$oracle/bin/go" build "$flags" -o "$work/$1.original.$2" "$file"
    "$work/$1.ours.$2" >"$work/$1.out"
    "$work/$1.original.$2" | cmp - "$work/$1.out" || { echo "$1: the outputs differ" >&2; exit 1; }
}

cpu() { # program: seconds of one run, to a thousandth
    local TIMEFORMAT='%3U %3S' times
    times=$( { time "$1" >/dev/null; } 2>&1 )
    awk '{ printf "%.3f", $1 + $2 }' <<<"$times"
}

emulator=$(command -v "qemu-$(uname -m)" || true)
if [ -n "$emulator" ]; then cc -shared -fPIC -O2 -o "$work/count.so" eng/count-instructions.c; fi
instructions() { # program: millions of them in one run, all threads together
    [ -n "$emulator" ] || { echo 0; return; }
    "$emulator" -plugin "$work/count.so,out=$work/count" "$1" >/dev/null
    awk 'END { printf "%.1f", $1 / 1e6 }' "$work/count"
}

# All programs are built and counted first, then timed with nothing between the runs.
for name in "${names[@]}"; do
    for ((seed = 1; seed <= layouts; seed++)); do build "$name" "$seed"; done
    ours=$(instructions "$work/$name.ours.1") original=$(instructions "$work/$name.original.1")
    echo "$name $ours $original" | tee -a "$work/counts" >&2
done
for name in "${names[@]}"; do
    : >"$work/times"
    for ((i = 0; i < rounds; i++)); do
        for ((seed = 1; seed <= layouts; seed++)); do
            echo "ours $seed $(cpu "$work/$name.ours.$seed")" >>"$work/times"
            echo "original $seed $(cpu "$work/$name.original.$seed")" >>"$work/times"
        done
    done
    awk -v layouts="$layouts" -v counts="$(grep "^$name " "$work/counts")" '
        { key = $1 " " $2; if (!(key in least) || $3 < least[key]) least[key] = $3 }
        END { for (key in least) { split(key, part, " "); sum[part[1]] += least[key] }; split(counts, count, " ")
              printf "%s %.3f %.3f %s %s\n", count[1], sum["ours"] / layouts, sum["original"] / layouts, count[2], count[3] }' "$work/times" |
        tee -a "$work/results" >&2
done

table() {
    awk '{
        ratio = $2 / $3; sum += log(ratio)
        counted = $5 > 0 ? $4 / $5 : 1; sum_counted += log(counted)
        if (ratio > worst) { worst = ratio; which = $1 }
        printf "| %s | %.3f | %.3f | %.2f | %.0f | %.0f | %.2f |\n", $1, $2, $3, ratio, $4, $5, counted
    } END {
        printf "| **geometric mean** | | | **%.2f** | | | **%.2f** |\n| **worst: %s** | | | **%.2f** | | | |\n", exp(sum / NR), exp(sum_counted / NR), which, worst
    }' "$work/results"
}
section() {
    cat <<MD
## Programs

Written by \`eng/measure-programs.sh\` ($(date -u +%Y-%m-%d), $(nproc) cores, load average at the end
$(cut -d' ' -f1 /proc/loadavg)): CPU seconds of the programs in \`$source\`, which are single files that print a checksum; the mean over $layouts random
orders of functions of the smallest of $rounds runs. "Original" is the Go $(head -n 1 artifacts/go/VERSION) toolchain, run in turns. Budget: geometric mean 1.0, none above 1.2. Instructions: millions in one run, all threads together, as QEMU's user emulation counts them
(which programs that wait for each other spin in differs from run to run).

| Program | Ours | Original | Ratio | Instructions, ours | Original | Ratio |
|---|---:|---:|---:|---:|---:|---:|
$(table)
MD
}
if [ $# -gt 0 ]; then table; else section | eng/performance-section.sh generated; fi
