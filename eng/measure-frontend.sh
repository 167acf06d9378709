#!/usr/bin/env bash
# Measures parsing and type-checking the whole standard library, ours against go/parser and go/types built by the original toolchain
# (eng/get-go.sh --oracle), and writes a section of docs/performance.md. CPU time of one process on one core, warm: the best of ROUNDS in a process.
#   eng/measure-frontend.sh [ROUNDS=8]
set -euo pipefail
cd "$(dirname "$0")/.."
rounds=${1:-8}
oracle=${GO_ORACLE_ROOT:-$PWD/artifacts/oracle}
[ -x "$oracle/bin/go" ] || { echo "run eng/get-go.sh --oracle first"; exit 1; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
dotnet build tests/Conformance -c Release --nologo -v q >"$work/log" || { cat "$work/log"; exit 1; }
ours=tests/Conformance/bin/Release/net10.0/Go.Compiler.Tests.Conformance.dll
dotnet "$ours" --list-std "$work/list"
(
    cd eng/measure-frontend
    env GOROOT="$oracle" GOTOOLCHAIN=local CGO_ENABLED=0 GOCACHE="$work/cache" GOFLAGS=-mod=mod GO111MODULE=off HOME="$work" "$oracle/bin/go" build -o "$work/theirs" main.go
)
lines=$(cut -f2- "$work/list" | tr '\t' '\n' | xargs cat | wc -l)
read -r o_parse o_check < <(taskset -c 0 env DOTNET_gcServer=0 DOTNET_gcConcurrent=0 dotnet "$ours" --measure "$work/list" "$rounds")
read -r g_parse g_check < <(taskset -c 0 "$work/theirs" "$work/list" "$rounds")
ratio() { awk "BEGIN { printf \"%.2f\", $1 / $2 }"; }
eng/performance-section.sh frontend <<MD
## Front end

Written by \`eng/measure-frontend.sh\`: $(wc -l <"$work/list") packages of std, $lines lines; CPU seconds on one core, warm, best of $rounds rounds.
"Original" is go/parser and go/types of the $("$oracle/bin/go" version | cut -d' ' -f3) toolchain.

| What | Ours | Original | Ratio |
|---|---:|---:|---:|
| parse | $o_parse | $g_parse | $(ratio "$o_parse" "$g_parse") |
| type-check | $o_check | $g_check | $(ratio "$o_check" "$g_check") |
MD
