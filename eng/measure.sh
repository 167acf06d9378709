#!/usr/bin/env bash
# Measures hello (samples/hello) and a build of all of std with the command line driver and, when eng/get-go.sh --oracle has fetched it, with the original toolchain in the same run,
# and writes docs/performance.md. CPU time is user + system of the whole process tree, the smallest of RUNS; peak memory is that of the largest process.
#   eng/measure.sh [RUNS=3]
set -euo pipefail
cd "$(dirname "$0")/.."
runs=${1:-3}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp -r samples/hello "$work/hello"
rm -rf "$work/hello/bin" "$work/hello/obj"
cd "$work/hello"
root=$OLDPWD
ours=$root/artifacts/bin/dotnet-go
oracle=$root/artifacts/oracle
[ -x "$ours" ] || { echo "run ./build.sh first"; exit 1; }
command -v /usr/bin/time >/dev/null || { echo "install Debian's package time first (peak memory)"; exit 1; }

# cpu seconds and peak KiB of one command; the best of several
measure() { # prepare, command...
    local prepare=$1 best="" peak=0
    shift
    for ((i = 0; i < runs; i++)); do
        eval "$prepare"
        /usr/bin/time -o "$work/time" -f '%U %S %M' "$@" >/dev/null 2>"$work/log" || { cat "$work/log" >&2; exit 1; }
        read -r user system memory <"$work/time"
        cpu=$(awk "BEGIN { print $user + $system }")
        if [ -z "$best" ] || awk "BEGIN { exit !($cpu < $best) }"; then best=$cpu; fi
        [ "$memory" -gt "$peak" ] && peak=$memory
    done
    echo "$best $peak"
}
edit='edits=$((${edits:-0}+1)); sed -i "s/Hello from Go.*\"/Hello from Go $edits $RANDOM\"/" main.go'

export GO_SDK_CACHE=$work/cache-ours
read -r o_cold o_cold_mem < <(measure 'rm -rf $GO_SDK_CACHE' "$ours" build -o "$work/hello-ours" .)
read -r o_edit o_edit_mem < <(measure "$edit" "$ours" build -o "$work/hello-ours" .)
read -r o_noop o_noop_mem < <(measure true "$ours" build -o "$work/hello-ours" .)
read -r o_std o_std_mem < <(runs=1 measure 'rm -rf $GO_SDK_CACHE' "$ours" build std)
o_size=$(stat -c %s "$work/hello-ours")
ratio() { [ "$2" = - ] && echo - || awk "BEGIN { printf \"%.2f\", $1 / $2 }"; }
g_cold=- g_std=- g_std_mem=- g_edit=- g_noop=- g_size=- g_cold_mem=- g_edit_mem=- g_noop_mem=-
if [ -x "$oracle/bin/go" ]; then
    export GOROOT=$oracle GOTOOLCHAIN=local CGO_ENABLED=0 GOCACHE=$work/cache-go GOFLAGS=-mod=mod HOME=$work
    read -r g_cold g_cold_mem < <(measure 'rm -rf $GOCACHE' "$oracle/bin/go" build -o "$work/hello-go" .)
    read -r g_edit g_edit_mem < <(measure "$edit" "$oracle/bin/go" build -o "$work/hello-go" .)
    read -r g_noop g_noop_mem < <(measure true "$oracle/bin/go" build -o "$work/hello-go" .)
    read -r g_std g_std_mem < <(runs=1 measure 'rm -rf $GOCACHE' "$oracle/bin/go" build std)
    "$oracle/bin/go" build -ldflags=-w -o "$work/hello-go-w" .
    g_size=$(stat -c %s "$work/hello-go-w")
fi
"$root/eng/performance-section.sh" programs <<MD
## Whole builds

Written by \`eng/measure.sh\` ($(date -u +%Y-%m-%d), $(nproc) cores, best of $runs runs). hello prints one line with fmt; std is compiled from source (all of std: one run).
"Original" is the Go $(cat "$root/artifacts/go/VERSION" | head -n 1) toolchain measured in the same run; "-" where it was not present.

| What | Ours | Original | Ratio | Budget |
|---|---|---|---|---|
| hello, empty cache: CPU seconds | $o_cold | $g_cold | $(ratio "$o_cold" "$g_cold") | 1.5 |
| hello, empty cache: peak memory, MiB | $((o_cold_mem / 1024)) | $([ "$g_cold_mem" = - ] && echo - || echo $((g_cold_mem / 1024))) | $(ratio "$o_cold_mem" "$g_cold_mem") | 2 |
| hello, after an edit of main: CPU seconds | $o_edit | $g_edit | $(ratio "$o_edit" "$g_edit") | 3 |
| hello, nothing to do: CPU seconds | $o_noop | $g_noop | $(ratio "$o_noop" "$g_noop") | - |
| std, empty cache: CPU seconds | $o_std | $g_std | $(ratio "$o_std" "$g_std") | 1.5 |
| std, empty cache: peak memory, MiB | $((o_std_mem / 1024)) | $([ "$g_std_mem" = - ] && echo - || echo $((g_std_mem / 1024))) | $(ratio "$o_std_mem" "$g_std_mem") | 2 |
| size of hello, bytes (the original's without DWARF, -ldflags=-w: ours has none yet) | $o_size | $g_size | $(ratio "$o_size" "$g_size") | 1.2 |
MD
