#!/usr/bin/env bash
# Fetches a Debian package into artifacts/PACKAGE, for tests that run a program of it; prints where the program is. Nothing is installed: the machine's own program is
# used where it has one. Like eng/get-go.sh with an apt of its own, which reads the machine's configuration and never changes it.
#   eng/get-program.sh PACKAGE PROGRAM
#   eng/get-program.sh docker-registry docker-registry    tests of containers
#   eng/get-program.sh valgrind valgrind                  tests that count instructions
set -euo pipefail
cd "$(dirname "$0")/.."
package=$1 name=$2
target=$PWD/artifacts/$package
if program=$(command -v "$name"); then echo "$program"; exit 0; fi
if [ -x "$target/usr/bin/$name" ]; then echo "$target/usr/bin/$name"; exit 0; fi
fail() { printf 'get-program: error: %s\n' "$*" >&2; exit 1; }
apt=$PWD/artifacts/apt-$package
mkdir -p "$apt/lists/partial" "$apt/archives/partial"
: > "$apt/status"
mirror=$(cat /etc/apt/sources.list /etc/apt/sources.list.d/*.list /etc/apt/sources.list.d/*.sources 2>/dev/null |
    sed 's/#.*//' | grep -oE '[a-z+]+://[^ ]+/debian/?( |$)' | head -n 1 | tr -d " " || true)
[ -n "$mirror" ] || fail "no Debian mirror in this machine's apt configuration"
keyring=/usr/share/keyrings/debian-archive-keyring.gpg
[ -f "$keyring" ] || fail "the Debian archive keyring is missing (package debian-archive-keyring)"
printf 'deb [signed-by=%s] %s bookworm main\n' "$keyring" "$mirror" > "$apt/sources.list"
options=(-qq -o "Dir::Etc::SourceList=$apt/sources.list" -o Dir::Etc::SourceParts=/dev/null -o "Dir::State::Lists=$apt/lists" -o "Dir::State::status=$apt/status"
    -o "Dir::Cache::archives=$apt/archives" -o "Dir::Cache::pkgcache=" -o "Dir::Cache::srcpkgcache=" -o APT::Sandbox::User=root)
apt-get "${options[@]}" update >&2 || fail "Debian's package lists could not be read"
(cd "$apt/archives" && apt-get "${options[@]}" download "$package" >&2) || fail "the package $package could not be had"
rm -rf "$target.new"
dpkg-deb -x "$(ls -t "$apt/archives/$package"_*.deb | head -n 1)" "$target.new"
missing=$(LC_ALL=C ldd "$target.new/usr/bin/$name" 2>/dev/null | awk '/not found/ { print $1 }' | tr '\n' ' ')
[ -z "$missing" ] || { rm -rf "$target.new"; fail "$name needs $missing, of another package: install $package with apt-get"; }
rm -rf "$target"
mv "$target.new" "$target"
echo "$target/usr/bin/$name"
