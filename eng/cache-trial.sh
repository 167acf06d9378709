#!/usr/bin/env bash
# The cache never changes the result: builds after hard ends, several at once on one empty cache, and on damaged, exchanged and lost files are compared byte for byte with a clean one.
# Works in a temporary folder with caches of its own. Prints what it did, and ends with 1 at the first difference, crash or leftover.
#   eng/cache-trial.sh [-k KILLS=200] [-r ROUNDS=5] [-d DAMAGED=60] [-s SEED=1] [DOTNET-GO]
set -euo pipefail
cd "$(dirname "$0")/.."
kills=200 rounds=5 damaged=60 seed=1
while getopts k:r:d:s: option; do
    case $option in
        k) kills=$OPTARG ;; r) rounds=$OPTARG ;; d) damaged=$OPTARG ;; s) seed=$OPTARG ;;
        *) exit 2 ;;
    esac
done
shift $((OPTIND - 1))
go=$(realpath "${1:-artifacts/bin/dotnet-go}")
export GO_SOURCE_ROOT=${GO_SOURCE_ROOT:-$PWD/artifacts/go}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export TMPDIR=$work/tmp
mkdir -p "$TMPDIR" "$work/out"
RANDOM=$seed
fail() { echo "FAILED: $*"; exit 1; }

# Small packages of the module over a part of std that has generics, tables of interfaces, assembly and large literals.
mkdir -p "$work/src/"{leaf,middle}
printf 'module example.com/m\n\ngo 1.27\n' >"$work/src/go.mod"
cat >"$work/src/leaf/leaf.go" <<'GO'
package leaf

import "errors"

type Shape interface{ Area() float64 }
type Square struct{ Side float64 }

func (s *Square) Area() float64 { return s.Side * s.Side }
func New(side float64) *Square  { return &Square{side} }
func Other() *Square            { return nil }

type Pair[K comparable, V any] struct {
	Key   K
	Value V
}

var Err = errors.New("leaf")
GO
cat >"$work/src/middle/middle.go" <<'GO'
package middle

import "example.com/m/leaf"

func Both(big bool) leaf.Shape {
	if big {
		return leaf.New(2)
	}
	return leaf.Other()
}

func Pairs() []leaf.Pair[string, int] { return []leaf.Pair[string, int]{{"a", 1}, {"b", 2}} }
GO
cat >"$work/src/main.go" <<'GO'
package main

import (
	"example.com/m/middle"
	"strconv"
)

func main() {
	for _, p := range middle.Pairs() {
		println(p.Key, strconv.Itoa(p.Value), middle.Both(true).Area())
	}
}
GO
cd "$work/src"
build() { # cache, output, arguments...
    local cache=$1 output=$2
    shift 2
    GO_SDK_CACHE=$cache "$go" build -o "$output" "$@" . >"$output.log" 2>&1
}
# Entries are named by key or contents; a name has one content for ever.
same_cache() { # cache, what
    (cd "$1" && find ?? -type f -print0 | sort -z | xargs -0 sha256sum) >"$work/sums"
    [ -z "$(join -j 2 -v 1 <(sort -k 2 "$work/sums") <(sort -k 2 "$work/clean.sums"))" ] || [ "$3" = more ] || fail "$2: entries that a clean build does not have"
    [ -z "$(join -j 2 <(sort -k 2 "$work/sums") <(sort -k 2 "$work/clean.sums") | awk '$2 != $3')" ] || fail "$2: entries with other contents"
}
start=$(date +%s%N)
build "$work/clean" "$work/out/clean" -p 1 || { cat "$work/out/clean.log"; fail "clean build"; }
empty=$((($(date +%s%N) - start) / 1000000))
# What a link record says of the output's time is the only thing that differs from build to build.
strip_links() { find "$1" -type f -size -200c -exec grep -lZ '^GoSdkR2' {} + | while IFS= read -rd '' f; do [ "$(od -An -tu4 -j8 -N4 "$f" | tr -d ' ')" != 4 ] || rm "$f"; done; }
strip_links "$work/clean"
(cd "$work/clean" && find ?? -type f -print0 | sort -z | xargs -0 sha256sum) >"$work/clean.sums"
echo "clean build with one thread: $(wc -l <"$work/clean.sums") entries, $empty ms"
compare() { cmp "$work/out/clean" "$1" || fail "$2: another program"; ! grep -qE "GO9001|Unhandled|warning" "$1.log" || { cat "$1.log"; fail "$2"; }; }
build "$work/many" "$work/out/many" -p 7 || fail "seven threads"
compare "$work/out/many" "seven threads"
strip_links "$work/many"
same_cache "$work/many" "seven threads" exact
echo "seven threads: the same program and the same entries"

# Hard ends at random moments of a build into one cache; every twentieth time it is finished and compared.
# All moments of a build must be hit: it starts without most of its entries.
cut() { find "$1"/?? -type f | sort | awk -v s=$RANDOM 'BEGIN { srand(s) } rand() < 0.05' | xargs -r rm -f; }
cp -r "$work/clean" "$work/killed"
hit=0
for ((i = 1; i <= kills; i++)); do
    cut "$work/killed"
    rm -f "$work/out/killed"
    GO_SDK_CACHE=$work/killed setsid "$go" build -o "$work/out/killed" . >"$work/out/killed.log" 2>&1 &
    pid=$!
    sleep "$(awk "BEGIN { printf \"%.3f\", ($RANDOM / 32768) * 1.5 }")"
    kill -KILL $pid 2>/dev/null && hit=$((hit + 1))
    wait $pid 2>/dev/null || true
    if ((i % 20 == 0 || i == kills)); then
        build "$work/killed" "$work/out/killed" || { cat "$work/out/killed.log"; fail "build after $i hard ends"; }
        compare "$work/out/killed" "build after $i hard ends"
    fi
