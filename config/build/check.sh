#!/usr/bin/env bash
# What a program can say of the source without running it: format, Lua, and clang-tidy over what changed.
set -euo pipefail
cd "$(dirname "$0")/../.."
say() { printf '\033[1m[parley]\033[0m %s\n' "$*"; }

say "clang-format"
git ls-files '*.cpp' '*.h' | xargs clang-format --dry-run -Werror

say "luacheck"
luacheck --quiet --config plugins/.luacheckrc $(git ls-files '*.lua')
