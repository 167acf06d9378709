#!/usr/bin/env bash
# Real modules with their real dependencies: each becomes the main module of a folder, once for the original toolchain (eng/get-go.sh --oracle) and once for ours, and both
# must come to the same go.mod, go.sum and module graph, build the same packages, and have the same results of the modules' own tests.
#   eng/module-trial.sh [-p PROXY-FOLDER] [-o FOLDER] [-n COUNT] [MODULE...]     a proxy that is a folder: eng/debian-proxy.sh makes one
# Results are kept in FOLDER (artifacts/module-trial), one line per module in results.txt: what was tried there before is not tried again.
set -euo pipefail
cd "$(dirname "$0")/.."
proxy=artifacts/debian-proxy
out=artifacts/module-trial
count=1000
while [ $# -gt 0 ]; do
    case "$1" in
        -p) proxy=$2; shift 2 ;;
        -o) out=$2; shift 2 ;;
        -n) count=$2; shift 2 ;;
        *) break ;;
    esac
done
proxy=$(realpath "$proxy")
mkdir -p "$out"
out=$(realpath "$out")
ours=${OURS:-$PWD/artifacts/bin/dotnet-go}
oracle=$PWD/artifacts/oracle

[ -x "$oracle/bin/go" ] || { echo "module-trial: error: no original toolchain: run eng/get-go.sh --oracle" >&2; exit 1; }
work=$(mktemp -d)
trap 'chmod -R u+w "$work"; rm -rf "$work"' EXIT
export GOSUMDB=off GOFLAGS=-mod=mod GOWORK=off GOTOOLCHAIN=local GO111MODULE=on GOPROXY=file://$proxy CGO_ENABLED=0 GOPATH=$work/gopath
unescape() { perl -pe 's/!([a-z])/uc $1/ge'; }
run() { # toolchain, arguments...
    local who=$1
    shift
    case "$who" in
        theirs) GOROOT=$oracle GOCACHE=$out/gocache GOMODCACHE=$work/theirs "$oracle/bin/go" "$@" ;;
        ours) GO_SDK_CACHE=$out/cache GOMODCACHE=$work/ours "$ours" "$@" ;;
    esac
}
# Times and addresses differ from run to run; a result is the package's line.
results() { grep -E '^(ok|FAIL|\?|---|panic:)' | grep -E '^(ok|FAIL|\?)[[:space:]]+[^[:space:]]' | awk '{ print $1, $2, ($0 ~ /no test files/ ? "none" : $0 ~ /build failed/ ? "build" : $0 ~ /setup failed/ ? "setup" : "") }' | LC_ALL=C sort || true; }
mapfile -t versions < <(if [ $# -gt 0 ]; then printf '%s\n' "$@"; else cd "$proxy" && find . -name '*.zip' | sed -E 's,^\./(.*)/@v/(.*)\.zip$,\1@\2,' | LC_ALL=C sort; fi)
touch "$out/results.txt"
tried=0
for escaped in "${versions[@]}"; do
    module=$(printf '%s' "$escaped" | unescape)
    if [ "$tried" -ge "$count" ] || grep -qF "$module " "$out/results.txt"; then continue; fi
    tried=$((tried + 1))
    path=${escaped%@*} version=${escaped#*@}
    verdict=""
    for who in theirs ours; do
        folder=$work/$who-main
        rm -rf "$folder"; mkdir -p "$folder"
        (cd "$folder" && unzip -q "$proxy/$path/@v/$version.zip" && mv "$module"/* .)
        cp "$proxy/$path/@v/$version.mod" "$folder/go.mod"
        chmod -R u+w "$folder"
        (
            cd "$folder"
            rm -rf vendor go.work go.sum # Debian's sources differ from what the sums are of
            run $who mod tidy -e > "$work/$who.tidy" 2>&1 && echo 0 > "$work/$who.codes" || echo $? > "$work/$who.codes"
            run $who mod graph > "$work/$who.graph" 2>&1 || true
            timeout 300 bash -c "$(declare -f run); who=$who oracle=$oracle work=$work out=$out ours=$ours; run $who build ./..." > "$work/$who.build" 2>&1 && echo 0 >> "$work/$who.codes" || echo $? >> "$work/$who.codes"
            timeout 600 bash -c "$(declare -f run); who=$who oracle=$oracle work=$work out=$out ours=$ours; run $who test -vet=off -short ./..." > "$work/$who.test" 2>&1 && echo 0 >> "$work/$who.codes" || echo $? >> "$work/$who.codes"
            results < "$work/$who.test" > "$work/$who.results"
        )
    done
    same() { cmp -s "$1" "$2" || verdict="$verdict $3"; }
    same "$work/theirs-main/go.mod" "$work/ours-main/go.mod" go.mod
    if [ -f "$work/theirs-main/go.sum" ] || [ -f "$work/ours-main/go.sum" ]; then same "$work/theirs-main/go.sum" "$work/ours-main/go.sum" go.sum; fi
    same "$work/theirs.graph" "$work/ours.graph" graph
    same "$work/theirs.codes" "$work/ours.codes" codes
    same "$work/theirs.results" "$work/ours.results" tests
    name=$(printf '%s' "$module" | tr '/@' '__')
    if [ -n "$verdict" ]; then
        mkdir -p "$out/$name"
        cp "$work"/{theirs,ours}.{tidy,graph,codes,build,test,results} "$out/$name/"
        for who in theirs ours; do for f in go.mod go.sum; do cp "$work/$who-main/$f" "$out/$name/$who.$f" 2>/dev/null || true; done; done
    fi
    ok=$(grep -c '^ok' "$work/theirs.results" || true) failed=$(grep -c '^FAIL' "$work/theirs.results" || true)
    printf '%s %s (original: %s packages passed, %s failed, exit codes %s)\n' "$module" "${verdict:- equal}" "$ok" "$failed" "$(tr '\n' ' ' < "$work/theirs.codes")" | sed 's/  */ /g' | tee -a "$out/results.txt"
done
echo "equal: $(grep -c ' equal (' "$out/results.txt") of $(wc -l < "$out/results.txt"); with tests that pass: $(grep ' equal (' "$out/results.txt" | grep -vc 'original: 0 packages' || true)"