done
strip_links "$work/killed"
same_cache "$work/killed" "after hard ends" exact
left=$(find "$TMPDIR" "$work/killed" "$work/out" \( -name '*.tmp' -o -name 'dotnet-go-*' -o -name 'clr-debug-pipe*' -o -name 'dotnet-diagnostic*' \) | wc -l)
[ "$left" = 0 ] || { find "$TMPDIR" "$work/killed" "$work/out" -name '*.tmp' -o -name 'dotnet-*' -o -name 'clr-*'; fail "$left files of dead processes are left"; }
echo "hard ends: $kills builds, $hit killed before they ended; the same program after each group of 20, the same entries, no file left"

for ((i = 1; i <= rounds; i++)); do
    pids=()
    for ((n = 0; n < 8; n++)); do
        build "$work/shared$i" "$work/out/shared$n" -p $((n % 4 + 1)) & pids+=($!)
    done
    for p in "${pids[@]}"; do wait "$p" || fail "a build of eight at once"; done
    for ((n = 0; n < 8; n++)); do compare "$work/out/shared$n" "eight at once, round $i"; done
    strip_links "$work/shared$i"
    same_cache "$work/shared$i" "eight at once, round $i" exact
    rm -rf "$work/shared$i"
done
echo "eight builds at once on one empty cache: $rounds rounds, the same programs, the same entries"

# One file is damaged, or exchanged with another, at a time.
ways=(flip cut empty zero delete exchange folder link)
cp -r "$work/clean" "$work/damaged"
mapfile -t files < <(find "$work/damaged"/?? -type f | sort)
for ((i = 0; i < damaged; i++)); do
    f=${files[RANDOM % ${#files[@]}]} g=${files[RANDOM % ${#files[@]}]} way=${ways[i % ${#ways[@]}]} size=0
    size=$(stat -c %s "$f")
    case $way in
        flip) printf '\x5a' | dd of="$f" bs=1 seek=$((RANDOM * 32768 % size)) conv=notrunc status=none ;;
        cut) truncate -s $((size / 2)) "$f" ;;
        empty) : >"$f" ;;
        zero) truncate -s 0 "$f"; truncate -s "$size" "$f" ;;
        delete) rm "$f" ;;
        exchange) mv "$f" "$work/x"; cp "$g" "$f" 2>/dev/null || true; mv "$work/x" "$g" ;;
        folder) rm "$f"; mkdir -p "$f/inside" ;;
        link) rm "$f"; ln -s "$g" "$f" ;;
    esac
    rm -f "$work/out/damaged"
    build "$work/damaged" "$work/out/damaged" || { cat "$work/out/damaged.log"; fail "damage $i ($way)"; }
    compare "$work/out/damaged" "damage $i ($way)"
done
echo "damage: $damaged files, the same program each time"

# A share of the files gone or damaged costs no more than an empty cache: the least of three runs each.
cpu() { # output, what prepares the cache
    local best="" line
    for run in 1 2 3; do
        rm -rf "$work/lost"
        "${@:2}"
        line=$( { TIMEFORMAT='%3U %3S'; time build "$work/lost" "$1"; } 2>&1)
        compare "$1" "${*:2}"
        best=$(awk -v b="$best" '{ t = $1 + $2; print b == "" || t < b ? t : b }' <<<"$line")
    done
    echo "$best"
}
lose() { # share, way
    cp -r "$work/clean" "$work/lost"
    find "$work/lost"/?? -type f | sort | awk -v s=$seed -v p="$1" 'BEGIN { srand(s) } rand() * 100 < p' | while read -r f; do
        case $2 in
            delete) rm "$f" ;;
            flip) printf '\x5a' | dd of="$f" bs=1 seek=$(($(stat -c %s "$f") - 1)) conv=notrunc status=none ;;
        esac
    done
}
none=$(cpu "$work/out/none" true)
echo "empty cache: $none s of CPU time"
for share in 10 40 70 100; do
    for way in delete flip; do
        cost=$(cpu "$work/out/lost" lose $share $way)
        echo "$share % of the files, $way: $cost s, $(awk "BEGIN { printf \"%.2f\", $cost / $none }") of an empty cache"
    done
done

# Every package of std compiled both ways: imports as they were made in memory, and read back from their bytes. The times say that it was done.
for arch in amd64 arm64; do
    GOARCH=$arch GO_SDK_CACHE=$work/both "$go" build -gcflags=-d=roundtrip,time std >"$work/out/both.log" 2>&1 || { head -c 2000 "$work/out/both.log"; fail "std both ways for $arch"; }
    grep -q "both ways" "$work/out/both.log" || fail "std was not compiled both ways for $arch"
    echo "std for $arch: $(GOARCH=$arch GO_SDK_CACHE=$work/both "$go" list std | wc -l) packages, the same both ways"
done
