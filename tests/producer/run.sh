#!/bin/bash
# SPDX-License-Identifier: MIT
# run.sh - disputewire-producer and disputewire-broker as a user meets them: exit
# status, what goes to which stream, what is left where. On loopback alone. Prints TAP.
# BUILD: the folder of the programs (default: build).
set -u
cd "$(dirname "$0")/../.." || exit 2
. tests/tap.sh
build=${BUILD:-build}
producer=$build/disputewire-producer
broker=$build/disputewire-broker
dir=$(mktemp -d)
broker_pid=
trap '[ -z "$broker_pid" ] || kill "$broker_pid"; rm -rf "$dir"' EXIT

for program in "$producer" "$broker"; do
    [ -x "$program" ] || { echo "Bail out! $program is not built"; exit 1; }
done

# result NAME: one line of TAP by the status of the command before.
result() {
    report $? "$1" "$(cat "$dir/why" "$dir/err" "$dir/out" 2>/dev/null | cut -c1-300 | head -n 20)"
}

# run STATUS COMMAND...: into $dir/out and $dir/err; true if it ends with STATUS.
run() {
    local want=$1 rc
    shift
    timeout 30 "$@" >"$dir/out" 2>"$dir/err"
    rc=$?
    echo "exit $rc, expected $want: $*" >"$dir/why"
    [ $rc = "$want" ]
}

says() {
    grep -qF -- "$1" "$dir/err" || { echo "does not say: $1" >"$dir/why"; return 1; }
}

prints() {
    grep -qF -- "$1" "$dir/out" || { echo "does not print: $1" >"$dir/why"; return 1; }
}

lines() {
    [ "$(wc -l <"$dir/out")" = "$1" ] || { echo "does not print $1 lines" >"$dir/why"; return 1; }
}

# until_true COMMAND...: try for a minute.
until_true() {
    local i
    for ((i = 0; i < 600; i++)); do
        "$@" && return
        sleep 0.1
    done
    echo "never true: $*" >"$dir/why"
    return 1
}

start_broker() {
    "$broker" >"$dir/address" 2>"$dir/broker.err" &
    broker_pid=$!
    until_true test -s "$dir/address"
    address=$(cat "$dir/address")
}

stop_broker() {
    local pid=$broker_pid
    broker_pid=
    kill "$pid" && wait "$pid"
}

# --- usage and configuration ------------------------------------------------------------------

run 0 "$producer" --help && prints "--dry-run" && [ ! -s "$dir/err" ]
result "help goes to standard output"
run 0 "$producer" --version && lines 1 && prints "disputewire-producer "
result "version"
run 2 "$producer" --topik x && says "--topik: no such option; did you mean --topic?"
result "an unknown option is wrong usage and gets a suggestion"
printf '# ours\ntopic=a\n\nlinger.ms=5\n' >"$dir/a.properties"
run 2 "$producer" -c "$dir/a.properties" --dry-run x && says "a.properties:4: linger.ms: no such key"
result "an unknown key in the file is named with its line"
run 2 "$producer" --check-config -X linger.mz=5 && says "did you mean linger.ms?"
result "an unknown property of librdkafka gets a suggestion"
run 2 "$producer" --check-config -X acks=0 && says "acks cannot be set"
result "a property that would break the promise is refused"
run 2 "$producer" --published yesterday --dry-run x && says "is no date such as"
result "a wrong date is wrong configuration"
run 0 "$producer" --check-config && [ ! -s "$dir/out" ]
result "check-config of a right configuration"
DISPUTEWIRE_TOPIC=wire run 0 "$producer" --print-config -X sasl.password=hush &&
    prints "topic=wire" && prints "# DISPUTEWIRE_TOPIC" && ! grep -q hush "$dir/out"
result "print-config tells origins and no secrets"

# --- bad input: named, and the rest goes on ----------------------------------------------------

mkdir -p "$dir/in/sub"
printf 'OSLO, June 3 (Harbour) - Norway recalled its envoy on Monday.\n' >"$dir/in/a.txt"
printf '{"id":"1","text":"One."}\n{"id":"2","text":"Two."}\n{"id":"3",\n{"id":"4","text":"Four."}\n' \
    >"$dir/in/sub/b.ndjson"
run 1 "$producer" --dry-run "$dir/in" && lines 4 && says "sub/b.ndjson:3" && says "records=4 failed=1"
result "broken JSON in line 3: named, the other lines go"

bad_input() {
    run 1 "$producer" --dry-run "$dir/$1" "$dir/in/a.txt" && lines 1 && says "place=$dir/$1" &&
        says "$2"
    result "bad input: $3"
}

