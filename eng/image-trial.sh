#!/usr/bin/env bash
# A program's file is the old one or the whole new one, in every format: builds are killed while they write it, and write to full disks and past limits of file sizes.
# Works in a temporary folder with a cache of its own. Prints what it did, and ends with 1 at the first file that is neither, or leftover.
#   eng/image-trial.sh [-k KILLS=20] [-s SEED=1] [DOTNET-GO] [TARGETS...]    targets such as windows/amd64; without any: one for each format
set -euo pipefail
cd "$(dirname "$0")/.."
kills=20 seed=1
while getopts k:s: option; do
    case $option in
        k) kills=$OPTARG ;; s) seed=$OPTARG ;;
        *) exit 2 ;;
    esac
done
shift $((OPTIND - 1))
go=$(realpath "${1:-artifacts/bin/dotnet-go}")
[ $# -eq 0 ] || shift
targets=("$@")
[ ${#targets[@]} -gt 0 ] || targets=(linux/amd64 windows/amd64 darwin/arm64)
export GO_SOURCE_ROOT=${GO_SOURCE_ROOT:-$PWD/artifacts/go}
work=$(mktemp -d) disk=
trap '[ -z "$disk" ] || umount "$disk"; rm -rf "$work"' EXIT
export TMPDIR=$work/tmp GO_SDK_CACHE=$work/cache
mkdir -p "$TMPDIR" "$work/source" "$work/out" "$work/disk"
RANDOM=$seed
fail() { echo "FAILED: $*"; exit 1; }

cd "$work/source"
printf 'module example.com/m\n\ngo 1.27\n' >go.mod
printf 'package main\n\nimport "fmt"\n\nvar version = "none"\n\nfunc main() { fmt.Println(version) }\n' >main.go
build() { # version, output
    "$go" build "-ldflags=-X main.version=$1" -o "$2" . >"$work/log" 2>&1
}
# The old program stands where the new one is to be.
place() { rm -f "$1"/*; cp "$work/old" "$1/$name"; }
is_whole() { cmp -s "$1" "$work/old" || cmp -s "$1" "$work/new"; }
only_program() { [ "$(ls -A "$1")" = "$name" ] || fail "$2: $(ls -A "$1") is left"; }

for target in "${targets[@]}"; do
    export GOOS=${target%/*} GOARCH=${target#*/}
    name=program
    [ "$GOOS" != windows ] || name=program.exe
    build old "$work/old" && build new "$work/new" || { cat "$work/log"; fail "$target: build"; }
    ! cmp -s "$work/old" "$work/new" || fail "$target: old and new are the same"

    # Every other build is killed as soon as its file can be seen; the others at a random moment.
    hit=0 written=0
    for ((i = 0; i < kills; i++)); do
        place "$work/out"
        "$go" build "-ldflags=-X main.version=new" -o "$work/out/$name" . >"$work/log" 2>&1 &
        pid=$!
        if ((i % 2 == 0)); then
            while kill -0 $pid 2>/dev/null && ! compgen -G "$work/out/*.tmp" >/dev/null; do :; done
        else
            sleep "$(awk "BEGIN { printf \"%.3f\", $RANDOM / 32768 }")"
        fi
        kill -KILL $pid 2>/dev/null && hit=$((hit + 1))
        wait $pid 2>/dev/null || true
        ! compgen -G "$work/out/*.tmp" >/dev/null || written=$((written + 1))
        is_whole "$work/out/$name" || fail "$target: killed build $i left a file that is neither the old nor the new program"
        # What it left goes with the next build.
        cp "$work/old" "$work/out/$name"
        build new "$work/out/$name" || { cat "$work/log"; fail "$target: build after killed build $i"; }
        cmp -s "$work/new" "$work/out/$name" || fail "$target: another program after killed build $i"
        only_program "$work/out" "$target: after killed build $i"
    done
    echo "$target: $kills builds, $hit killed, $written of them while they wrote the program: it was whole each time, and nothing was left by the next build"

    # Disks on which the old program has room and more or less of the new one.
    size=$(stat -c %s "$work/new") old=$(stat -c %s "$work/old")
    if mount -t tmpfs -o size=64m tmpfs "$work/disk" 2>/dev/null; then
        disk=$work/disk
        for share in 0 1 30 60 95 99; do
            mount -o remount,size=64m "$disk"
            place "$disk"
            mount -o remount,size=$(((old + 4095) / 4096 * 4 + size * share / 102400))k "$disk"
            status=0
            build new "$disk/$name" || status=$?
            [ $status = 1 ] && grep -q "cannot write" "$work/log" || { cat "$work/log"; fail "$target: exit code $status on a disk with room for $share %"; }
            cmp -s "$work/old" "$disk/$name" || fail "$target: the old program has gone on a disk with room for $share %"
            only_program "$disk" "$target: disk with room for $share %"
        done
        mount -o remount,size=64m "$disk"
        build new "$disk/$name" && cmp -s "$work/new" "$disk/$name" || fail "$target: with room"
        umount "$disk"
        disk=
        echo "$target: six full disks: an error, the old program, nothing else; with room the new program"
    else
        echo "$target: full disks: not tried (mount needs root)"
    fi

    for share in 1 50 99; do
        place "$work/out"
        status=0
        # The .NET runtime's own mappings must not meet the limit.
        (trap '' XFSZ; ulimit -f $((size * share / 102400)); DOTNET_EnableWriteXorExecute=0 build new "$work/out/$name") || status=$?
        [ $status = 1 ] && grep -q "cannot write" "$work/log" || { cat "$work/log"; fail "$target: exit code $status with a limit of $share %"; }
        cmp -s "$work/old" "$work/out/$name" || fail "$target: the old program has gone with a limit of $share %"
        only_program "$work/out" "$target: limit of $share %"
    done
    echo "$target: three limits of file sizes: an error, the old program, nothing else"
done
