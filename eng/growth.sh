#!/usr/bin/env bash
# Doubles every shape of source in tests/Growth until a build takes half of SECONDS CPU seconds, with the command line driver and, when
# eng/get-go.sh --oracle has fetched it, the original toolchain at the largest size, and writes the table of exponents into
# docs/performance.md. Exit code 1 if a target is missed.
#   eng/growth.sh [SECONDS=20] [options of tests/Growth, such as --only TEXT, which prints instead]
set -euo pipefail
cd "$(dirname "$0")/.."
seconds=${1:-20}
shift || true
root=$PWD
ours=$root/artifacts/bin/dotnet-go
oracle=$root/artifacts/oracle
[ -x "$ours" ] || { echo "run ./build.sh first"; exit 1; }
command -v /usr/bin/time >/dev/null || { echo "install Debian's package time first (peak memory)"; exit 1; }
dotnet build tests/Growth -c Release --nologo -v q >/dev/null
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export GO_SDK_CACHE=$work/cache-ours
options=(--ours "$ours" --seconds "$seconds" --work "$work/source")
mkdir "$work/source"
if [ -x "$oracle/bin/go" ]; then
    export GOROOT=$oracle GOTOOLCHAIN=local CGO_ENABLED=0 GOFLAGS= GOPROXY=off GOCACHE=$work/cache-go HOME=$work
    options+=(--original "$oracle/bin/go")
fi
status=0
dotnet tests/Growth/bin/Release/net10.0/Go.Compiler.Tests.Growth.dll "${options[@]}" "$@" >"$work/table" || status=$?
[ $# = 0 ] || { cat "$work/table"; exit "$status"; }
"$root/eng/performance-section.sh" growth <<MD
## Growth

Written by \`eng/growth.sh $seconds\` ($(date -u +%Y-%m-%d), $(nproc) cores, one run, load average at the end $(cut -d' ' -f1 /proc/loadavg)):
generated programs (\`tests/Growth\`) in doubling sizes; CPU seconds and peak memory of a whole build at the largest size, std compiled before.
The exponent is taken over the last factor of two to eight in size, after the cost of an empty program; "-" where a shape's own part is too
small to tell, "> 50" where the original did not end in 60 seconds. Targets: exponents at most 1.2, never more than 1.5 times the original's
time where a build takes a second; what misses one is marked.

$(cat "$work/table")
MD
exit "$status"
