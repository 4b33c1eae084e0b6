#!/bin/bash
# SPDX-License-Identifier: MIT
# run.sh - the Kafka tests on a broker of their own; prints TAP.
#
#   run.sh [WORD]     all tests, or those whose name holds WORD
#
# BUILD (default: build) is where the programs are. SUITE: the tests (default: suite.py). Every result
# record that a test reads is kept in $BUILD/kafka-dump and checked against its schema at the end.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
export BUILD=${BUILD:-$root/build}
[ "${BUILD#/}" != "$BUILD" ] || BUILD=$root/$BUILD
export KAFKA_DIR=$root/build/kafka/test-$$
export KAFKA_DUMP=$BUILD/kafka-dump

for program in disputewire-producer disputewire-consumer; do
    [ -x "$BUILD/$program" ] || { echo "Bail out! $BUILD/$program is not built"; exit 1; }
done
rm -rf "$KAFKA_DUMP"
mkdir -p "$KAFKA_DUMP"
trap '"$here/broker.sh" stop -d "$KAFKA_DIR"' EXIT
KAFKA_BOOTSTRAP=$("$here/broker.sh" start -d "$KAFKA_DIR") || { echo "Bail out! no broker"; exit 1; }
export KAFKA_BOOTSTRAP

/usr/bin/python3 -B "$here/${SUITE:-suite.py}" "$@"
