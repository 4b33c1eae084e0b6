#!/bin/bash
# SPDX-License-Identifier: MIT
# run.sh - how fast the layers are, the processors together, and the stream, on a real broker of its
# own, beside a plain consume-and-produce loop.
#
#   run.sh [-p | -m] [-f FILE] [-n RECORDS] [-a ARTICLES] [-r ROUNDS]
#
#   -p           processors alone: no broker, no stream
#   -m           the consumer with metrics off and on alone, by turns
#   -f FILE      article records, one a line (default: made by articles.py)
#   -n RECORDS   how many go through loop and pass-through (default 150000)
#   -a ARTICLES  how many go through the consumer with processors (default 3000)
#   -r ROUNDS    each is run so often, by turns; the medians count (default 3)
#
# Prints a table, and the same as JSON into $BUILD/bench.json. BUILD (default: build) has the programs.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
build=${BUILD:-$root/build}
broker=$root/tests/kafka/broker.sh
file='' records=150000 articles=3000 rounds=3 stream=1 metrics=0
while getopts pmf:n:a:r: option; do
    case $option in
    p) stream=0 ;;
    m) metrics=1 ;;
    f) file=$OPTARG ;;
    n) records=$OPTARG ;;
    a) articles=$OPTARG ;;
    r) rounds=$OPTARG ;;
    *) sed -n '3,16s/^# \{0,1\}//p' "$0" >&2; exit 2 ;;
    esac
done

say() { echo "bench: $*" >&2; }
work=$(mktemp -d)
export KAFKA_HEAP=${KAFKA_HEAP:-1g}
trap '[ $stream = 0 ] || "$broker" stop -d "$work/kafka" || true; rm -rf "$work"' EXIT
if [ -n "$file" ]; then cp "$file" "$work/articles"; else "$here/articles.py" 3000 >"$work/articles"; fi

# --- processors alone, on one core -------------------------------------------------------------

# The program from start to end on the articles of $2; further options. Prints a line as above.
tag() {
    local what=$1 from=$2
    shift 2
    echo "$what $(wc -l <"$from") $(wc -c <"$from")" \
        "$("$here/timed.py" "$from" "$build/disputewire-tag" --format ndjson "$@" -)"
}

processors() {
    taskset -c 0 "$build/bench-layers" "$work/articles"
    tag auto "$work/articles"
    tag full "$work/articles" --depth full
    tag disputes "$work/disputes"
}

if [ $metrics = 0 ]; then
    say "looking for articles with events"
    "$build/bench-layers" "$work/articles" "$work/disputes" >/dev/null
fi

# --- the stream --------------------------------------------------------------------------------

lanes=$(nproc)
partitions=$((2 * lanes))
metrics_port=$((20000 + RANDOM % 12000)) # free, most likely; the consumer says so if not

start_stream() {
    # shellcheck disable=SC2046 # flags are words
    "${CC:-cc}" -D_GNU_SOURCE -O2 -o "$work/loop" "$here/loop.c" -pthread \
        $(pkg-config --cflags --libs rdkafka)
    bootstrap=$("$broker" start -d "$work/kafka")
    for name in bench.many bench.few bench.paced bench.out bench.events bench.dead; do
        "$broker" topic -d "$work/kafka" "$name:$partitions"
    done
    say "writing $records records"
    "$work/loop" "$bootstrap" fill bench.many "$records" <"$work/articles" >/dev/null
    "$work/loop" "$bootstrap" fill bench.few "$articles" <"$work/articles" >/dev/null
    say "warming up" # what a first copy does for the broker does not count
    plain >/dev/null
}

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

# The same with metrics on, asked for once a second.
watched() { # what topic options...
    local what=$1 from=$2 scraper
    shift 2
    # One curl for all, so that what is measured is not the asking.
    curl -s --rate 60/m --retry 10 --retry-connrefused --retry-delay 1 -o /dev/null \
        "http://127.0.0.1:$metrics_port/metrics?[1-100000]" &
    scraper=$!
    consume "$what" "$from" --metrics-listen "127.0.0.1:$metrics_port" "$@"
    kill "$scraper" 2>/dev/null || true
    wait "$scraper" 2>/dev/null || true
}

# Without metrics and with them; who comes first changes from round to round.
both() { # what topic options...
    local what=$1
    shift
    if ((round % 2)); then
        consume "$what" "$@"
        watched "$what-watched" "$@"
    else
        watched "$what-watched" "$@"
        consume "$what" "$@"
    fi
}

# 100 articles a second for 20 seconds through a consumer as it comes, from produce to committed read.
latency() {
    "$build/disputewire-consumer" -b "$bootstrap" --topic bench.paced --output-topic bench.out \
        --event-topic bench.events --dead-letter-topic bench.dead --lanes "$lanes" \
        --group bench-latency 2>"$work/log" &
    consumer=$!
    until [ "$(grep -c 'partitions assigned' "$work/log")" -ge "$lanes" ]; do sleep 0.1; done
    "$work/loop" "$bootstrap" pace bench.paced bench.out 100 500 <"$work/articles" >/dev/null
    echo "latency $("$work/loop" "$bootstrap" pace bench.paced bench.out 100 2000 <"$work/articles")"
    kill "$consumer"
    wait "$consumer"
}

streams() {
    [ $metrics = 1 ] || plain
    both none bench.many --processors none
    both all bench.few
    [ $metrics = 1 ] || latency
}

[ $stream = 0 ] || start_stream
for ((round = 1; round <= rounds; round++)); do
    say "round $round of $rounds"
    [ $metrics = 1 ] || processors
    [ $stream = 0 ] || streams
done | tee "$work/runs" >&2

"$here/report.py" "$work/runs" "$build/bench.json"
