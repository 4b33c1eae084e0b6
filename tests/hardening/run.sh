#!/bin/bash
# SPDX-License-Identifier: MIT
# run.sh - the programs as built: what makes a mistake in them harder to use. Prints TAP.
#
# BUILD (default: build) has the programs. Builds with a sanitizer, which has its own ways, are skipped.
set -u
cd "$(dirname "$0")/../.." || exit 2
. tests/tap.sh
build=${BUILD:-build}
skip=''
readelf -sW "$build/disputewire-tag" | grep -qE '__(asan|ubsan|gcov)_' && skip=' # skip instrumented'

# each NAME has|lacks FLAG PATTERN: what `readelf FLAG` tells of each program.
each() {
    local wrong='' program found
    for program in "$build"/disputewire-{tag,producer,consumer,broker}; do
        found=lacks
        readelf -W "$3" "$program" | grep -qE -- "$4" && found=has
        [ $found = "$2" ] || wrong+=" $program"
    done
    [ -z "$wrong" ] || [ -n "$skip" ]
    report $? "$1$skip" "not so:$wrong"
}

each "loaded at a random address" has -d 'FLAGS_1.*PIE'
each "relocations are made at the start" has -d 'BIND_NOW'
each "and read only from then on" has -l 'GNU_RELRO'
each "the stack is no code" has -l 'GNU_STACK .* RW +0x'
each "nothing else that can be written is" lacks -l 'LOAD .* RWE '
each "return addresses are guarded" has -s ' UND __stack_chk_fail@'
each "copies are checked against the size of their target" has -s ' UND __(v?snprintf|memcpy)_chk@'
each "libraries come from the system's folders alone" lacks -d 'R(UN)?PATH'
plan
