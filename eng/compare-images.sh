#!/usr/bin/env bash
# Builds programs for macOS with the original toolchain and with this one, compares the files field by field (eng/image), and links each a second time for another address to find
# addresses that the loader would not know. Writes a section of docs/performance.md; needs ./build.sh and eng/get-go.sh --oracle.
#   eng/compare-images.sh [PROGRAMS...]    samples, or cmd/go; without any: hello http cmd/go
set -euo pipefail
cd "$(dirname "$0")/.."
root=$PWD
programs=("$@")
[ ${#programs[@]} -gt 0 ] || programs=(hello http cmd/go)
ours=$PWD/artifacts/bin/dotnet-go
oracle=$PWD/artifacts/oracle/bin/go
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
export GO_SOURCE_ROOT=${GO_SOURCE_ROOT:-$PWD/artifacts/go} CGO_ENABLED=0 GOOS=darwin GOTOOLCHAIN=local
dotnet build eng/image -c Release --nologo -v q >/dev/null
image() { dotnet "$root/eng/image/bin/Release/net10.0/Go.Image.dll" "$@"; }
ratio() { awk "BEGIN { printf \"%.3f\", $(stat -c %s "$2") / $(stat -c %s "$1") }"; }

rows=
for arch in amd64 arm64; do
    export GOARCH=$arch
    moved=0x3001000
    [ $arch = amd64 ] || moved=0x123401000
    for program in "${programs[@]}"; do
        package=.
        place=samples/$program
        [ $program != cmd/go ] || { package=cmd/go; place=samples/hello; }
        cd "$root/$place"
        for flag in "" -s; do
            "$oracle" build -trimpath "-ldflags=$flag" -o "$folder/original$flag" "$package"
            "$ours" build -trimpath "-ldflags=$flag" -o "$folder/ours$flag" "$package"
        done
        "$ours" build -trimpath -ldflags=-T=$moved -o "$folder/moved" "$package"
        cd "$root"
        report=$(image "$folder/original" "$folder/ours" || true)
        loaded=$(image "$folder/ours" "$folder/moved" --moved | tail -1)
        imports=$(sed -n 's/^symbols: .*; imports \([0-9]*\) and \([0-9]*\);.*/\1 and \2/p' <<< "$report")
        differing=$(sed '/^symbols: \|^size: /d' <<< "$report" | sed 's/: only .*//' | sort -u | paste -sd, - | sed 's/,/, /g')
        rows+="| $program | $arch | $imports | ${differing:-none} | $loaded | $(ratio "$folder/original" "$folder/ours") | $(ratio "$folder/original-s" "$folder/ours-s") |"$'\n'
    done
done
eng/performance-section.sh images <<TEXT
## Programs of macOS beside the original's

Written by \`eng/compare-images.sh\` ($(date +%F)): files of the same program by the original linker ($("$oracle" version | cut -d' ' -f3)) and by this one. Fields that may differ: header, segments, sections, load
commands, imports with their libraries, undefined symbols, sections with rebased words, indirect symbols, signature. The original writes 6 as the size of a stub on arm64, where stubs have 12 bytes, and
keeps the record of the cryptographic module in programs without it. Sizes are with symbols (the original's with debug information, which ours does not have), and stripped (\`-ldflags=-s\`).

| Program | Architecture | Imports | Fields that differ | Loaded elsewhere | Size | Stripped |
|---|---|---:|---|---|---:|---:|
${rows%$'\n'}
TEXT
