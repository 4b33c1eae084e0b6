#!/bin/bash
# SPDX-License-Identifier: MIT
# run.sh - bad input: disputewire-tag must refuse it in the words that are expected. Prints TAP.
#
# A case is a folder: input (given as a file), error, and args (optional: options, one a line). The
# first line of error is "exit N", with "records N" behind it if some of the input is good (default:
# none); each further line must be part of what the program says on standard error. No case may
# take longer than ten seconds or die of a signal.
# TAG: the program (default: build/disputewire-tag).
set -u
cd "$(dirname "$0")/../.." || exit 2
tag=${TAG:-build/disputewire-tag}
out=$(mktemp) errors=$(mktemp)
trap 'rm -f "$out" "$errors"' EXIT

# What is wrong with the case in folder $1, a line each; nothing if all is as expected.
judge() {
    local args=() rc want records
    [ ! -f "$1/args" ] || mapfile -t args <"$1/args"
    timeout 10 "$tag" "${args[@]}" "$1/input" >"$out" 2>"$errors"
    rc=$?
    want=$(head -n 1 "$1/error")
    [ "exit $rc" = "${want%% records *}" ] || echo "exit $rc, expected $want"
    records=$(wc -l <"$out")
    case $want in
    *" records $records") ;;
    *" records "*) echo "$records records, expected $want" ;;
    *) [ "$records" = 0 ] || echo "$records records, expected none" ;;
    esac
    tail -n +2 "$1/error" | while IFS= read -r line; do
        grep -qF -- "$line" "$errors" || echo "does not say: $line"
    done
}

n=0 bad=0
cases=(tests/invalid/*/)
echo "1..${#cases[@]}"
for case in "${cases[@]}"; do
    case=${case%/} n=$((n + 1))
    wrong=$(judge "$case")
    if [ -z "$wrong" ]; then
        echo "ok $n - ${case##*/}"
    else
        echo "not ok $n - ${case##*/}"
        { echo "$wrong"; cat "$errors"; } | head -n 40 | sed 's/^/# /'
        bad=1
    fi
done
exit $bad
