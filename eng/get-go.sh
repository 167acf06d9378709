#!/usr/bin/env bash
# Fills artifacts/go with Go's sources (std, runtime, Go's own tests), unmodified, and records where they came from.
#   eng/get-go.sh           sources only
#   eng/get-go.sh --oracle  also the original toolchain, into artifacts/oracle (for comparisons; nothing we ship or test by default needs it)
# Order: GO_SOURCE_ROOT (a GOROOT folder), Debian's package golang-1.27-src (suite trixie-backports, checked against the Debian archive keyring).
set -euo pipefail
cd "$(dirname "$0")/.."
release=1.27
suite=trixie-backports
go=artifacts/go
say() { printf '  %s\n' "$*"; }
fail() { printf 'get-go: error: %s\n' "$*" >&2; exit 1; }

# The generated files that Go's build makes and source packages lack.
complete_sources() {
    local version=$1
    printf 'go%s\n' "$version" > "$go.new/VERSION"
    printf '// Generated for Go.StandardLibrary.\n\npackage sys\n' > "$go.new/src/internal/runtime/sys/zversion.go"
    cat > "$go.new/src/internal/buildcfg/zbootstrap.go" <<GO
// Generated for Go.StandardLibrary: the defaults of this distribution.

package buildcfg

import "runtime"

const (
	DefaultGO386             = "softfloat"
	DefaultGOAMD64           = "v1"
	DefaultGOARM             = "7"
	DefaultGOARM64           = "v8.0"
	DefaultGOMIPS            = "hardfloat"
	DefaultGOMIPS64          = "hardfloat"
	DefaultGOPPC64           = "power8"
	DefaultGORISCV64         = "rva20u64"
	defaultGOEXPERIMENT      = ""
	defaultGO_EXTLINK_ENABLED = ""
	defaultGO_LDSO           = ""
	version                  = "go$version"
	defaultGOOS              = runtime.GOOS
	defaultGOARCH            = runtime.GOARCH
	DefaultGOFIPS140         = "off"
	DefaultCGO_ENABLED       = ""
)
GO
    # The time-zone database as a string constant, from the zip that is part of the sources.
    if [ ! -f "$go.new/src/time/tzdata/zzipdata.go" ] && [ -f "$go.new/lib/time/zoneinfo.zip" ]; then
        {
            printf '// Generated for Go.StandardLibrary from lib/time/zoneinfo.zip.\n\npackage tzdata\n\nconst zipdata = "'
            od -An -v -tx1 "$go.new/lib/time/zoneinfo.zip" | tr -d '\n' | sed 's/ /\\x/g'
            printf '"\n'
        } > "$go.new/src/time/tzdata/zzipdata.go"
    fi
}

from_folder() {
    local root=$1
    [ -d "$root/src/runtime" ] || fail "GO_SOURCE_ROOT=$root is not a GOROOT: it has no src/runtime"
    say "copying Go's sources from GO_SOURCE_ROOT"
    rm -rf "$go.new"; mkdir -p "$go.new"
    cp -rL "$root/src" "$go.new/src"
    [ -d "$root/test" ] && cp -rL "$root/test" "$go.new/test"
    [ -d "$root/lib" ] && cp -rL "$root/lib" "$go.new/lib"
    local version
    version=$(sed -n '1s/^go//p' "$root/VERSION" 2>/dev/null || true)
    [ -n "$version" ] || fail "GO_SOURCE_ROOT=$root has no VERSION file"
    [ "${version#$release}" != "$version" ] || fail "GO_SOURCE_ROOT=$root holds Go $version; Go $release is needed"
    for f in "$root/LICENSE" "$root/../../share/doc/golang-$release-src/copyright" "$root/../doc/golang-$release-src/copyright"; do
        [ -f "$f" ] && { cp "$f" "$go.new/LICENSE"; break; }
    done
    complete_sources "$version"
}

