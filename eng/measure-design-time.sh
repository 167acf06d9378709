#!/usr/bin/env bash
# Measures the design-time build of a Go project (samples/hello, packed SDK) beside that of a C# project that prints one line, in turns: what an editor runs each time that a project
# changes. Writes a section of docs/performance.md. CPU time (user + system, whole process tree) and wall time: smallest and median of ROUNDS.
#   eng/measure-design-time.sh [ROUNDS=7]
set -euo pipefail
cd "$(dirname "$0")/.."
rounds=${1:-7}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
. eng/measured-projects.sh
TIMEFORMAT='%R %U %S'
measure() { # name, folder
    (cd "$work/$2" && { time dotnet msbuild -nologo -v:q -p:DesignTimeBuild=true -p:SkipCompilerExecution=true -p:ProvideCommandLineArgs=true \
        "-t:ResolveReferences;CompileDesignTime;Compile;GetTargetPath" > "$work/log" 2>&1; } 2>> "$work/$1") || { cat "$work/log" >&2; exit 1; }
}
# The target that editors bring with them, for C# (of Microsoft.Managed.DesignTime.targets).
sed -i 's|</Project>|<Target Name="CompileDesignTime" /></Project>|' "$work/cs/cs.csproj"
(cd "$work/go" && dotnet restore -v q) && (cd "$work/cs" && dotnet restore -v q)
measure warm go; measure warm cs
for ((i = 0; i < rounds; i++)); do
    measure times-go go; measure times-cs cs
done
row() { # title, name
    local wall cpu
    wall=$(cut -d' ' -f1 "$work/$2" | sort -n | awk '{ v[NR] = $1 } END { printf "%.2f / %.2f", v[1], v[int((NR + 1) / 2)] }')
    cpu=$(awk '{ print $2 + $3 }' "$work/$2" | sort -n | awk '{ v[NR] = $1 } END { printf "%.2f / %.2f", v[1], v[int((NR + 1) / 2)] }')
    echo "| $1 | $wall | $cpu |"
}
eng/performance-section.sh design-time <<MD
## Design-time builds

Written by \`eng/measure-design-time.sh\` ($(date -u +%Y-%m-%d), $(nproc) cores, $rounds rounds in turns, load average at the end $(cut -d' ' -f1 /proc/loadavg)). Seconds, smallest / median. Each is a new process; editors keep
one, and take less.

| What | Wall | CPU |
|---|---|---|
$(row "Go project" times-go)
$(row "C# project" times-cs)
MD
