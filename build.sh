#!/usr/bin/env bash
# ./build.sh              set everything up: Go's sources, the compiler, the packages in artifacts/packages; then build and run samples/hello
# ./build.sh test         all tests
# ./build.sh native       and the command line as a native program, artifacts/native/dotnet-go; needs a C linker (clang, or gcc)
# ./build.sh conformance  Go's own test suites, all of them: compiler, programs, std's tests (long). Writes docs/conformance.md
# ./build.sh stress [RUNS] [TOPICS...]   programs that strain collector and scheduler, under all settings, many times (long)
# ./build.sh differential [--seeds A..B] [--unoptimised]   generated programs, ours against the original toolchain when artifacts/oracle has it
#                         (else against our own unoptimised code). Writes a section of docs/conformance.md
# Re-running is quick: what is up to date is not made again. Works offline after the first time.
set -euo pipefail
cd "$(dirname "$0")"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
artifacts=$PWD/artifacts
feed=$artifacts/packages
sdk_version=$(sed -n 's/.*"Go.Sdk": *"\([^"]*\)".*/\1/p' global.json)
case "$(uname -s)" in Darwin) host_os=osx ;; MINGW* | MSYS* | CYGWIN*) host_os=win ;; *) host_os=linux ;; esac
case "$(uname -m)" in arm64 | aarch64) host_rid=$host_os-arm64 ;; *) host_rid=$host_os-x64 ;; esac
# On Windows programs have an ending; macOS has another command for sums, and its sed wants a suffix for what it edits in place.
suffix=; [ $host_os = win ] && suffix=.exe
sum=(sha256sum)
command -v sha256sum >/dev/null || sum=(shasum -a 256)
started=$SECONDS

step() { printf '[%3ds] %s\n' $((SECONDS - started)) "$*"; }
fail() { printf 'build.sh: error: %s\n' "$*" >&2; exit 1; }
command -v dotnet >/dev/null || fail "dotnet is not on the PATH: install the .NET 10 SDK"

quiet() { # runs a command, shows its output only when it fails
    local log
    log=$(mktemp)
    if ! "$@" >"$log" 2>&1; then
        cat "$log"
        rm -f "$log"
        fail "this failed: $*"
    fi
    rm -f "$log"
}

# What the packed SDK is made of: its hash names the tools' folder, so that no process ever runs stale code, and says when nothing is to do.
source_hash() {
    { find src eng/pack Directory.*.props global.json artifacts/go/VERSION -type f -not -path '*/bin/*' -not -path '*/obj/*' -print0 |
        LC_ALL=C sort -z | xargs -0 "${sum[@]}"; dotnet --version; } | "${sum[@]}" | cut -c1-12
}

publish() { # project, output, extra properties...
    local project=$1 output=$2
    shift 2
    rm -rf "$output"
    quiet dotnet publish "$project" -c Release -o "$output" --nologo -v q "$@"
}

# A package of the same version that NuGet has unpacked before would be used in place of the new one: forget it when it differs.
forget_stale_package() { # id, version
    local packages folder id
    id=$(printf '%s' "$1" | tr '[:upper:]' '[:lower:]')
    packages=${NUGET_PACKAGES:-$(dotnet nuget locals global-packages --list | sed 's/^[^:]*: *//')}
    folder=${packages%/}/$id/$2
    if [ -d "$folder" ] && ! cmp -s "$folder/$id.$2.nupkg" "$feed/$1.$2.nupkg"; then rm -rf "$folder"; fi
}

