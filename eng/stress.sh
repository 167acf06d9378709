#!/usr/bin/env bash
# Runs the programs of tests/Stress and every sample many times under settings that strain collector and scheduler; any crash or other output fails.
#   eng/stress.sh [RUNS=10] [TOPICS AND samples/NAMES...]     called by ./build.sh stress
set -euo pipefail
cd "$(dirname "$0")/.."
runs=${1:-10}
shift || true
chosen=" $* "
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
failed=0
ulimit -n "$(ulimit -Hn)" 2>/dev/null || true
settings=()
for preemption in "" ,asyncpreemptoff=1; do
    for processors in 1 4; do
        for setting in GOGC=100 GOGC=1 "GOGC=1 GODEBUG=gccheckmark=1" "GOGC=1 GODEBUG=clobberfree=1" "GODEBUG=gcstoptheworld=1"; do
            case "$preemption$setting" in
                ,*GODEBUG*) setting=$setting$preemption ;;
                ,*) setting="$setting GODEBUG=${preemption#,}" ;;
            esac
            settings+=("$setting GOMAXPROCS=$processors")
        done
    done
done

is_chosen() { [ "$chosen" = "  " ] || [[ $chosen == *" $1 "* ]]; }

strain() { # name, folder, expected output, command...
    local name=$1 folder=$2 expected=$3 setting bad i
    shift 3
    for setting in "${settings[@]}"; do
        bad=0
        for ((i = 0; i < runs; i++)); do
            # shellcheck disable=SC2086  # several variables
            (cd "$folder" && env $setting GOTRACEBACK=all timeout 300 "$@" >"$scratch/output" 2>"$scratch/error" && cmp -s "$scratch/output" "$expected") && continue
            bad=$((bad + 1))
            [ "$bad" -gt 1 ] || head -n 40 "$scratch/error"
        done
        [ "$bad" = 0 ] || { failed=1; printf '%-12s %-60s %d of %d runs failed\n' "$name" "$setting" "$bad" "$runs"; }
    done
    printf '%-12s %d settings, %d runs each\n' "$name" "${#settings[@]}" "$runs"
}

(cd tests/Stress && ../../artifacts/bin/dotnet-go build -o "$scratch/stress" .)
echo ok >"$scratch/ok"
for topic in growth frames preemption callers recovery finalizers reflection goroutines timers signals network; do
    is_chosen "$topic" && strain "$topic" "$scratch" "$scratch/ok" "$scratch/stress" "$topic" 10
done
for folder in samples/*/; do
    name=$(basename "$folder")
    program=$PWD/samples/$name/bin/Debug/$name
    is_chosen "samples/$name" && [ -e "samples/$name/expected.txt" ] || continue
    [ -x "$program" ] || { echo "$name: not built (dotnet build samples/$name)"; continue; }
    strain "$name" "$PWD/samples/$name" "$PWD/samples/$name/expected.txt" "$program"
done
exit $failed
