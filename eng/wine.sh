#!/usr/bin/env bash
# Wine of a Debian release in a folder of its own, for running programs for Windows:
#   eng/wine.sh get [FOLDER]       makes the folder (about 2 GB, default artifacts/wine); needs root and the package debootstrap
#   eng/wine.sh run FILE [ARGS]    runs a program in it, in the current folder; the exit code is the program's
#   eng/wine.sh keep               starts Wine's own processes, for ten minutes after the last program: otherwise the first program starts them, and they hold its output open
# GO_WINE names the folder for run and keep. Paths are the same inside as outside, on drive Z:. The packages come from where apt has them from.
set -euo pipefail
repository=$(cd "$(dirname "$0")/.." && pwd)
root=${GO_WINE:-$repository/artifacts/wine}
release=trixie # Wine 10; version 8 of the release before lacks what Go programs import

bind() {
    local folder=/${1#/}
    folder=/$(echo "$folder" | cut -d/ -f2)
    case $folder in /|/usr|/bin|/lib|/lib64|/etc|/root|/var|/dev|/proc|/sys) return ;; esac
    mountpoint -q "$root$folder" && return
    mkdir -p "$root$folder"
    mount --bind "$folder" "$root$folder"
}

enter() { # the folders that must be seen inside
    [ -x "$root/usr/lib/wine/wine64" ] || { echo "wine.sh: no Wine in $root: make it with eng/wine.sh get" >&2; exit 1; }
    {
        flock 9
        mkdir -p "$root/proc"
        mountpoint -q "$root/proc" || mount --bind /proc "$root/proc"
        for folder in "$@"; do bind "$folder"; done
    } 9>"$root.lock"
    # Wine looks for a folder of this name, which need not be inside.
    unset TMPDIR
    export XDG_RUNTIME_DIR=/tmp HOME=/root WINEDEBUG=${WINEDEBUG:--all}
}

case "${1:-}" in
    get)
        root=${2:-$root}
        [ -x "$root/usr/lib/wine/wine64" ] && exit 0
        command -v debootstrap >/dev/null || { echo "wine.sh: the package debootstrap is missing" >&2; exit 1; }
        mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' | grep -m1 '/debian/$')
        mkdir -p "$(dirname "$root")"
        debootstrap --variant=minbase --include=wine64,ca-certificates "$release" "$root" "$mirror" >"$root.log" 2>&1
        ;;
    run)
        program=$(realpath "$2"); shift 2
        enter "$program" "$PWD" /tmp
        exec chroot "$root" /bin/sh -c 'cd "$0" && exec /usr/lib/wine/wine64 "$@"' "$PWD" "$program" "$@"
        ;;
    keep)
        enter /tmp
        chroot "$root" /bin/sh -c '/usr/lib/wine/wineserver64 -p600; exec /usr/lib/wine/wine64 cmd /c exit' </dev/null >/dev/null 2>&1
        ;;
    *) sed -n '2,6p' "$0"; exit 2 ;;
esac
