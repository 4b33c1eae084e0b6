#!/bin/sh
# SPDX-License-Identifier: MIT
# articles.sh - the newest version of each article, to join events with: an object a line.
#
#   articles.sh [BROKERS [TOPIC]]     ends at the end of the topic; kcat and jq
set -eu

kcat -C -q -e -o beginning -b "${1:-localhost:9092}" -t "${2:-news.disputes}" \
    -X isolation.level=read_committed |
jq -c -n '
    def checked: if .schema == "disputewire/tagged-article/1" then .
                 else error("schema \(.schema) is not known here") end;

    # Versions of an article have one key, so that they come in order: the last one counts.
    reduce (inputs | checked) as $tagged ({}; .[$tagged.article.id] = $tagged)
    | .[] | {id: .article.id, version: .article.version, status: .article.status, relevance,
             disputes, events: [.events[].id]}'
