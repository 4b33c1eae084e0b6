#!/bin/bash
# SPDX-License-Identifier: MIT
# run.sh - golden tests: each case's article must give its expected record, byte for byte.
#
#   tests/golden/run.sh [CASE...]            prints TAP
#   UPDATE=1 tests/golden/run.sh [CASE...]   rewrites what is expected; read the diff before you commit
#
# A case is a folder: input.json (article record) or input.txt (plain text), expected.json, and args
# (optional: further options, one a line). Left out of the comparison: processing.duration_us, which
# is the clock's, and processing.model, which changes with every row of the lexicon.
# TAG: the program (default: build/disputewire-tag).
set -u
cd "$(dirname "$0")/../.." || exit 2
tag=${TAG:-build/disputewire-tag}
got=$(mktemp) errors=$(mktemp)
trap 'rm -f "$got" "$errors"' EXIT

# Run the case in folder $1; the record goes to $got.
tag_case() {
    local input args=()
    for input in "$1"/input.*; do break; done
    [ ! -f "$1/args" ] || mapfile -t args <"$1/args"
    "$tag" --pretty "${args[@]}" "$input" 2>"$errors" |
        sed -e '/^    "duration_us": [0-9]*,$/d' -e '/^    "model": /d' >"$got"
    return "${PIPESTATUS[0]}"
}

# What went wrong with the case in folder $1, which ended with status $2.
report() {
    sed 's/^/# /' "$errors"
    [ "$2" = 0 ] || return
    diff -u "$1/expected.json" "$got" | head -n 60 | sed 's/^/# /'
}

cases=("$@")
[ $# -gt 0 ] || cases=(tests/golden/*/)
n=0 bad=0
echo "1..${#cases[@]}"
for case in "${cases[@]}"; do
    case=${case%/} n=$((n + 1))
    tag_case "$case"
    rc=$?
    if [ $rc = 0 ] && [ -n "${UPDATE-}" ]; then
        cp "$got" "$case/expected.json"
    fi
    if [ $rc = 0 ] && cmp -s "$got" "$case/expected.json"; then
        echo "ok $n - ${case##*/}"
    else
        echo "not ok $n - ${case##*/} (exit $rc)"
        report "$case" $rc
        bad=1
    fi
done
exit $bad
