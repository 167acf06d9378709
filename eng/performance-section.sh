#!/usr/bin/env bash
# Puts standard input into docs/performance.md as the section of that name, between marks, and leaves the other sections as they are.
#   eng/performance-section.sh NAME <text
set -euo pipefail
cd "$(dirname "$0")/.."
file=docs/performance.md
name=$1
text=$(cat)
if ! grep -q '^<!-- begin ' "$file" 2>/dev/null; then
    printf '# Performance\n\nFigures come from scripts in `eng/` that compare with the original toolchain when `eng/get-go.sh --oracle` has fetched it.\n' > "$file"
fi
{
    sed "/^<!-- begin $name -->\$/,/^<!-- end $name -->\$/d" "$file" | cat -s | sed -e :a -e '/^\n*$/{$d;N;ba' -e '}'
    printf '\n<!-- begin %s -->\n%s\n<!-- end %s -->\n' "$name" "$text" "$name"
} > "$file.new"
mv "$file.new" "$file"
printf '%s\n' "$text"
