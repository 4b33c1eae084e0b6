#!/bin/sh
# SPDX-License-Identifier: MIT
# standing.sh - the events that hold now: an object a line, {"ce_id": ..., "record": ...}.
#
#   standing.sh [BROKERS [TOPIC]]     ends at the end of the topic; kcat and jq
set -eu

kcat -C -q -J -e -o beginning -b "${1:-localhost:9092}" -t "${2:-news.dispute-events}" \
    -X isolation.level=read_committed |
jq -c -n '
    # Of [name, value, name, value ...] the last of that name, which is that of the program.
    def header($name): .headers as $h
        | [range(0; $h | length; 2) | select($h[.] == $name) | $h[. + 1]] | last;

    # What this was not written for is an error, not a guess.
    def checked: if .schema == "disputewire/dispute-event/1" then .
                 else error("schema \(.schema) is not known here") end;

    # Of the records with one ce_id the last counts; one that is retracted takes it back.
    reduce inputs as $record ({};
        ($record | header("ce_id")) as $ce_id | ($record.payload | fromjson | checked) as $value
        | if $value.retracted then delpaths([[$ce_id]]) else .[$ce_id] = $value end)
    | to_entries[] | {ce_id: .key, record: .value}'