# A private apt: its own state, sources and cache, so that the machine's configuration is read but never changed.
private_apt() {
    apt=artifacts/apt
    mkdir -p "$apt/lists/partial" "$apt/archives/partial"
    : > "$apt/status"
    local mirror
    mirror=$(cat /etc/apt/sources.list /etc/apt/sources.list.d/*.list /etc/apt/sources.list.d/*.sources 2>/dev/null |
        sed 's/#.*//' | grep -oE '[a-z+]+://[^ ]+/debian/?( |$)' | head -n 1 | tr -d " " || true)
    [ -n "$mirror" ] || fail "no Debian mirror in this machine's apt configuration; set GO_SOURCE_ROOT to a GOROOT folder of Go $release instead"
    local keyring=/usr/share/keyrings/debian-archive-keyring.gpg
    [ -f "$keyring" ] || fail "the Debian archive keyring is missing (package debian-archive-keyring); set GO_SOURCE_ROOT to a GOROOT folder of Go $release instead"
    printf 'deb [signed-by=%s] %s %s main\n' "$keyring" "$mirror" "$suite" > "$apt/sources.list"
    apt_options=(-qq -o "Dir::Etc::SourceList=$PWD/$apt/sources.list" -o Dir::Etc::SourceParts=/dev/null -o "Dir::State::Lists=$PWD/$apt/lists"
        -o "Dir::State::status=$PWD/$apt/status" -o "Dir::Cache::archives=$PWD/$apt/archives" -o "Dir::Cache::pkgcache=" -o "Dir::Cache::srcpkgcache="
        -o APT::Sandbox::User=root)
    say "asking Debian ($suite) for Go $release"
    apt-get "${apt_options[@]}" update || fail "Debian's package lists could not be read; set GO_SOURCE_ROOT to a GOROOT folder of Go $release instead"
}

unpack() { # package, folder
    (cd artifacts/apt/archives && apt-get "${apt_options[@]}" download "$1") || fail "Debian's package $1 ($suite) could not be had; set GO_SOURCE_ROOT to a GOROOT folder of Go $release instead"
    local deb
    deb=$(ls -t artifacts/apt/archives/"$1"_*.deb | head -n 1)
    package_version=$(dpkg-deb -f "$deb" Version)
    dpkg-deb -x "$deb" "$2"
    rm -f "$deb"
}

from_debian() {
    private_apt
    say "fetching golang-$release-src"
    rm -rf artifacts/unpack "$go.new"; mkdir -p artifacts/unpack
    unpack "golang-$release-src" artifacts/unpack
    mv "artifacts/unpack/usr/share/go-$release" "$go.new"
    cp "artifacts/unpack/usr/share/doc/golang-$release-src/copyright" "$go.new/LICENSE"
    rm -rf artifacts/unpack
    complete_sources "${package_version%%-*}"
}

if [ ! -f "$go/VERSION" ]; then
    mkdir -p artifacts
    if [ -n "${GO_SOURCE_ROOT:-}" ]; then from_folder "$GO_SOURCE_ROOT"; else from_debian; fi
    rm -rf "$go"; mv "$go.new" "$go"
    say "Go's sources: $(cat $go/VERSION)"
fi

if [ "${1:-}" = --oracle ] && [ ! -x artifacts/oracle/bin/go ]; then
    private_apt
    say "fetching the original toolchain for comparisons"
    rm -rf artifacts/unpack; mkdir -p artifacts/unpack
    unpack "golang-$release-go" artifacts/unpack
    unpack "golang-$release-src" artifacts/unpack
    rm -rf artifacts/oracle artifacts/oracle.new; mkdir -p artifacts/oracle.new
    cp -rL "artifacts/unpack/usr/lib/go-$release/." artifacts/oracle.new/ 2>/dev/null || true
    rm -rf artifacts/unpack
    [ -x artifacts/oracle.new/bin/go ] && [ -d artifacts/oracle.new/src ] || fail "the original toolchain did not unpack completely"
    mv artifacts/oracle.new artifacts/oracle
fi
