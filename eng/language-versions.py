#!/usr/bin/env python3
"""Writes what Go's own toolchain makes of each language feature under each language version.

usage: eng/language-versions.py GOROOT      (a GOROOT with its tools, bin/go)

Reads  tests/Unit/Build/LanguageVersions/features.txt, a text archive: one package per feature, and the program run.
Writes tests/Unit/Build/LanguageVersions/expected.txt: for each package the ranges of versions with the same answer. Behind a range stand the errors, where
LANG is the version asked, sorted as text; a package without errors says "ok". The program's answer is what it prints.
"""
import os
import re
import subprocess
import sys
import tempfile

NEWEST = 27
HERE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "tests", "Unit", "Build", "LanguageVersions")


def files_of(archive):
    parts = re.split(r"^-- (\S+) --\n", archive, flags=re.M)
    return dict(zip(parts[1::2], parts[2::2]))


def run(go, folder, *arguments):
    environment = dict(os.environ, GOROOT=os.path.dirname(os.path.dirname(go)), GOTOOLCHAIN="local", GOFLAGS="", GOPROXY="off", GOWORK="off", CGO_ENABLED="0")
    return subprocess.run([go, *arguments], cwd=folder, env=environment, capture_output=True, text=True)


def answers(go, files, minor):
    with tempfile.TemporaryDirectory() as folder:
        for name, text in files.items():
            path = os.path.join(folder, name)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "w", encoding="utf-8") as f:
                f.write(text)
        with open(os.path.join(folder, "go.mod"), "w", encoding="utf-8") as f:
            f.write(f"module example.com/m\n\ngo 1.{minor}\n")
        result = {os.path.dirname(name): [] for name in files}
        package, language = None, "go1" if minor == 0 else f"go1.{minor}"
        for line in run(go, folder, "build", "-gcflags=-e", "./...").stderr.splitlines():
            line = line.replace(f"set to {language};", "set to LANG;").replace(f"{package}/", "")
            if line.startswith("# example.com/m/"):
                package = line[len("# example.com/m/"):]
            elif line.startswith("\t"):
                result[package][-1] += "\n" + line
            elif package is None:
                raise SystemExit(f"go 1.{minor}: {line}")
            else:
                result[package].append(line.removeprefix("./"))
        program = os.path.join(folder, "program")
        built = run(go, folder, "build", "-o", program, "./run")
        if built.returncode == 0:
            result["run"] = subprocess.run([program], capture_output=True, text=True).stderr.splitlines()
        return {package: tuple(lines) or ("ok",) for package, lines in result.items()}


def main():
    go = os.path.abspath(os.path.join(sys.argv[1], "bin", "go"))
    with open(os.path.join(HERE, "features.txt"), encoding="utf-8") as f:
        files = files_of(f.read())
    table = [answers(go, files, minor) for minor in range(NEWEST + 1)]
    with open(os.path.join(HERE, "expected.txt"), "w", encoding="utf-8", newline="\n") as out:
        for package in sorted(table[0]):
            out.write(f"{package}\n")
            first = 0
            for minor in range(NEWEST + 1):
                if minor == NEWEST or table[minor + 1][package] != table[first][package]:
                    out.write(f"  1.{first}-1.{minor}\n")
                    for line in table[first][package] if package == "run" else sorted(table[first][package]):
                        out.write("    " + line.replace("\n", "\n    ") + "\n")
                    first = minor + 1


main()
