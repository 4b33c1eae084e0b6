#!/bin/bash
# SPDX-License-Identifier: MIT
# run.sh - break brokers, consumers and the network while articles flow; prints TAP.
#
#   run.sh [-f [-p N]] [WORD]     all faults, or those whose name holds WORD; -f: in full, which takes
#                                 hours; -p: an N-th part of that
#
# BUILD (default: build) is where the programs are. What was measured in full is added to
# $BUILD/faults/figures.ndjson; table.py makes the README's table of it.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
export BUILD=${BUILD:-$root/build}
[ "${BUILD#/}" != "$BUILD" ] || BUILD=$root/$BUILD
export KAFKA_DUMP=$BUILD/kafka-dump
export PYTHONPATH=$root/tests/kafka

"$root/tests/kafka/broker.sh" fetch
exec /usr/bin/python3 -B "$here/scenarios.py" "$@"
