#!/usr/bin/env bash
# A random walk through the states of projects of several shapes: after each step (files added, removed, edited, touched, set back in time, renamed, linked; folders;
# embedded files; go.mod and vendor; tags, properties, environment; damaged output) the build must come to what a clean build comes to, byte for byte, and after no step
# it must do nothing. A clean build has neither record nor output of earlier ones, and once in a while an empty cache.
#   eng/walk.sh [STEPS=360] [SEED=1] [SHAPE]
# Needs artifacts/stdlib (./build.sh setup). Steps are shared among the shapes; the log shows + green, ! red, = nothing to do.
set -euo pipefail
cd "$(dirname "$0")/.."
dotnet build tests/Walk -c Release -v q --nologo >&2
exec dotnet tests/Walk/bin/Release/net10.0/Go.Sdk.Tests.Walk.dll "$@"
