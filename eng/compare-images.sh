#!/usr/bin/env bash
# Builds programs for six targets with the original toolchain and with this one, compares the files field by field (eng/image), and has others read ours: LLVM counts what is in them,
# eng/verify-signature.py checks signatures of macOS. Programs of macOS are linked a second time for another address to find addresses that the loader would not know.
# Writes a section of docs/performance.md; needs ./build.sh, eng/get-go.sh --oracle and the package llvm.
#   eng/compare-images.sh [PROGRAMS...]    samples, or cmd/go; without any: hello http cmd/go
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
dotnet build eng/image -c Release --nologo -v q >/dev/null
image() { dotnet "$root/eng/image/bin/Release/net10.0/Go.Image.dll" "$@"; }
count() { grep -c "$1" || true; }

# What LLVM counts in a file, in the words of eng/image.
llvm_counts() {
    echo -n "sections $(llvm-readobj --sections "$2" | count 'Section {') symbols $(llvm-readobj --symbols "$2" | count 'Symbol {') "
    case $1 in
        linux) echo "segments $(llvm-readobj --program-headers "$2" | count 'ProgramHeader {') notes $(llvm-readobj --notes "$2" | count 'Owner:')" ;;
        windows) echo "imports $(llvm-readobj --coff-imports "$2" | count 'Symbol:') relocations $(llvm-readobj --coff-basereloc "$2" | count 'Type: DIR64')" \
            "unwind $(llvm-readobj --unwind "$2" | count 'RuntimeFunction {')" ;;
        darwin) echo "imports $(llvm-objdump --macho --bind "$2" | count '^__')" "rebases $(llvm-objdump --macho --rebase "$2" | count '^__')" ;;
    esac
}

rows=
for program in "${programs[@]}"; do
    package=.
    place=samples/$program
    [ "$program" != cmd/go ] || { package=cmd/go; place=samples/hello; }
    for target in "${targets[@]}"; do
        export GOOS=${target%/*} GOARCH=${target#*/}
        cd "$root/$place"
        "$oracle" build -trimpath -buildvcs=false -o "$folder/original" "$package"
        "$ours" build -trimpath -buildvcs=false -o "$folder/ours" "$package"
        loaded=- signature=-
        if [ "$GOOS" = darwin ]; then
            moved=0x3001000
            [ "$GOARCH" = amd64 ] || moved=0x123401000
            "$ours" build -trimpath -buildvcs=false -ldflags=-T=$moved -o "$folder/moved" "$package"
            loaded=$(image "$folder/ours" "$folder/moved" --moved | tail -1 | sed 's/.*: //')
            signature=$("$root/eng/verify-signature.py" "$folder/ours" || true)
        fi
        cd "$root"
        report=$(image "$folder/original" "$folder/ours" || true)
        differing=$(sed '/^symbols: \|^size: /d; s/: in another order or number//; s/: only [a-z]*: /: /; s/: \(section [^ ]*\|note [^ ]*\|[^ ]*\).*/: `\1`/' <<< "$report" |
            sort -u | paste -sd ';' | sed 's/;/; /g')
        counts=$(image "$folder/ours" --counts)
        others=$(llvm_counts "$GOOS" "$folder/ours")
        [ "$counts" != "$others" ] || others="the same"
        rows+="| $program | $target | ${differing:-none} | $counts | $others | $loaded | $signature |"$'\n'
        echo "$program $target: $report" >&2
    done
done
eng/performance-section.sh images <<TEXT
## Programs beside the original's

Written by \`eng/compare-images.sh\` ($(date +%F)): files of the same program by the original linker ($("$oracle" version | cut -d' ' -f3)) and by this one. Fields are compared by all that they say
but sizes, places and identities of the file; debug information, which ours does not have, is left out.

- ELF: header, segments, loader, notes, sections, dynamic table, relocations.
- PE: every field of the headers (characteristics, subsystem, versions, timestamp, checksum, stack, heap), sections, data directories (of thread-local storage and debug information too: neither
  has one), imports by library and name, unwind data by kind, base relocations by kind and section, and whether each leads into the program.
- Mach-O: header, segments, sections, load commands, imports with their libraries, undefined symbols, sections with rebased words, indirect symbols, signature.

What differs, and why: the original keeps the record of the cryptographic module (\`.go.fipsinfo\`, \`__go_fipsinfo\`) in programs without that module. In ELF files its build id for GNU's tools is in a section,
but in no segment, where a program that runs would show it; here it is in both. In Mach-O files it says that stubs of arm64 have 6 bytes, where they have 12.
The counts are those of our file by \`eng/image\`, then by LLVM's tools; "loader": words that the loader of macOS would have to change and does not know of; the signature is checked by
\`eng/verify-signature.py\`, which reads nothing but the file (amd64 has none, as the original).

| Program | Target | Fields that differ | Counts | By LLVM | Loader | Signature |
|---|---|---|---|---|---|---|
${rows%$'\n'}
TEXT
