#!/bin/bash
# SPDX-License-Identifier: MIT
# run.sh - each fuzzer on its corpus and the sample articles, without the engine; that of the readers
# on some inputs made of these by chance as well. Prints TAP.
#
# BUILD (default: build) has the fuzzers. What a fuzzer has broken once goes into tests/fuzz/corpus.
set -u
cd "$(dirname "$0")/../.." || exit 2
. tests/tap.sh

samples=(tests/fuzz/corpus/* examples/articles/* tests/feeds/*/input.*)
for source in tests/fuzz/fuzz_*.c; do
    name=$(basename "$source" .c)
    check "$name" "${BUILD:-build}/replay/$name" "${samples[@]}"
done
check "fuzz_feed, on inputs made by chance" "${BUILD:-build}/replay/fuzz_feed" -n 1000 "${samples[@]}"
plan
