#!/usr/bin/env bash
# Runs every sample (built by dotnet build) many times under settings that stress collector and scheduler; any crash or other output fails.
#   eng/stress.sh [RUNS=50] [SAMPLES...]
set -euo pipefail
cd "$(dirname "$0")/.."
runs=${1:-50}
shift || true
samples=("$@")
[ ${#samples[@]} -gt 0 ] || samples=(samples/*/)
failed=0
for folder in "${samples[@]}"; do
    name=$(basename "$folder")
    program=$PWD/samples/$name/bin/Debug/$name
    [ -x "$program" ] || { echo "$name: not built (dotnet build samples/$name)"; exit 1; }
    for setting in GOGC=100 GOGC=1 GODEBUG=gcstoptheworld=1 GODEBUG=gccheckmark=1 GODEBUG=clobberfree=1 GOMAXPROCS=1 GOMAXPROCS=4; do
        bad=0
        for ((i = 0; i < runs; i++)); do
            (cd "samples/$name" && env "$setting" timeout 60 "$program" >/tmp/stress.$$ 2>&1 && cmp -s /tmp/stress.$$ expected.txt) || bad=$((bad + 1))
        done
        printf '%-12s %-28s %d of %d runs failed\n' "$name" "$setting" "$bad" "$runs"
        [ "$bad" = 0 ] || failed=1
    done
done
rm -f /tmp/stress.$$
exit $failed
