#!/bin/bash
# SPDX-License-Identifier: MIT
# asyncapi.sh - the AsyncAPI document before AsyncAPI's own parser, and as a page. Prints TAP.
#
#   asyncapi.sh             the tests
#   asyncapi.sh page FILE   writes the page (`make docs`)
#
# Parser and viewer come from npm, once, into build/asyncapi: one file each is used, nothing is
# installed. Without a network the tests are skipped.
set -uo pipefail
cd "$(dirname "$0")/../.." || exit 2
. tests/tap.sh
cache=$PWD/build/asyncapi
packages=(@asyncapi/parser@3.6.3 @asyncapi/react-component@3.2.1)

# Each package unpacked, as $cache/parser and $cache/react-component.
fetch() {
    local archive name
    [ "$(cat "$cache/.stamp" 2>/dev/null)" != "${packages[*]}" ] || return 0
    rm -rf "$cache"
    mkdir -p "$cache"
    (cd "$cache" && npm pack --silent "${packages[@]}") >"$cache/npm.log" 2>&1 || return 1
    for archive in "$cache"/*.tgz; do
        name=${archive##*/asyncapi-}
        mkdir "$cache/${name%-[0-9]*}"
        tar -xzf "$archive" -C "$cache/${name%-[0-9]*}" --strip-components=1
        rm "$archive"
    done
    echo "${packages[*]}" >"$cache/.stamp"
}

parse() { # what the parser has to say of the document on standard input
    node tests/schema/asyncapi.cjs "$cache/parser/browser/index.js"
}

if [ "${1-}" = page ]; then
    fetch || { echo "asyncapi.sh: $(tail -n 1 "$cache/npm.log")" >&2; exit 1; }
    mkdir -p "$(dirname "$2")"
    exec schemas/page.py "$cache/react-component" >"$2"
fi

if ! fetch; then
    echo "ok 1 - AsyncAPI's parser # SKIP not to be had: $(tail -n 1 "$cache/npm.log")"
    echo 1..1
    exit
fi
document=$(schemas/page.py)
said=$(parse <<<"$document")
report $? "the document is valid" "$said"
! said=$(parse <<<"${document//'"address"'/'"adress"'}")
report $? "a channel without an address is not"
! said=$(parse <<<"${document//'messages/article"'/'messages/none"'}")
report $? "neither is a message that does not exist"

page=$(mktemp)
trap 'rm -f "$page"' EXIT
schemas/page.py "$cache/react-component" >"$page"
report $? "makes a page"
! grep -qE '(src|href)="(https?:)?//|@import' <(sed '/^<script>/,/<\/script>$/d' "$page")
report $? "which fetches nothing"
[ "$(grep -c 'news.dispute-events' "$page")" -gt 0 ] && [ "$(grep -c '</script>' "$page")" = 2 ]
report $? "and holds the document"
plan
