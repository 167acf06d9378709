#!/usr/bin/env bash
# Hard ends and full disks of restores lose and damage nothing: downloads of a module graph (eng/module-graph.py) are killed at random
# moments, and cut short by a disk that is full; after each, what is in the module cache is as it should be, and the next restore makes the
# cache that an undisturbed one makes. Needs ./build.sh. Works in a temporary folder. Ends with 1 at the first difference.
#   eng/restore-trial.sh [-k KILLS=100] [-d FULL-DISKS=40] [-r KILLED-DOTNET-RESTORES=10] [-m MODULES=40] [-s SEED=1] [DOTNET-GO]
set -euo pipefail
cd "$(dirname "$0")/.."
kills=100 full=40 restores=10 modules=40 seed=1
while getopts k:d:r:m:s: option; do
    case $option in
        k) kills=$OPTARG ;; d) full=$OPTARG ;; r) restores=$OPTARG ;; m) modules=$OPTARG ;; s) seed=$OPTARG ;;
        *) exit 2 ;;
    esac
done
shift $((OPTIND - 1))
go=$(realpath "${1:-artifacts/bin/dotnet-go}")
work=$(mktemp -d)
disk=""
clean_up() { [ -z "$disk" ] || umount "$disk"; chmod -R u+w "$work"; rm -rf "$work"; }
trap clean_up EXIT
. eng/measured-projects.sh
RANDOM=$seed
fail() { echo "FAILED: $*"; exit 1; }
forget() { [ ! -e "$1" ] || { chmod -R u+w "$1"; rm -rf "$1"; }; }
python3 eng/module-graph.py "$work" "$modules"
export GOSUMDB=off GOFLAGS= GOWORK=off GOTOOLCHAIN=local GO111MODULE=on CGO_ENABLED=0 GOPROXY=file://$work/proxy GOPATH=$work/gopath
cd "$work/main"

