#!/bin/bash
# SPDX-License-Identifier: MIT
# run.sh - each fuzzer on its corpus and the sample articles, without the engine. Prints TAP.
#
# BUILD (default: build) has the fuzzers. What a fuzzer has broken once goes into tests/fuzz/corpus.
set -u
cd "$(dirname "$0")/../.." || exit 2
n=0 bad=0

for source in tests/fuzz/fuzz_*.c; do
    name=$(basename "$source" .c)
    n=$((n + 1))
    if said=$("${BUILD:-build}/replay/$name" tests/fuzz/corpus/* examples/articles/* \
        tests/feeds/*/input.* 2>&1); then
        echo "ok $n - $name"
    else
        echo "not ok $n - $name"
        tail -n 3 <<<"$said" | sed 's/^/# /'
        bad=1
    fi
done
echo "1..$n"
exit $bad
