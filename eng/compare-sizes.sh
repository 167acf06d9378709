#!/usr/bin/env bash
# Sizes of programs for all targets beside the original toolchain's. Writes a section of docs/performance.md; needs ./build.sh and eng/get-go.sh --oracle.
#   eng/compare-sizes.sh [PROGRAMS...]    samples, or cmd/go; without any: hello http cmd/go
set -euo pipefail
cd "$(dirname "$0")/.."
root=$PWD
programs=("$@")
[ ${#programs[@]} -gt 0 ] || programs=(hello http cmd/go)
targets=(linux/amd64 linux/arm64 windows/amd64 windows/arm64 darwin/amd64 darwin/arm64)
ours=$PWD/artifacts/bin/dotnet-go
oracle=$PWD/artifacts/oracle/bin/go
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
export GO_SOURCE_ROOT=${GO_SOURCE_ROOT:-$PWD/artifacts/go} CGO_ENABLED=0 GOTOOLCHAIN=local

rows=
for program in "${programs[@]}"; do
    package=.
    place=samples/$program
    [ "$program" != cmd/go ] || { package=cmd/go; place=samples/hello; }
    cd "$root/$place"
    for target in "${targets[@]}"; do
        export GOOS=${target%/*} GOARCH=${target#*/}
        cells=
        for flag in "" -s; do
            "$oracle" build -trimpath -buildvcs=false "-ldflags=$flag" -o "$folder/original" "$package"
            "$ours" build -trimpath -buildvcs=false "-ldflags=$flag" -o "$folder/ours" "$package"
            theirs=$(stat -c %s "$folder/original") own=$(stat -c %s "$folder/ours")
            cells+=" $own | $theirs | $(awk "BEGIN { printf \"%.3f\", $own / $theirs }") |"
        done
        rows+="| $program | $target |$cells"$'\n'
        echo "$program $target $cells" >&2
    done
done
cd "$root"
eng/performance-section.sh sizes <<TEXT
## Sizes of programs

Written by \`eng/compare-sizes.sh\` ($(date +%F)): bytes of the file, by this linker and by the original one ($("$oracle" version | cut -d' ' -f3)), with symbols (the original's
with debug information, which ours does not have) and stripped (\`-ldflags=-s\`).

| Program | Target | Ours | Original | Ratio | Ours, stripped | Original | Ratio |
|---|---|---:|---:|---:|---:|---:|---:|
${rows%$'\n'}
TEXT
