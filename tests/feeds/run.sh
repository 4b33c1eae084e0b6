#!/bin/bash
# SPDX-License-Identifier: MIT
# run.sh - wire formats: each sample must give its records, byte for byte. Prints TAP.
#
#   tests/feeds/run.sh [CASE...]
#   UPDATE=1 tests/feeds/run.sh [CASE...]   rewrites what is expected; read the diff before you commit
#
# A case is a folder: input.* (in its wire format), expected.ndjson (the records that the producer
# would publish; no file: none) and says (optional): first "exit N" (else 0), then what standard
# error must say. disputewire-tag must find as many articles in them all.
# BUILD: the folder of the programs (default: build).
set -u
cd "$(dirname "$0")/../.." || exit 2
build=${BUILD:-build}
got=$(mktemp) errors=$(mktemp)
trap 'rm -f "$got" "$errors"' EXIT

for program in disputewire-producer disputewire-tag; do
    [ -x "$build/$program" ] || { echo "Bail out! $build/$program is not built"; exit 1; }
done

# Do all cases in one run give what is expected of each, in order? Those that say something have runs
# of their own in any case, the others only where this fails: a program takes longer to start than
# to read a sample.
read_together() {
    local case inputs=() expected=()
    for case in "${cases[@]}"; do
        case=${case%/}
        [ ! -f "$case/says" ] || continue
        inputs+=("$case"/input.*)
        [ ! -f "$case/expected.ndjson" ] || expected+=("$case/expected.ndjson")
    done
    [ ${#expected[@]} -gt 0 ] && [ -z "${UPDATE-}" ] || return 1
    timeout 60 "$build/disputewire-producer" --dry-run -v "${inputs[@]}" >"$got" 2>/dev/null &&
        cmp -s "$got" <(cat "${expected[@]}")
}

# What is wrong with the case in folder $1, a line each; nothing if all is as expected.
judge() {
    local input rc want=/dev/null exit="exit 0"
    for input in "$1"/input.*; do break; done
    [ ! -f "$1/says" ] || exit=$(head -n 1 "$1/says")
    timeout 10 "$build/disputewire-producer" --dry-run -v "$input" >"$got" 2>"$errors"
    rc=$?
    [ "exit $rc" = "$exit" ] || echo "exit $rc, expected $exit"
    if [ -n "${UPDATE-}" ]; then
        rm -f "$1/expected.ndjson"
        [ ! -s "$got" ] || cp "$got" "$1/expected.ndjson"
    fi
    [ ! -f "$1/expected.ndjson" ] || want=$1/expected.ndjson
    diff -u "$want" "$got"
    [ ! -f "$1/says" ] || tail -n +2 "$1/says" | while IFS= read -r line; do
        grep -qF -- "$line" "$errors" || echo "does not say: $line"
    done
}

cases=("$@")
[ $# -gt 0 ] || cases=(tests/feeds/*/)
n=0 bad=0 n_records=0 inputs=() together=''
echo "1..$((${#cases[@]} + 1))"
! read_together || together=1
for case in "${cases[@]}"; do
    case=${case%/} n=$((n + 1)) wrong=''
    [ -n "$together" ] && [ ! -f "$case/says" ] || wrong=$(judge "$case")
    inputs+=("$case"/input.*)
    [ ! -f "$case/expected.ndjson" ] || n_records=$((n_records + $(wc -l <"$case/expected.ndjson")))
    if [ -z "$wrong" ]; then
        echo "ok $n - ${case##*/}"
    else
        echo "not ok $n - ${case##*/}"
        { echo "$wrong"; cat "$errors"; } | head -n 60 | sed 's/^/# /'
        bad=1
    fi
done

# One run over all: the tables of its model take longer to load than all samples to read.
timeout 60 "$build/disputewire-tag" -q "${inputs[@]}" >"$got" 2>/dev/null
if [ "$(wc -l <"$got")" = "$n_records" ]; then
    echo "ok $((n + 1)) - disputewire-tag reads the same articles"
else
    echo "not ok $((n + 1)) - disputewire-tag reads the same articles"
    echo "# $(wc -l <"$got") records, expected $n_records"
    bad=1
fi
exit $bad
