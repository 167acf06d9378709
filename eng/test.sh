#!/usr/bin/env bash
# Runs every test project and prints one closing line with the sums. Called by ./build.sh test.
set -euo pipefail
cd "$(dirname "$0")/.."
passed=0 failed=0 skipped=0 broken=0
mkdir -p artifacts/test-results
for project in tests/*/*.csproj; do
    name=$(basename "$project" .csproj)
    case "$name" in Benchmarks | Conformance | Differential | Growth | Walk) continue ;; esac
    printf -- '--- %s\n' "$name"
    log=artifacts/test-results/$name.log
    if ! dotnet test "$project" -c Release --nologo -v q --logger "console;verbosity=minimal" 2>&1 | tee "$log" | grep -vE '^\s*$'; then
        broken=1
    fi
    line=$(grep -E '(Passed|Failed)! +- +Failed:' "$log" | tail -n 1 || true)
    [ -n "$line" ] || { echo "$name: no test result"; broken=1; continue; }
    number() { sed -nE "s/.*$1: *([0-9]+).*/\1/p" <<<"$line"; }
    passed=$((passed + $(number Passed))) failed=$((failed + $(number Failed))) skipped=$((skipped + $(number Skipped)))
done
printf -- '--- Conformance (a fixed selection; ./build.sh conformance runs all)\n'
dotnet run --project tests/Conformance -c Release -v q -- --quick || broken=1
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" = 0 ] && [ "$broken" = 0 ]
