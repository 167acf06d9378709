#!/usr/bin/env bash
# Samples and stress programs for another system or machine, under its emulator, by this compiler and by the original: both must print the same and end
# the same.
# Needs ./build.sh, eng/get-go.sh --oracle and the emulator (eng/wine.sh get, or QEMU's user mode).
#   eng/compare-programs.sh [OS/ARCH=windows/amd64] [RUNS=1] [SCALE=3]     prints a line for each that differs, and the counts
set -euo pipefail
cd "$(dirname "$0")/.."
root=$PWD
target=${1:-windows/amd64} runs=${2:-1} scale=${3:-3}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
export CGO_ENABLED=0 GOTOOLCHAIN=local GOFLAGS=-mod=mod
suffix= emulator=(qemu-aarch64)
[ "${target%/*}" != windows ] || { suffix=.exe; emulator=("$root/eng/wine.sh" run); eng/wine.sh keep; }

build() { # folder, name: both programs
    (cd "$1" && GOOS=${target%/*} GOARCH=${target#*/} && export GOOS GOARCH &&
        GO_SOURCE_ROOT=$root/artifacts/go "$root/artifacts/bin/dotnet-go" build -o "$folder/$2-ours$suffix" . &&
        "$root/artifacts/oracle/bin/go" build -o "$folder/$2-original$suffix" .)
}
start() { # folder, program, output, variables and arguments: output, then the exit code
    local place=$1 program=$2 output=$3 code=0
    shift 3
    local variables=()
    while [[ ${1:-} == *=* ]]; do variables+=("$1"); shift; done
    (cd "$place" && env "${variables[@]}" timeout 300 "${emulator[@]}" "$program$suffix" "$@" </dev/null >"$output" 2>"$output.error") || code=$?
    tr -d '\r' <"$output" >"$output.text"
    echo "exit $code" >>"$output.text"
}
count=0 same=0 right=0
compare() { # title, folder, name, expected output, variables and arguments
    local title=$1 place=$2 name=$3 expected=$4 i
    shift 4
    for ((i = 0; i < runs; i++)); do
        start "$place" "$folder/$name-ours" "$folder/a" "$@"
        start "$place" "$folder/$name-original" "$folder/b" "$@"
        count=$((count + 1))
        if cmp -s "$folder/a.text" "$folder/b.text"; then
            same=$((same + 1))
        else
            echo "$title: ours differs"
            diff "$folder/a.text" "$folder/b.text" | head -n 6 || true
            head -n 12 "$folder/a.error"
        fi
        if cmp -s "$folder/a.text" <(tr -d '\r' <"$expected"; echo "exit 0"); then
            right=$((right + 1))
        else
            echo "$title: ours is not as expected: $(tail -n 1 "$folder/a.text")"
        fi
    done
}
settings=("GOGC=100" "GOGC=1" "GOGC=1 GOMAXPROCS=1" "GODEBUG=gcstoptheworld=1,asyncpreemptoff=1")

# The modules of the sample that has some come from a proxy that its project makes.
dotnet restore samples/service -v:q >/dev/null
for sample in samples/*/; do
    sample=$(basename "$sample")
    export GOPROXY=off GOSUMDB=off GOMODCACHE=$root/samples/$sample/obj/modcache
    build "samples/$sample" "$sample"
    for setting in "${settings[@]}"; do
        # shellcheck disable=SC2086  # several variables
        compare "$sample $setting" "samples/$sample" "$sample" "samples/$sample/expected.txt" $setting
    done
done
build tests/Stress stress
echo ok >"$folder/ok"
for topic in growth frames preemption callers recovery finalizers reflection goroutines timers network; do
    for setting in "${settings[@]}"; do
        # shellcheck disable=SC2086
        compare "$topic $setting" "$folder" stress "$folder/ok" $setting "$topic" "$scale"
    done
done
echo "$target: $count runs of samples and stress programs; $right as expected, $same as the original's"
