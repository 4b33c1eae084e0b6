#!/bin/sh
# SPDX-License-Identifier: MIT
# dead_letters.sh - the records that are no articles: where each was, what is wrong with it.
#
#   dead_letters.sh [BROKERS [TOPIC]]     ends at the end of the topic; kcat and jq
set -eu

kcat -C -q -J -e -o beginning -b "${1:-localhost:9092}" -t "${2:-news.articles.dead-letter}" \
    -X isolation.level=read_committed |
jq -r '
    # Headers that the article had come first, under any names: the last of a name is ours.
    (.headers | [range(0; length; 2) as $i | {key: .[$i], value: .[$i + 1]}] | from_entries) as $h
    | [$h["__streams.errors.topic"], $h["__streams.errors.partition"],
       $h["__streams.errors.offset"], $h["disputewire.errors.stage"],
       $h["disputewire.errors.code"], $h["__streams.errors.message"]] | @tsv'
