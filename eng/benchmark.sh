#!/usr/bin/env bash
# Measures the compiler's phases (scan, parse, check, SSA, code, link) on fixed packages of std with BenchmarkDotNet; reports go to artifacts/benchmarks.
#   eng/benchmark.sh            three iterations each: a first look, a few minutes
#   eng/benchmark.sh --full     as many as BenchmarkDotNet's medium job takes
#   eng/benchmark.sh [--full] --filter '*Link*'
set -euo pipefail
cd "$(dirname "$0")/.."
short=--short
if [ "${1:-}" = --full ]; then
    short=
    shift
fi
[ $# -gt 0 ] || set -- --filter '*'
dotnet build tests/Benchmarks -c Release --nologo -v q
dotnet tests/Benchmarks/bin/Release/net10.0/Go.Compiler.Benchmarks.dll $short --artifacts artifacts/benchmarks "$@"
