#!/usr/bin/env bash
# Makes a folder with a module proxy's files out of Debian's packages of Go libraries: modules with their real dependencies, without any module server.
#   eng/debian-proxy.sh [-o FOLDER] PACKAGE...      PACKAGE: golang-github-spf13-cobra-dev; with what it depends on
#   eng/debian-proxy.sh [-o FOLDER] --all           all golang-*-dev packages of the default list (eng/debian-proxy.txt)
# Use it as GOPROXY=file://FOLDER GOSUMDB=off. The version of a module is the upstream part of its package's version; requirements that name other versions are
# rewritten to those that are there. A module without go.mod file gets one whose requirements are the packages that its package depends on.
# Like eng/get-go.sh with an apt of its own: the machine's configuration is read but never changed.
set -euo pipefail
cd "$(dirname "$0")/.."
suite=trixie
output=artifacts/debian-proxy
packages=()
say() { printf '  %s\n' "$*"; }
fail() { printf 'debian-proxy: error: %s\n' "$*" >&2; exit 1; }
while [ $# -gt 0 ]; do
    case "$1" in
        -o) output=$2; shift 2 ;;
        --all) while read -r name; do packages+=("$name"); done < <(grep -v '^#' eng/debian-proxy.txt); shift ;;
        -*) fail "unknown option $1" ;;
        *) packages+=("$1"); shift ;;
    esac
done
[ ${#packages[@]} -gt 0 ] || fail "no packages; see the head of this file"

# A private apt: its own state, sources and cache.
apt=$PWD/artifacts/apt-proxy
mkdir -p "$apt/lists/partial" "$apt/archives/partial" "$apt/unpacked"
: > "$apt/status"
mirror=$(cat /etc/apt/sources.list /etc/apt/sources.list.d/*.list /etc/apt/sources.list.d/*.sources 2>/dev/null |
    sed 's/#.*//' | grep -oE '[a-z+]+://[^ ]+/debian/?( |$)' | head -n 1 | tr -d " " || true)
[ -n "$mirror" ] || fail "no Debian mirror in this machine's apt configuration"
keyring=/usr/share/keyrings/debian-archive-keyring.gpg
[ -f "$keyring" ] || fail "the Debian archive keyring is missing (package debian-archive-keyring)"
printf 'deb [signed-by=%s] %s %s main\n' "$keyring" "$mirror" "$suite" > "$apt/sources.list"
options=(-qq -o "Dir::Etc::SourceList=$apt/sources.list" -o Dir::Etc::SourceParts=/dev/null -o "Dir::State::Lists=$apt/lists" -o "Dir::State::status=$apt/status"
    -o "Dir::Cache::archives=$apt/archives" -o "Dir::Cache::pkgcache=" -o "Dir::Cache::srcpkgcache=" -o APT::Sandbox::User=root)
[ -n "$(ls "$apt/lists" | grep -v partial || true)" ] || { say "asking Debian ($suite) for its packages"; apt-get "${options[@]}" update || fail "Debian's package lists could not be read"; }

# The packages and all Go libraries that they depend on.
say "dependencies of ${#packages[@]} packages"
mapfile -t all < <(apt-cache "${options[@]}" depends --recurse --no-recommends --no-suggests --no-conflicts --no-breaks --no-replaces --no-enhances "${packages[@]}" |
    grep -oE 'golang-[a-z0-9.+-]+-dev' | LC_ALL=C sort -u)
# Some names only stand for other packages.
mapfile -t all < <(apt-cache "${options[@]}" show --no-all-versions "${all[@]}" 2>/dev/null | sed -n 's/^Package: //p' | LC_ALL=C sort -u)
say "fetching ${#all[@]} packages"
missing=()
for package in "${all[@]}"; do [ -d "$apt/unpacked/$package" ] || missing+=("$package"); done
if [ ${#missing[@]} -gt 0 ]; then
    (cd "$apt/archives" && apt-get "${options[@]}" download "${missing[@]}") || fail "Debian's packages could not be had"
fi
for package in "${missing[@]}"; do
    deb=$(ls -t "$apt/archives/$package"_*.deb 2>/dev/null | head -n 1 || true)
    [ -n "$deb" ] || continue
    mark=$apt/unpacked/$package
    rm -rf "$mark.new"
    dpkg-deb -x "$deb" "$mark.new"
    dpkg-deb -f "$deb" Version > "$mark.new/VERSION"
    dpkg-deb -f "$deb" Depends > "$mark.new/DEPENDS"
    rm -f "$deb"
    mv "$mark.new" "$mark"
done
say "making the proxy in $output"
python3 eng/debian-proxy.py "$apt/unpacked" "$output" "${all[@]}"
