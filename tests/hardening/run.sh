#!/bin/bash
# SPDX-License-Identifier: MIT
# run.sh - the programs as built: what makes a mistake in them harder to use. Prints TAP.
#
# BUILD (default: build) has the programs. Builds with a sanitizer, which has its own ways, are skipped.
set -u
cd "$(dirname "$0")/../.." || exit 2
build=${BUILD:-build}
n=0 bad=0 skip=''
readelf -sW "$build/disputewire-tag" | grep -qE '__(asan|ubsan|gcov)_' && skip=' # skip instrumented'

# check NAME has|lacks FLAG PATTERN: what `readelf FLAG` tells of each program.
check() {
    local wrong='' program found
    n=$((n + 1))
    for program in "$build"/disputewire-{tag,producer,consumer,broker}; do
        found=lacks
        readelf -W "$3" "$program" | grep -qE -- "$4" && found=has
        [ $found = "$2" ] || wrong+=" $program"
    done
    if [ -z "$wrong" ] || [ -n "$skip" ]; then
        echo "ok $n - $1$skip"
    else
        echo "not ok $n - $1"
        echo "# not so:$wrong"
        bad=1
    fi
}

echo 1..8
check "loaded at a random address" has -d 'FLAGS_1.*PIE'
check "relocations are made at the start" has -d 'BIND_NOW'
check "and read only from then on" has -l 'GNU_RELRO'
check "the stack is no code" has -l 'GNU_STACK .* RW +0x'
check "nothing else that can be written is" lacks -l 'LOAD .* RWE '
check "return addresses are guarded" has -s ' UND __stack_chk_fail@'
check "copies are checked against the size of their target" has -s ' UND __(v?snprintf|memcpy)_chk@'
check "libraries come from the system's folders alone" lacks -d 'R(UN)?PATH'
exit $bad
