#!/usr/bin/env bash
# Sourced by scripts that measure the SDK, in the repository's root, with $work a new folder: makes the projects that are compared in it, go (samples/hello, packed SDK)
# and cs (C#, prints one line).
export MSBUILDDISABLENODEREUSE=1 DOTNET_CLI_USE_MSBUILD_SERVER=0 DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
mkdir -p "$work/go" "$work/cs"
cp samples/hello/{main.go,go.mod,hello.goproj} "$work/go"
sed '/"sdk"/d' global.json > "$work/global.json"
printf '<configuration><packageSources><add key="feed" value="%s/artifacts/packages" /></packageSources></configuration>\n' "$PWD" > "$work/nuget.config"
cat > "$work/cs/cs.csproj" <<'XML'
<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework><NuGetAudit>false</NuGetAudit></PropertyGroup></Project>
XML
printf 'System.Console.WriteLine("Hello from C#");\n' > "$work/cs/Program.cs"