: >"$dir/empty.txt"
printf 'abc\0def ghi jkl mno\n' >"$dir/nul.txt"
printf '{"id":"1","text":["x"]}\n' >"$dir/shape.json"
printf '[1]\n' >"$dir/list.json"
printf '{"id":"1"}\n' >"$dir/no-text.json"
truncate -s 60000000 "$dir/huge.txt"
bad_input empty.txt empty "empty file"
bad_input nul.txt "NUL byte at byte 3" "NUL bytes"
bad_input shape.json "field text: wanted a string, got list" "text of the wrong type"
bad_input list.json "wanted an object" "no object"
bad_input no-text.json "field text" "text missing"
bad_input huge.txt "longer than" "larger than anything that is read"
bad_input absent.txt "No such file or directory" "no such file"
rm "$dir/huge.txt"

printf 'PARIS, le 3 juin - La pr\xe9sidence a rappel\xe9 son ambassadeur lundi.\n' >"$dir/latin.txt"
run 0 "$producer" --dry-run "$dir/latin.txt" && prints "présidence" && says "first_byte=24"
result "Latin-1 is converted, with the place of the first byte"
head -c 10000000 /dev/zero | tr '\0' x >"$dir/long.txt"
run 0 "$producer" --dry-run "$dir/long.txt" && lines 1 && [ "$(wc -c <"$dir/out")" -gt 10000000 ]
result "an article of 10 MB"
printf 'Talks began.\n' | run 0 "$producer" --dry-run --provider Harbour --published 2019-07-01 &&
    prints '"provider":["Harbour"]' && prints '"published":"2019-07-01"'
result "standard input is the source when none is named"

# --- brokers ---------------------------------------------------------------------------------

run 1 "$producer" -b 127.0.0.1:1 --connect-timeout 300ms "$dir/in/a.txt" &&
    says "no broker answers at 127.0.0.1:1 within 0.3 s" && says "Connection refused"
result "broker down at start: told within the timeout"

start_broker && [ "$(wc -l <"$dir/address")" = 1 ] && grep -q "first try only" "$dir/broker.err"
result "the broker prints its address alone and says what it is"
run 0 "$producer" -b "$address" "$dir/in/a.txt" && says "published records=1 failed=0" &&
    [ ! -s "$dir/out" ]
result "publishing"
run 1 "$producer" -b "$address" "$dir/in" && says "sub/b.ndjson:3" && says "records=4 failed=1"
result "publishing with bad input among the good"
run 1 "$producer" -b "$address" -t absent "$dir/in/a.txt" && says "topic absent does not exist"
result "topic missing"
run 1 "$producer" -b "$address" --log-format json -t absent "$dir/in/a.txt" &&
    python3 -c 'import json, sys; [json.loads(line) for line in sys.stdin]' <"$dir/err"
result "log records as JSON"

# A pipe that stays open, as from tail -f; the last line is torn when the signal comes.
mkfifo "$dir/pipe"
"$producer" -b "$address" - <"$dir/pipe" >"$dir/out" 2>"$dir/err" &
pid=$!
exec 3<>"$dir/pipe" # both ways: never waits for a reader
printf '{"id":"1","text":"One."}\n{"id":"2","text":"Tw' >&3
# shellcheck disable=SC2317 # until_true calls it
is_read() {
    python3 -c 'import array, fcntl, sys, termios
left = array.array("i", [0])
sys.exit(fcntl.ioctl(3, termios.FIONREAD, left) or left[0])'
}
until_true is_read
kill "$pid"
wait "$pid"
echo "exit $?" >"$dir/why"
exec 3>&-
grep -q "exit 1" "$dir/why" && says "stopped by a signal" && says "published records=1 failed=0"
result "a signal: what was read is published, what was torn is not"

# --- backfill --------------------------------------------------------------------------------

pack=$dir/pack
mkdir -p "$pack/day/.hidden" "$dir/rejects"
echo "Talks began." >"$pack/day/a.txt"
printf '%s\n' '{"id": "old", "published": "2019-07-01", "text": "One."}' \
    '{"id": "new", "published": "2020-01-01T09:00:00Z", "text": "Two."}' '{"text": 7}' >"$pack/day/b.ndjson"
echo "Not this." >"$pack/day/.hidden/c.txt"
tar -C "$pack" -czf "$dir/day.tgz" day
gzip -c "$pack/day/b.ndjson" >"$dir/b.ndjson.gz"
python3 -c 'import sys, zipfile
with zipfile.ZipFile(sys.argv[1], "w", zipfile.ZIP_DEFLATED) as out: out.write(sys.argv[2], "day/a.txt")' \
    "$dir/day.zip" "$pack/day/a.txt"
run 1 "$producer" -n "$dir/day.tgz" && lines 3 && says "day.tgz:day/b.ndjson:3"
result "a packed folder: places name the file in it, hidden ones are passed over"
run 1 "$producer" -n "$dir/b.ndjson.gz" && lines 2 && says "b.ndjson:3"
result "a packed file is known by its inner name"
run 0 "$producer" -n "$dir/day.zip" && lines 1
result "a zip archive"
run 0 "$producer" -n - <"$dir/day.zip" && lines 1
result "a zip archive on standard input"
head -c 150 "$dir/day.tgz" >"$dir/torn.tgz"
run 1 "$producer" -n "$dir/torn.tgz" && says "torn.tgz" && says "broken archive"
result "a torn archive is named"
run 1 "$producer" -n --since 2019-12-31 --until 2020-01-01 "$pack/day/b.ndjson" && lines 1 && prints '"new"' &&
    says "skipped=1"
