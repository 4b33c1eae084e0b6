#!/bin/bash
# SPDX-License-Identifier: MIT
# run.sh - each fuzzer on its corpus and the sample articles, without the engine; that of the readers
# on some inputs made of these by chance as well. Prints TAP.
#
# BUILD (default: build) has the fuzzers. What a fuzzer has broken once goes into tests/fuzz/corpus.
set -u
cd "$(dirname "$0")/../.." || exit 2
n=0 bad=0

# check NAME COMMAND...: one line of TAP by its status.
check() {
    local name=$1 said
    shift
    n=$((n + 1))
    if said=$("$@" 2>&1); then
        echo "ok $n - $name"
    else
        echo "not ok $n - $name"
        tail -n 3 <<<"$said" | sed 's/^/# /'
        bad=1
    fi
}

samples=(tests/fuzz/corpus/* examples/articles/* tests/feeds/*/input.*)
for source in tests/fuzz/fuzz_*.c; do
    name=$(basename "$source" .c)
    check "$name" "${BUILD:-build}/replay/$name" "${samples[@]}"
done
check "fuzz_feed, on inputs made by chance" "${BUILD:-build}/replay/fuzz_feed" -n 1000 "${samples[@]}"
echo "1..$n"
exit $bad
