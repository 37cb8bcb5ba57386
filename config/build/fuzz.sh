#!/usr/bin/env bash
# Runs every fuzzer of build/fuzz for FUZZ_S seconds, two at a time, over what tests/fuzz/corpus keeps. A crash, a leak,
# a broken promise, five seconds without an end or a gigabyte of memory fails, and leaves its input in build/fuzz/found.
set -euo pipefail
cd "$(dirname "$0")/../.."
seconds=${FUZZ_S:-60}
found=build/fuzz/found

fuzz_one() {
  name=$1
  # What is new goes to the first folder: the corpus in the repository changes by hand alone.
  mkdir -p "$found/$name"
  if build/fuzz/bin/fuzz_"$name" -max_total_time="$seconds" -timeout=5 -rss_limit_mb=1024 -print_final_stats=1 \
    -artifact_prefix="$found/$name-" "$found/$name" "tests/fuzz/corpus/$name" > "$found/$name.log" 2>&1; then
    runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$found/$name.log")
    reach=$(grep -E '^#[0-9]+.*DONE' "$found/$name.log" | grep -oE '(cov|ft): [0-9]+' | tr '\n' ' ')
    printf '[parley] %-18s %9s runs  %s\n' "$name" "$runs" "$reach"
  else
    tail -n 40 "$found/$name.log"
    printf '[parley] %-18s FAILED: see %s\n' "$name" "$found/$name.log"
    return 1
  fi
}
export -f fuzz_one
export seconds found

names=$(for program in build/fuzz/bin/fuzz_*; do basename "$program" | sed 's/^fuzz_//'; done | grep -v '^corpus$')
printf '%s\n' $names | xargs -P 2 -I{} bash -c 'set -euo pipefail; fuzz_one {}'
