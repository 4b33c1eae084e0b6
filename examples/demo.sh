#!/bin/bash
# SPDX-License-Identifier: MIT
# demo.sh - the whole path on one machine: articles to Kafka, through the consumer, events out.
#
#   BUILD=build examples/demo.sh [SOURCE...]     SOURCE: articles (default: examples/articles)
#
# Starts the embedded broker on a free port of the loopback address, publishes the articles, runs the
# consumer until it has read them all, and shows what is on the output topics. What was read is kept
# in $BUILD/demo/*.ndjson. Ends by itself and leaves no process behind. `make demo` builds and runs it.
set -euo pipefail
cd "$(dirname "$0")/.."

build=${BUILD:-build}
demo=$build/demo
sources=("$@")
[ $# -gt 0 ] || sources=(examples/articles)
broker_pid='' program_pid=''

say() { printf '\n== %s\n' "$*"; }

fail() {
    echo "demo.sh: $*" >&2
    exit 1
}

# Stop what still runs, and wait for it.
stop_all() {
    local pid
    for pid in $program_pid $broker_pid; do
        kill "$pid" 2>/dev/null || true
        wait "$pid" 2>/dev/null || true
    done
    broker_pid='' program_pid=''
}
trap stop_all EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

# Start the broker and set $address once it answers.
start_broker() {
    : >"$demo/address"
    "$build/disputewire-broker" --quiet --with-parent >"$demo/address" 2>"$demo/broker.log" &
    broker_pid=$!
    for _ in $(seq 100); do
        ! read -r address <"$demo/address" || return 0
        kill -0 "$broker_pid" 2>/dev/null || break
        sleep 0.1
    done
    cat "$demo/broker.log" >&2
    fail "the broker did not start"
}

# Run a program for at most $1 seconds; in the background, so that a signal ends the demo at once.
run() {
    timeout "$@" &
    program_pid=$!
    wait "$program_pid" || fail "$(basename "$2") failed"
    program_pid=''
}

# All records on topic $1, a line each. The environment of kcat is left aside.
read_topic() {
    KCAT_CONFIG=/dev/null timeout 20 kcat -C -q -e -o beginning -b "$address" -t "$1"
}

rm -rf "$demo"
mkdir -p "$demo"
start_broker
say "embedded broker at $address (in memory, for a first try)"

say "disputewire-producer: ${sources[*]} -> news.articles"
run 30 "$build/disputewire-producer" --brokers "$address" -- "${sources[@]}"

say "disputewire-consumer: news.articles -> news.disputes, news.dispute-events"
run 40 "$build/disputewire-consumer" --brokers "$address" --include-text --exit-at-end

read_topic news.disputes >"$demo/disputes.ndjson"
read_topic news.dispute-events >"$demo/dispute-events.ndjson"
read_topic news.articles.dead-letter >"$demo/dead-letter.ndjson"
stop_all

articles=$(wc -l <"$demo/disputes.ndjson")
events=$(wc -l <"$demo/dispute-events.ndjson")
[ "$articles" -gt 0 ] || fail "no tagged article came out"

say "$events dispute events, by date"
"$build/show" <"$demo/dispute-events.ndjson"
say "what they rest on: the first sentences of each of the $articles articles"
"$build/show" -n 2 <"$demo/disputes.ndjson"

"$build/disputewire-tag" --quiet --report -- "${sources[@]}" >"$demo/report.html"

cat <<END
$articles articles, $events events. The records are in
  $demo/disputes.ndjson         one an article: entities, times, events, disputes
  $demo/dispute-events.ndjson   one an event
To look at, in a browser: the texts, marked, with a timeline of each dispute
  $demo/report.html
All sentences: $build/show <$demo/disputes.ndjson
An article of your own: $build/disputewire-tag --pretty FILE, or --report FILE >report.html
END
