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

# The record without what is left out.
strip() {
    sed -e '/^    "duration_us": [0-9]*,$/d' -e '/^    "model": /d'
}

# Run the case in folder $1; the record goes to $got.
tag_case() {
    local input args=()
    for input in "$1"/input.*; do break; done
    [ ! -f "$1/args" ] || mapfile -t args <"$1/args"
    "$tag" --pretty "${args[@]}" "$input" 2>"$errors" | strip >"$got"
    return "${PIPESTATUS[0]}"
}

# Do all cases in one run give what is expected of each, in order? Where they do not, or have options
# of their own, each gets its run: the tables take longer to load than an article to read.
is_all_expected() {
    local case inputs=() expected=()
    [ -z "${UPDATE-}" ] || return 1
    for case in "${cases[@]}"; do
        [ ! -f "$case/args" ] || return 1
        inputs+=("$case"/input.*)
        expected+=("$case/expected.json")
    done
    "$tag" --pretty "${inputs[@]}" 2>/dev/null | strip >"$got"
    [ "${PIPESTATUS[0]}" = 0 ] && cat "${expected[@]}" | cmp -s "$got"
}

# What went wrong with the case in folder $1, which ended with status $2.
report() {
    sed 's/^/# /' "$errors"
    [ "$2" = 0 ] || return
    diff -u "$1/expected.json" "$got" | head -n 60 | sed 's/^/# /'
}

cases=("$@")
[ $# -gt 0 ] || cases=(tests/golden/*/)
n=0 bad=0 together=''
echo "1..${#cases[@]}"
! is_all_expected || together=1
for case in "${cases[@]}"; do
    case=${case%/} n=$((n + 1)) rc=0
    if [ -n "$together" ]; then
        echo "ok $n - ${case##*/}"
        continue
    fi
    tag_case "$case" || rc=$?
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