result "articles of some days alone"
run 2 "$producer" -n --since 2020-01-01 --until 2019-01-01 "$pack" && says "--until: it is before --since"
result "no day is before itself"
run 2 "$producer" -n --since yesterday "$pack" && says "--since: \"yesterday\" is no day"
result "a day that is none"
run 1 "$producer" -n --rejects "$dir/rejects" "$pack/day/b.ndjson" && [ -s "$dir/rejects/b.ndjson" ] &&
    grep -q '"place":"[^"]*b.ndjson:3","reason":"field text' "$dir/rejects/rejects.ndjson"
result "rejects are kept with their reasons"
begun=$(date +%s%N)
yes '{"text": "Talks began."}' | head -n 21 | timeout 30 "$producer" -n --rate 40 >"$dir/out" 2>"$dir/err"
[ $(($(date +%s%N) - begun)) -ge 450000000 ] && lines 21
result "no more than so many a second"

# --- a watched folder ------------------------------------------------------------------------

box=$dir/box
mkdir "$box"
cp "$dir/in/a.txt" "$box/a b.txt"
cp "$dir/in/a.txt" "$box/-n.txt"
cp "$dir/in/a.txt" "$box/c.part"
cp "$dir/empty.txt" "$box/empty.txt"
touch -d '1 minute ago' "$box"/*

start_watch() {
    "$producer" --watch --after move --ledger "$box/.ledger" "$@" "$box" 2>"$dir/err" &
    watch=$!
}

run 2 "$producer" --watch "$box" && says "needs --ledger FILE"
result "watch: needs a ledger"
run 2 "$producer" --watch --ledger "$dir/ledger" "$box/c.part" && says "is no folder"
result "watch: needs folders"
run 1 "$producer" -b 127.0.0.1:1 --connect-timeout 300ms --watch --ledger "$box/.ledger" "$box" &&
    [ -f "$box/a b.txt" ] && [ -f "$box/empty.txt" ]
result "watch: without a broker nothing is taken away"
start_watch -b "$address"
until_true test -f "$box/.rejected/empty.txt" && until_true test -f "$box/.published/a b.txt" &&
    [ -f "$box/.published/-n.txt" ] && [ -f "$box/c.part" ]
result "watch: published, rejected and left alone"
cp "$dir/in/a.txt" "$box/.new" && mv "$box/.new" "$box/a b.txt"
until_true test -f "$box/.published/a b.txt.1" && [ -f "$box/.published/a b.txt" ]
result "watch: a second file of the same name overwrites nothing"
kill "$watch"
wait "$watch" && says "records=1 failed=1 skipped=0 known=2"
result "watch: the same text is published once; to be stopped is to end well, whatever was rejected"

# The ledger among the files, and once more under another name; what comes later is still published.
own=$dir/own
mkdir "$own"
cp "$dir/in/a.txt" "$own/first.txt"
touch -d '1 minute ago' "$own/first.txt"
: >"$own/ledger" && ln "$own/ledger" "$own/linked.txt"
"$producer" -b "$address" --watch --after delete --ledger "$own/ledger" "$own" 2>"$dir/err" &
watch=$!
until_true says "watching"
until_true test ! -e "$own/first.txt"
cp "$dir/in/a.txt" "$own/.next" && mv "$own/.next" "$own/second.txt"
until_true test ! -e "$own/second.txt"
kill "$watch"
wait "$watch" && says "records=1 failed=0 skipped=0 known=1" && [ -s "$own/ledger" ] && [ -s "$own/linked.txt" ]
result "watch: the ledger in the folder is no source, by whatever name"
run 0 "$producer" -b "$address" --ledger "$own/ledger" "$own" && says "records=0 failed=0"
result "the ledger in a folder that is read is no source"

# --- the broker's end ------------------------------------------------------------------------

stop_broker
result "the broker ends on SIGTERM with 0"
rm -f "$dir/out"
bash -c '"$1" --with-parent >"$2" 2>&1 & echo $! >"$3"; until [ -s "$2" ]; do sleep 0.1; done' - \
    "$broker" "$dir/out" "$dir/pid"
# shellcheck disable=SC2317 # until_true calls it
gone() { ! kill -0 "$(cat "$dir/pid")" 2>/dev/null; }
until_true gone && prints "the parent has ended"
result "the broker ends with its parent"
run 2 "$broker" --topics "a,,b" && says "a name must have"
result "the broker refuses an empty topic name"

plan
