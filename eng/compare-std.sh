#!/usr/bin/env bash
# Std's own tests for another system or machine, under its emulator, built by this compiler and by the original: which tests fail where. Needs ./build.sh, eng/get-go.sh --oracle
# and the emulator (eng/wine.sh get). Prints a line for each package that fails anywhere, and the counts.
#   eng/compare-std.sh [-o FOLDER] [OS/ARCH=windows/amd64] [PACKAGES...]   without packages: a list chosen for breadth; -o keeps what both runs said
set -euo pipefail
cd "$(dirname "$0")/.."
folder=
[ "${1:-}" != -o ] || { folder=$2; shift 2; }
target=${1:-windows/amd64}
[ $# -eq 0 ] || shift
packages=("$@")
[ ${#packages[@]} -gt 0 ] || packages=(
    archive/tar archive/zip bufio bytes cmp compress/bzip2 compress/flate compress/gzip compress/zlib container/heap context
    crypto/aes crypto/cipher crypto/ecdsa crypto/ed25519 crypto/elliptic crypto/hmac crypto/internal/fips140/bigmod crypto/internal/fips140/nistec crypto/md5
    crypto/rand crypto/rsa crypto/sha1 crypto/sha256 crypto/sha512 debug/pe encoding/base64 encoding/binary encoding/csv encoding/gob encoding/hex encoding/json
    encoding/xml errors flag fmt go/parser go/scanner go/types hash/crc32 hash/crc64 hash/fnv hash/maphash image/png internal/cpu internal/runtime/atomic
    internal/runtime/maps internal/strconv internal/syscall/windows internal/syscall/windows/registry io io/fs iter log maps math math/big math/bits math/rand
    math/rand/v2 net net/netip net/textproto net/url os os/exec os/signal path/filepath reflect regexp runtime runtime/debug slices sort strconv strings sync
    sync/atomic syscall text/template time unicode/utf8 unique weak
)
[ -n "$folder" ] || { folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; }
mkdir -p "$folder"
dotnet build tests/Conformance -c Release --nologo -v q >/dev/null
# Builds beside a run of an hour do not disturb it.
program=artifacts/conformance/program
rm -rf "$program"
mkdir -p "$program"
cp -r tests/Conformance/bin/Release/net10.0/. "$program"
run() { # file
    local list
    list=$(IFS=,; echo "${packages[*]}")
    [ "${target%/*}" != windows ] || eng/wine.sh keep
    dotnet "$program/Go.Compiler.Tests.Conformance.dll" --suite std --os "${target%/*}" --arch "${target#*/}" --all --only "$list" >"$folder/$1.log" 2>"$folder/$1.err" || true
    sed -n 's/^std: \([^ ]*\): \(passed\|failed\|skipped\) \?\(.*\)$/\1 \2 \3/p' "$folder/$1.err" | sort >"$folder/$1"
}
run ours
GO_OTHER_TOOLCHAIN=artifacts/oracle run original

# Failing tests by package; a program that fails as a whole is one test without a name.
awk '
    { tests = $2 != "failed" ? "" : NF == 2 ? " (program)" : ""; for (i = 3; i <= NF; i++) tests = tests " " $i }
    FNR == NR { other[$1] = tests; status[$1] = $2; next }
    {
        count[$2]++; originals[status[$1]]++
        split("", theirs); n = split(other[$1], names, " "); for (i = 1; i <= n; i++) theirs[names[i]] = 1
        only = both = gone = ""
        n = split(tests, names, " ")
        for (i = 1; i <= n; i++) { if (names[i] in theirs) { both = both " " names[i]; delete theirs[names[i]] } else only = only " " names[i] }
        for (t in theirs) gone = gone " " t
        if (only != "") { differ++; print $1 ": only ours:" only }
        if (gone != "") print $1 ": only the original'"'"'s:" gone
        if (both != "") print $1 ": both:" both
    }
    END {
        printf "%d packages: ours passes %d, skips %d, fails %d; the original passes %d, skips %d, fails %d; in %d a test fails in ours only\n",
            FNR, count["passed"], count["skipped"], count["failed"], originals["passed"], originals["skipped"], originals["failed"], differ
    }' "$folder/original" "$folder/ours"