setup() {
    mkdir -p "$feed"
    step "Go's sources"
    eng/get-go.sh
    go_version=$(sed -n '1s/^go//p' artifacts/go/VERSION)
    hash=$(source_hash)
    if [ "$(cat "$artifacts/setup.hash" 2>/dev/null)" != "$hash" ]; then
        step "compiler, command line, tasks and test host (ready-to-run, and IL as fallback)"
        rm -rf "$artifacts/tools"
        publish src/Tasks "$artifacts/tools/$hash/$host_rid" -r $host_rid --no-self-contained -p:PublishReadyToRun=true
        publish src/Tasks "$artifacts/tools/$hash/any"
        rm -rf "$artifacts/bin"
        mkdir -p "$artifacts/bin"
        cp "$artifacts/tools/$hash/$host_rid/"{dotnet-go$suffix,dotnet-go.dll,dotnet-go.deps.json,dotnet-go.runtimeconfig.json,Go.Compiler.dll,Iced.dll,System.IO.Hashing.dll} "$artifacts/bin"
        step "archive of Go's sources"
        mkdir -p "$artifacts/stdlib"
        "$artifacts/bin/dotnet-go" tool pack-std -goroot artifacts/go -o "$artifacts/stdlib/go.sources"
        step "packages"
        cat > "$artifacts/Go.Version.props" <<XML
<Project>
  <PropertyGroup>
    <GoSdkVersion>$sdk_version</GoSdkVersion>
    <GoToolsVersion>$hash</GoToolsVersion>
    <GoStandardLibraryVersion Condition="'\$(GoStandardLibraryVersion)' == ''">$go_version</GoStandardLibraryVersion>
  </PropertyGroup>
</Project>
XML
        rm -rf "$artifacts/templates"
        cp -r src/Templates/content "$artifacts/templates"
        grep -rl GOSDKVERSION "$artifacts/templates" | xargs sed -i.before "s/GOSDKVERSION/$sdk_version/"
        find "$artifacts/templates" -name '*.before' -delete
        rm -f "$feed"/Go.Sdk.*.nupkg "$feed"/Go.StandardLibrary.*.nupkg
        quiet dotnet pack eng/pack/Go.StandardLibrary.csproj -c Release -o "$feed" --nologo -v q -p:Version="$go_version" \
            -p:GoArchive="$artifacts/stdlib/go.sources" -p:GoLicense="$PWD/artifacts/go/LICENSE"
        quiet dotnet pack src/Sdk/Sdk.csproj -c Release -o "$feed" --nologo -v q -p:Version="$sdk_version" -p:IsPacking=true \
            -p:GoToolsDirectory="$artifacts/tools/" -p:GoVersionProps="$artifacts/Go.Version.props"
        quiet dotnet pack src/Templates/Templates.csproj -c Release -o "$feed" --nologo -v q -p:Version="$sdk_version" -p:GoTemplates="$artifacts/templates/"
        echo "$hash" > "$artifacts/setup.hash"
    fi
    forget_stale_package Go.Sdk "$sdk_version"
    forget_stale_package Go.StandardLibrary "$go_version"
}

# The command line as one native program (docs/decisions/0029). It takes minutes, so it is no part of the setup.
native() {
    setup
    [ "$(cat "$artifacts/native.hash" 2>/dev/null)" = "$hash" ] && return
    step "command line as a native program"
    local options=(-p:PublishAot=true)
    if [ $host_os = linux ] && ! command -v clang >/dev/null; then
        command -v gcc >/dev/null || fail "a native program needs a C linker: install clang or gcc"
        options+=(-p:CppCompilerAndLinker=gcc)
    fi
    publish src/Cli "$artifacts/native" -r $host_rid "${options[@]}"
    rm -f "$artifacts"/native/*.pdb "$artifacts"/native/*.dbg
    echo "$hash" > "$artifacts/native.hash"
}

case "${1:-}" in
    "")
        setup
        step "samples/hello"
        dotnet build samples/hello/hello.goproj --nologo -v q
        step "running it"
        samples/hello/bin/Debug/hello
        ;;
    test)
        setup
        step "tests"
        eng/test.sh
        ;;
    setup)
        setup
        ;;
    native)
        native
        ;;
    conformance)
        setup
        step "Go's own test suites"
        dotnet run --project tests/Conformance -c Release -v q -- --run --write docs/conformance.md "${@:2}"
        ;;
    stress)
        setup
        step "samples"
        for project in samples/*/*.goproj; do quiet dotnet build "$project" --nologo -v q; done
        step "programs under stress"
        eng/stress.sh "${@:2}"
        ;;
    differential)
        setup
        step "generated programs"
        options=(--seeds 1..20000 --write docs/conformance.md)
        if [ -x "$artifacts/oracle/bin/go" ]; then options+=(--original "$artifacts/oracle"); fi
        for subject in language loops aliasing closures; do
            dotnet run --project tests/Differential -c Release -v q -- --subject $subject "${options[@]}" "${@:2}"
        done
        ;;
    *)
        fail "unknown command '$1'; see the head of this script"
        ;;
esac
step "done"