# Without go.sum: a download also writes that.
GOMODCACHE=$work/tidy "$go" mod tidy 2> "$work/log" || { cat "$work/log"; fail "mod tidy"; }
cp -r "$work/main" "$work/tidied"
download() { GOMODCACHE=$1 "$go" mod download > "$work/log" 2>&1; }
rm go.sum
start=$(date +%s%N)
download "$work/clean" || { cat "$work/log"; fail "an undisturbed download"; }
took=$((($(date +%s%N) - start) / 1000000))
cp go.sum "$work/clean.go.sum"
# Every file with its hash, every folder with its rights. Temporary files with the names that the original go command gives them, too, are
# leftovers that no one reads.
# A list of versions may lack one whose zip was not wanted.
hashes() { find . -type f ! -name '*.tmp' ! -name '*.lock' ! -name lock ! -name list "$@" -print0 | sort -z | xargs -0r sha256sum; }
state() { (cd "$1" && hashes && find . -path ./cache -prune -o -type d -printf '%m %p\n' | sort -k 2); }
listed() {
    (cd "$1" && find . -name '*.zip' | while IFS= read -r zip; do
        version=${zip##*/}
        grep -qxF "${version%.zip}" "${zip%/*}/list" || echo "$zip"
    done)
}
state "$work/clean" > "$work/clean.state"
echo "undisturbed: $(grep -c '\.zip$' "$work/clean.state") zips, $(wc -l < "$work/clean.state") files and folders, $took ms"

# What has its name in the cache has all its bytes, with two exceptions that readers know: a hash that is empty or zeros, and a folder
# with .partial.
check() { # cache, what
    local line path
    (cd "$1" && hashes ! -name '*.partial') > "$work/now"
    while IFS= read -r line; do
        path=${line#*  }
        case $path in
            *.ziphash) [ -z "$(tr -d '\0' < "$1/$path")" ] && continue ;;
            ./cache/*) ;;
            *) local version=${path#./}
               version=${version#*@} && version=${version%%/*}
               local module=${path#./}
               [ ! -e "$1/cache/download/${module%%@*}/@v/$version.partial" ] || continue ;;
        esac
        fail "$2: $path has other bytes, or should not be there"
    done < <(comm -23 <(sort "$work/now") <(grep -v '^[0-7]* \./' "$work/clean.state" | sort))
}
finish() { # cache, what
    cp "$work/tidied/go.mod" "$work/main/go.mod"
    download "$1" || { cat "$work/log"; fail "$2: the next download"; }
    state "$1" > "$work/now.state"
    cmp "$work/clean.state" "$work/now.state" || { diff "$work/clean.state" "$work/now.state" | head; fail "$2: another cache"; }
    [ -z "$(listed "$1")" ] || fail "$2: versions that are not listed: $(listed "$1" | head -3)"
    cmp "$work/clean.go.sum" go.sum || fail "$2: another go.sum"
}

hit=0 leftovers=0
cache=$work/killed
for ((i = 1; i <= kills; i++)); do
    rm -f go.sum
    GOMODCACHE=$cache setsid "$go" mod download > "$work/log" 2>&1 &
    pid=$!
    sleep "$(awk "BEGIN { printf \"%.3f\", 0.05 + ($RANDOM / 32768) * $took / 1100 }")"
    kill -KILL $pid 2> "$work/log" && hit=$((hit + 1))
    wait $pid 2> "$work/log" || true
    [ ! -d "$cache" ] || check "$cache" "hard end $i"
    # A download without arguments records the sums of go.mod files.
    if [ -e go.sum ]; then
        [ -z "$(tail -c 1 go.sum)" ] || fail "hard end $i: go.sum was cut off"
        [ -z "$(comm -23 <(sort go.sum) <(sort "$work/clean.go.sum"))" ] || fail "hard end $i: go.sum has lines that it should not have"
    fi
    # Two of three go on with what the one before has left.
    if ((i % 3 == 0)); then
        finish "$cache" "hard end $i"
        leftovers=$((leftovers + $(find "$cache" -name '*.tmp' | wc -l)))
        forget "$cache"
    fi
done
echo "hard ends: $kills downloads, $hit killed before they ended; cache good after each, complete after every third; $leftovers temporary files"

# A disk that is full at any byte: a file system in memory of a size between nothing and enough.
need=$(du -sk "$work/clean" | cut -f 1)
disk=$work/disk
mkdir -p "$disk"
if [ "$full" = 0 ] || ! mount -t tmpfs -o size=64k tmpfs "$disk" 2> "$work/log"; then
    echo "full disks: not tried (mount needs root)"
    disk=""
else
    umount "$disk"
    refused=0
    for ((i = 1; i <= full; i++)); do
        mount -t tmpfs -o "size=$((4 + RANDOM * need * 11 / 10 / 32768))k" tmpfs "$disk"
        rm -f go.sum
        code=0
        download "$disk/cache" || code=$?
        [ ! -d "$disk/cache" ] || check "$disk/cache" "full disk $i"
        if [ $code != 0 ]; then
            refused=$((refused + 1))
            grep -q 'no space left on device' "$work/log" || { cat "$work/log"; fail "full disk $i: an error that does not say so"; }
            [ "$(grep -c 'no space left' "$work/log")" = 1 ] || { cat "$work/log"; fail "full disk $i: the error is told more than once"; }
            ! grep -qE 'GO9001|Unhandled|   at ' "$work/log" || { cat "$work/log"; fail "full disk $i: a crash"; }
            tail -1 "$work/log" >> "$work/words"
            [ -z "$(find "$disk" -name '*.tmp')" ] || fail "full disk $i: temporary files are left"
            mount -o remount,size=$((need * 4))k "$disk"
        fi
        finish "$disk/cache" "full disk $i"
        umount "$disk"
    done

    # The main module's own folder is full: go.mod and go.sum stay as they were.
    mount -t tmpfs -o size=1m tmpfs "$disk"
    cp -r "$work/tidied" "$disk/main"
    sed -i '/m000/d' "$disk/main/go.mod"
    rm "$disk/main/go.sum"
    dd if=/dev/zero of="$disk/filler" bs=4k 2> "$work/log" || true
    for command in "mod download" "mod tidy" "mod edit -require=example.com/m000@v1.0.0"; do
        cp "$disk/main/go.mod" "$work/go.mod.before"
        ! (cd "$disk/main" && GOMODCACHE=$work/clean "$go" $command > "$work/log" 2>&1) || fail "full disk: $command succeeded"
        grep -qi 'no space left on device' "$work/log" || { cat "$work/log"; fail "full disk: $command: an error that does not say so"; }
        [ "$(grep -ci 'error\|no space' "$work/log")" = 1 ] || { cat "$work/log"; fail "full disk: $command: more than one error"; }
        cmp "$disk/main/go.mod" "$work/go.mod.before" || fail "full disk: $command changed go.mod"
        [ ! -e "$disk/main/go.sum" ] && [ -z "$(find "$disk/main" -name '*.tmp')" ] || fail "full disk: $command left something"
    done
    umount "$disk"
    disk=""
    echo "full disks: $full downloads, $refused refused with one error that says so; the next one made the same cache"
    sed -E 's,[^ ]*/disk/,,; s/[0-9]+/N/g' "$work/words" | sort | uniq -c | sort -rn | head -12
fi

# The same with what MSBuild does.
mkdir -p "$work/project"
cp "$work/tidied/go.mod" "$work/clean.go.sum" "$work/project"
mv "$work/project/clean.go.sum" "$work/project/go.sum"
printf 'package main\n\nfunc main() {}\n' > "$work/project/main.go"
printf '<Project Sdk="Go.Sdk"><PropertyGroup><GoProxy>%s</GoProxy></PropertyGroup></Project>\n' "$GOPROXY" > "$work/project/project.goproj"
cd "$work/project"
hit=0
for ((i = 1; i <= restores; i++)); do
    rm -rf obj
    GOMODCACHE=$work/restored setsid dotnet restore -v q -nodeReuse:false > "$work/log" 2>&1 &
    pid=$!
    sleep "$(awk "BEGIN { printf \"%.3f\", 1 + ($RANDOM / 32768) * 3 }")"
    kill -KILL -- -$pid 2> "$work/log" && hit=$((hit + 1))
    wait $pid 2> "$work/log" || true
    [ ! -d "$work/restored" ] || check "$work/restored" "killed restore $i"
    GOMODCACHE=$work/restored dotnet restore -v q > "$work/log" 2>&1 || { cat "$work/log"; fail "the restore after killed restore $i"; }
    check "$work/restored" "restore after killed restore $i"
    ((i % 2)) || forget "$work/restored"
done
echo "killed restores: $restores, $hit before they ended; the next one worked"
