#!/usr/bin/env bash
# Measures `dotnet build` of a Go project (samples/hello, packed SDK) beside that of a C# project that prints one line, in turns, and the two compiler hosts
# (GoCompilerHost), and writes a section of docs/performance.md. Wall time and CPU time (user + system, whole process tree): smallest and median of ROUNDS.
#   eng/measure-sdk.sh [ROUNDS=7]
set -euo pipefail
cd "$(dirname "$0")/.."
rounds=${1:-7}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
command -v /usr/bin/time >/dev/null || { echo "install Debian's package time first"; exit 1; }
. eng/measured-projects.sh

measure() { # name, folder, arguments...: appends "wall cpu" to $work/name
    local name=$1 folder=$2
    shift 2
    (cd "$work/$folder" && /usr/bin/time -a -o "$work/$name" -f '%e %U %S' dotnet build -v q --nologo "$@" >"$work/log" 2>&1) || { cat "$work/log" >&2; exit 1; }
}
edit() { sed -i "s/Hello from \(Go\|C#\).*\"/Hello from \1 $RANDOM\"/" "$work/$1"; }

measure warm go; measure warm cs; measure warm go; measure warm cs
for ((i = 0; i < rounds; i++)); do
    measure noop-go go; measure noop-cs cs
    measure quick-go go --no-restore; measure quick-cs cs --no-restore
    for host in inproc process; do
        edit go/main.go; measure edit-$host go --no-restore -p:GoCompilerHost=$host
    done
    edit cs/Program.cs; measure edit-cs cs --no-restore
done
for ((i = 0; i < (rounds + 1) / 2; i++)); do
    for host in inproc process; do
        rm -rf "$work/cache"; edit go/main.go; measure cold-$host go --no-restore -p:GoCompilerHost=$host -p:GoCacheDir="$work/cache"
    done
done

figures() { # name: "min wall / median wall | min cpu / median cpu"
    local wall cpu
    wall=$(cut -d' ' -f1 "$work/$1" | sort -n | awk '{ v[NR] = $1 } END { printf "%.2f / %.2f", v[1], v[int((NR + 1) / 2)] }')
    cpu=$(awk '{ print $2 + $3 }' "$work/$1" | sort -n | awk '{ v[NR] = $1 } END { printf "%.2f / %.2f", v[1], v[int((NR + 1) / 2)] }')
    echo "$wall | $cpu"
}
ratio() { # name, name: smallest CPU time of the first over that of the second
    paste -d' ' <(awk '{ print $2 + $3 }' "$work/$1" | sort -n | head -n 1) <(awk '{ print $2 + $3 }' "$work/$2" | sort -n | head -n 1) | awk '{ printf "%.2f", $1 / $2 }'
}
eng/performance-section.sh sdk <<MD
## dotnet build

Written by \`eng/measure-sdk.sh\` ($(date -u +%Y-%m-%d), $(nproc) cores, $rounds rounds in turns, load average at the end $(cut -d' ' -f1 /proc/loadavg)). Seconds, smallest / median. hello prints one line with fmt, the C#
project too. Every build is a new process. Doing nothing takes $(ratio noop-go noop-cs) of the C# project's CPU time, without restore
$(ratio quick-go quick-cs) (budget: 1.00; smallest of the rounds).

| What | Wall | CPU |
|---|---|---|
| nothing to do: Go project | $(figures noop-go) |
| nothing to do: C# project | $(figures noop-cs) |
| nothing to do, \`--no-restore\`: Go project | $(figures quick-go) |
| nothing to do, \`--no-restore\`: C# project | $(figures quick-cs) |
| after an edit, \`--no-restore\`: Go project, GoCompilerHost=inproc | $(figures edit-inproc) |
| after an edit, \`--no-restore\`: Go project, GoCompilerHost=process | $(figures edit-process) |
| after an edit, \`--no-restore\`: C# project | $(figures edit-cs) |
| empty cache, std from source: Go project, GoCompilerHost=inproc | $(figures cold-inproc) |
| empty cache, std from source: Go project, GoCompilerHost=process | $(figures cold-process) |
MD
