#!/bin/bash
# SPDX-License-Identifier: MIT
# run.sh - the viewer of records: tables, highlights, widths, what a terminal must not get. Prints TAP.
#
# BUILD (default: build) has the program.
set -u
cd "$(dirname "$0")/../.." || exit 2
. tests/tap.sh
show=${BUILD:-build}/show
export COLUMNS=72
unset NO_COLOR

# Test $1: the lines of $2 are what came out ($3).
is() {
    local differ
    differ=$(diff <(echo "$2") <(echo "$3"))
    report $? "$1" "$differ"
}

# An event record: id, date, actor, recipient, tag, aux.
event() {
    local when=null aux=null
    [ -z "$2" ] || when="{\"value\":\"$2\"}"
    [ -z "$6" ] || aux="\"$6\""
    cat <<END
{"schema":"disputewire/dispute-event/1","dyad":"-","event":{"id":"$1","type":"SANCTION",
"tag":"$5","actors":[{"type":"country","name":"$3","country":"AAA"}],
"recipients":[{"type":"company","name":"$4","country":"BBB"}],"time":$when,"aux":$aux,
"trigger":{"start":0,"end":1}},"article":{"id":"a"}}
END
}

# An article record of text $1 with events: sentence start, end, trigger start, end, four each.
article() {
    local text=$1 events='' id=0
    shift
    while [ $# -gt 0 ]; do
        id=$((id + 1))
        events+="${events:+,}{\"id\":\"v$id\",\"type\":\"REJECT\",\"tag\":null,\"actors\":[\"e1\"],
\"recipients\":[],\"time\":null,\"aux\":null,\"sentence\":{\"start\":$1,\"end\":$2},
\"trigger\":{\"start\":$3,\"end\":$4}}"
        shift 4
    done
    cat <<END
{"schema":"disputewire/tagged-article/1","article":{"id":"a","published":"2020-01-02T03:04:05Z",
"headline":"Peru refuses","text":"$text"},"relevance":0.5,"disputes":[{"parties":["CHL","PER"],
"issues":["fisheries"]}],"entities":[{"id":"e1","type":"country","name":"Peru","country":"PER"}],
"events":[$events]}
END
}

is "events by date, those without last" "\
DATE     WHO    WHOM        TYPE      TAG              STATUS
2019     Peru   Acme (BBB)  SANCTION  ties-cut         done
2020-03  Chile  Acme (BBB)  SANCTION  measure-imposed  future
-        Japan  Acme (BBB)  SANCTION  retaliation      done" \
    "$({ event v1 '' Japan Acme retaliation ''
        event v2 2020-03 Chile Acme measure-imposed future
        event v3 2019 Peru Acme ties-cut ''; } | "$show")"

# The event of version 2 of an article, and one that version 2 takes back.
is "events that hold alone" "\
DATE  WHO   WHOM        TYPE      TAG       STATUS
2019  Peru  Acme (BBB)  SANCTION  ties-cut  done" "$({
    event v1 2018 Peru Acme ties-cut "" | sed 's/"id":"a"/"id":"a","version":"1"/'
    event v2 2017 Chile Acme ties-cut "" | sed 's/"id":"a"/"id":"a","version":"1"/'
    event v1 2019 Peru Acme ties-cut "" | sed 's/"id":"a"/"id":"a","version":"2"/'
    event v2 2017 Chile Acme ties-cut "" | sed 's/"id":"a"}/"id":"a","version":"2"},"retracted":true/'
} | "$show")"

is "the time of day is left out" "2020-03-01" \
    "$(event v1 2020-03-01T09:30 Japan Acme retaliation '' | "$show" | sed -n '2s/ .*//p')"

is "a vague date is no date" "-" \
    "$(event v1 PRESENT_REF Japan Acme retaliation '' | "$show" | sed -n '2s/ .*//p')"

long=$(printf 'Ministère%.0s' 1 2 3 4 5 6 7 8 9)
is "long names are cut at the width" 72 \
    "$(event v1 2020 "$long" "$long" retaliation hypothetical | "$show" | LC_ALL=C.UTF-8 wc -L)"

is "wide characters take two columns, marks on a letter none" "\
2018  日本    Acme (BBB)
2019  Perú    Acme (BBB)
2020  Canada  Acme (BBB)" \
    "$({ event v1 2020 Canada Acme retaliation ''
        event v2 2019 $'Peru\u0301' Acme retaliation ''
        event v3 2018 日本 Acme retaliation ''; } | "$show" | sed -n 's/^\(20.*)\)  SANC.*/\1/p' |
        sed $'s/u\u0301/\u00fa/')"

is "the words of an event in brackets, each sentence once" "\
Peru refuses
2020-01-02; relevance 0.50; CHL-PER: fisheries
  Peru [refused] and [refused].
    REJECT: Peru -> -
    REJECT: Peru -> -
  Señor X [left].
    REJECT: Peru -> -" \
    "$(article 'Peru refused and refused. Señor X left.' 0 25 5 12 0 25 17 24 26 39 34 38 | "$show")"

is "at most so many sentences" "  ... and 1 more sentences" \
    "$(article 'Peru refused. Peru left.' 0 13 5 12 14 24 19 23 | "$show" -n 1 | grep more)"

is "an article without events" "  no event" "$(article 'Rain fell.' | "$show" | sed -n 3p)"

is "lines break between words at the width" "3 lines, longest within 72" \
    "$(article "$(printf 'Peru refused %.0s' {1..13})." 0 169 5 12 | "$show" | grep '^  [^ ]' |
        awk '{ if (length($0) > m) m = length($0) }
            END { printf "%d lines, longest %s 72", NR, (m > 72 ? "over" : "within") }')"

is "hard line breaks are blanks" "  Peru [refused] again." \
    "$(article 'Peru\nrefused\n    again.' 0 23 5 12 | "$show" | sed -n 3p)"

is "no control character of a text comes out" "  Peru?[31m [refused]." \
    "$(article 'Peru\u001b[31m refused.' 0 18 10 17 | "$show" | sed -n 3p)"

is "no colours in a pipe" 0 "$(article 'Peru refused.' 0 13 5 12 | "$show" | grep -c $'\033')"

is "broken JSON: what came before is shown, exit 1" "1 2 lines" \
    "$(said=$({ event v1 2020 Japan Acme retaliation ''; echo '{"schema": '; } | "$show" 2>/dev/null)
        echo "$? $(wc -l <<<"$said") lines")"

is "what is no result record: exit 1" "1 show: record 1: no result record" \
    "$(said=$(echo '{"text": "Peru refused."}' | "$show" 2>&1); echo "$? $said")"

is "wrong usage: exit 2" "2 usage: show [-n SENTENCES] <RECORDS" \
    "$(said=$("$show" -n few </dev/null 2>&1); echo "$? $said")"

is "nothing in, nothing out" "0 " "$(said=$("$show" </dev/null 2>&1); echo "$? $said")"

plan
