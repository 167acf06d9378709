#!/usr/bin/env bash
# Compares the module cache with the original's (eng/get-go.sh --oracle), for all modules of a proxy that is a folder (eng/debian-proxy.sh makes one).
#   eng/compare-modules.sh [PROXY-FOLDER] [KILLS]
# 1. Both download all versions into caches of their own: same sums, same folders, same files, same rights.
# 2. Each uses the other's cache, without a proxy.
# 3. Downloads that are killed at KILLS random moments (default 100) leave nothing that is taken for whole and is not; the original verifies the cache.
set -euo pipefail
cd "$(dirname "$0")/.."
proxy=$(realpath "${1:-artifacts/debian-proxy}")
kills=${2:-100}
ours=$PWD/artifacts/bin/dotnet-go
oracle=$PWD/artifacts/oracle
[ -x "$oracle/bin/go" ] || { echo "compare-modules: error: no original toolchain: run eng/get-go.sh --oracle" >&2; exit 1; }
work=$(mktemp -d)
trap 'chmod -R u+w "$work"; rm -rf "$work"' EXIT
export GOSUMDB=off GOFLAGS= GOWORK=off GOTOOLCHAIN=local GO111MODULE=on
go() { GOROOT=$oracle GOCACHE=$work/gocache GOPATH=$work/gopath "$oracle/bin/go" "$@"; }
unescape() { perl -pe 's/!([a-z])/uc $1/ge'; }
mapfile -t versions < <(cd "$proxy" && find . -name '*.zip' | sed -E 's,^\./(.*)/@v/(.*)\.zip$,\1@\2,' | unescape | LC_ALL=C sort)
echo "versions: ${#versions[@]}"
mkdir "$work/empty"; cd "$work/empty"
fields() { grep -E '^\s*"(Path|Version|Sum|GoModSum|Error)":' | tr -d ' \t,'; }

GOPROXY=file://$proxy GOMODCACHE=$work/theirs go mod download -json "${versions[@]}" | fields > "$work/theirs.txt" || true
GOPROXY=file://$proxy GOMODCACHE=$work/ours "$ours" mod download -json "${versions[@]}" | fields > "$work/ours.txt" || true
cmp "$work/theirs.txt" "$work/ours.txt" && echo "sums: equal"
tree() { (cd "$1" && find . -path ./cache -prune -o -printf '%p %m %y\n' | LC_ALL=C sort); }
cmp <(tree "$work/theirs") <(tree "$work/ours") && echo "folders and rights: equal"
diff -rq -x cache "$work/theirs" "$work/ours" && echo "files: equal"

GOPROXY=off GOMODCACHE=$work/ours go mod download -json "${versions[@]}" | fields | cmp - "$work/theirs.txt" && echo "the original with our cache: equal"
GOPROXY=off GOMODCACHE=$work/theirs "$ours" mod download -json "${versions[@]}" | fields | cmp - "$work/theirs.txt" && echo "ours with the original's cache: equal"

chmod -R u+w "$work/ours"; rm -rf "$work/ours"
some=("${versions[@]:0:40}")
killed=0
for ((n = 1; n <= kills; n++)); do
    GOPROXY=file://$proxy GOMODCACHE=$work/ours "$ours" mod download "${some[@]}" > /dev/null 2>&1 &
    sleep "0.$(printf '%03d' $((RANDOM % 900 + 50)))"
    if kill -9 $! 2>/dev/null; then killed=$((killed + 1)); fi
    wait $! 2>/dev/null || true
    if [ $((n % 10)) = 0 ]; then # so that there always is work
        find "$work/ours" -mindepth 1 -maxdepth 1 ! -name cache -exec chmod -R u+w {} + -exec rm -rf {} +
        [ $((n % 20)) = 0 ] && find "$work/ours/cache/download" -name '*.zip*' -delete
    fi
done
GOPROXY=file://$proxy GOMODCACHE=$work/ours "$ours" mod download "${some[@]}"
echo "killed: $killed; left over: $(find "$work/ours" -name '*.partial' -o -name '*.zip*.tmp' | wc -l)"
{ echo 'module example.com/verify'; echo; echo 'go 1.16'; printf 'require %s\n' "${some[@]/@/ }"; } > go.mod
GOPROXY=off GOMODCACHE=$work/ours go mod verify
