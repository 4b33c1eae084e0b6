#!/bin/bash
# SPDX-License-Identifier: MIT
# run.sh - how fast the stream is, on a real broker of its own, beside a plain consume-and-produce loop.
#
#   run.sh [-f FILE] [-n RECORDS] [-a ARTICLES] [-r ROUNDS]
#
#   -f FILE      article records, one a line (default: made by articles.py)
#   -n RECORDS   how many go through loop and pass-through (default 150000)
#   -a ARTICLES  how many go through the processors (default 3000)
#   -r ROUNDS    each is run so often, by turns; the medians count (default 3)
#
# Prints a table, and the same as JSON into $BUILD/bench.json. BUILD (default: build) has the programs.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
build=${BUILD:-$root/build}
broker=$root/tests/kafka/broker.sh
file='' records=150000 articles=3000 rounds=3
while getopts f:n:a:r: option; do
    case $option in
    f) file=$OPTARG ;;
    n) records=$OPTARG ;;
    a) articles=$OPTARG ;;
    r) rounds=$OPTARG ;;
    *) sed -n '3,13s/^# \{0,1\}//p' "$0" >&2; exit 2 ;;
    esac
done

say() { echo "bench: $*" >&2; }
work=$(mktemp -d)
export KAFKA_HEAP=${KAFKA_HEAP:-1g}
trap '"$broker" stop -d "$work/kafka" || true; rm -rf "$work"' EXIT

lanes=$(nproc)
partitions=$((2 * lanes))
# shellcheck disable=SC2046 # flags are words
"${CC:-cc}" -D_GNU_SOURCE -O2 -o "$work/loop" "$here/loop.c" -pthread $(pkg-config --cflags --libs rdkafka)
if [ -n "$file" ]; then cp "$file" "$work/articles"; else "$here/articles.py" 3000 >"$work/articles"; fi
bootstrap=$("$broker" start -d "$work/kafka")
topic() { "$broker" topic -d "$work/kafka" "$1:$partitions"; }

for name in bench.many bench.few bench.out bench.events bench.dead; do topic "$name"; done
say "writing $records records"
"$work/loop" "$bootstrap" fill bench.many "$records" <"$work/articles" >/dev/null
"$work/loop" "$bootstrap" fill bench.few "$articles" <"$work/articles" >/dev/null

# One line a run: what, records, bytes, milliseconds, peak KiB.
plain() { echo "plain $("$work/loop" "$bootstrap" copy bench.many bench.out "$lanes")"; }

field() { grep -o " $1=[0-9]*" <<<"$2" | cut -d= -f2; }

consume() { # what topic options...
    local what=$1 from=$2 totals
    shift 2
    "$build/disputewire-consumer" -b "$bootstrap" --topic "$from" --output-topic bench.out \
        --event-topic bench.events --dead-letter-topic bench.dead --lanes "$lanes" \
        --group "bench-$what-$round" --exit-at-end "$@" 2>"$work/log" || { cat "$work/log" >&2; exit 1; }
    totals=$(grep ' done ' "$work/log")
    echo "$what $(field records "$totals") $(field bytes "$totals") $(field busy_ms "$totals")" \
        "$(($(field peak_mb "$totals") * 1024))"
}

# The processors alone, without Kafka, on one core; the time includes the start of the program.
tag() {
    head -n "$articles" "$work/articles" >"$work/few"
    echo "tag $(wc -l <"$work/few") $(wc -c <"$work/few")" \
        "$("$here/timed.py" "$work/few" "$build/disputewire-tag")"
}

# A first copy warms the broker up and does not count.
say "warming up"
plain >/dev/null
for ((round = 1; round <= rounds; round++)); do
    say "round $round of $rounds"
    plain
    consume none bench.many --processors none
    consume all bench.few
    tag
done | tee "$work/runs" >&2

"$here/report.py" "$work/runs" "$build/bench.json"
