#!/usr/bin/env bash
# What it costs to build a program for several targets from an empty cache, against one. Writes a section of docs/performance.md; needs ./build.sh.
#   eng/measure-targets.sh [TARGETS...]    such as linux/amd64 darwin/arm64; without any: all that there are
set -euo pipefail
cd "$(dirname "$0")/.."
go=$PWD/artifacts/bin/dotnet-go
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
export GO_SOURCE_ROOT=${GO_SOURCE_ROOT:-$PWD/artifacts/go}
targets=("$@")
[ ${#targets[@]} -gt 0 ] || targets=(linux/amd64 linux/arm64 windows/amd64 windows/arm64 darwin/amd64 darwin/arm64)

# CPU seconds of the builds, and how many packages each took from the cache.
build() { # sample, targets...
    local sample=$1 times
    shift
    export GO_SDK_CACHE=$folder/cache
    rm -rf "$GO_SDK_CACHE"
    : > "$folder/trace"
    TIMEFORMAT='%U %S'
    times=$( { time for target in "$@"; do
        (cd "samples/$sample" && GOOS=${target%/*} GOARCH=${target#*/} "$go" build -x -trimpath -buildvcs=false -o "$folder/program" . 2>> "$folder/trace")
    done; } 2>&1 )
    awk -v all="$(grep -c 'not in the cache as\|: cached as' "$folder/trace")" -v cached="$(grep -c ': cached as' "$folder/trace" || true)" \
        '{ printf "%.2f %d %d\n", $1 + $2, cached, all }' <<< "$times"
}

rows=
for sample in hello http; do
    read -r one _ all < <(build "$sample" "${targets[0]}")
    read -r many cached packages < <(build "$sample" "${targets[@]}")
    rows+="| $sample | $one | $many | $(awk "BEGIN { printf \"%.2f\", $many / $one }") | $cached of $packages |"$'\n'
done
eng/performance-section.sh targets <<TEXT
## Several targets

Written by \`eng/measure-targets.sh\` ($(date +%F), $(nproc) cores): ${#targets[@]} targets (${targets[*]}) one after the other with one cache that is empty at first, against the first
of them alone; CPU seconds. Packages that come from the cache are those that other systems of the same architecture share
([0045](decisions/0045-one-result-for-several-systems.md)).

| Program | One target | ${#targets[@]} targets | Ratio | Packages from the cache |
|---|---:|---:|---:|---:|
${rows%$'\n'}
TEXT
