#!/bin/bash
# SPDX-License-Identifier: MIT
# subscribe.sh - the examples for subscribers (examples/subscribe) on a real broker; prints TAP.
#
#   subscribe.sh [WORD]     all tests of subscribe.py, or those whose name holds WORD
#
# What they need beside Debian's packages is fetched once, into build/subscribe: confluent-kafka from
# PyPI, kafkajs and fzstd from npm, kafka-clients and Jackson from Maven Central (with the broker).
# What cannot be fetched for want of a network is left out, and its tests are skipped.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
examples=$root/examples/subscribe
cache=$root/build/subscribe
mkdir -p "$cache"

# Run a command that fetches; its words are kept for the reason of a skip.
fetch() { # NAME COMMAND...
    local name=$1
    shift
    "$@" >"$cache/$name.log" 2>&1 || echo "subscribe.sh: $name: $(tail -n 1 "$cache/$name.log")" >&2
}

fetch_python() {
    /usr/bin/python3 -m venv "$cache/python" &&
        "$cache/python/bin/pip" install --quiet --disable-pip-version-check \
            -r "$examples/requirements.txt" &&
        touch "$cache/python/.complete"
}

fetch_node() {
    mkdir -p "$cache/node" &&
        cp "$examples/package.json" "$examples/follow.mjs" "$cache/node" &&
        npm install --prefix "$cache/node" --no-audit --no-fund --prefer-offline &&
        touch "$cache/node/.complete"
}

[ "$cache/python/.complete" -nt "$examples/requirements.txt" ] || fetch python fetch_python
[ "$cache/node/.complete" -nt "$examples/package.json" ] || fetch node fetch_node
cp "$examples/follow.mjs" "$cache/node" # modules are looked for beside it

export SUBSCRIBE_CACHE=$cache SUITE=subscribe.py
exec "$here/run.sh" "$@"
