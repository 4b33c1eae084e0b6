#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""follow.py - the events that hold, kept in an SQLite table, and each change of it told in a line.

    follow.py [-b BROKERS] [-g GROUP] [--events TOPIC] [--dead-letters TOPIC] DATABASE

Offsets are in the database too, written in one transaction with what was read: whenever the program
is stopped or killed, each record has been applied once. Needs confluent-kafka.
"""
import argparse
import json
import signal
import sqlite3
import sys

from confluent_kafka import OFFSET_BEGINNING, Consumer, KafkaException

SCHEMA = "disputewire/dispute-event/1"
TABLES = """
CREATE TABLE IF NOT EXISTS event (ce_id TEXT PRIMARY KEY, dyad TEXT, type TEXT, article TEXT,
                                  version TEXT, record TEXT);
CREATE TABLE IF NOT EXISTS progress (topic TEXT, part INTEGER, next INTEGER,
                                     PRIMARY KEY (topic, part));
"""


class UnknownSchema(Exception):
    """A record that this program was not written for: to stop is better than to guess."""


def headers_of(message):
    """By name; of several with one name the last, which is that of the program that wrote it."""
    return {name: value.decode() for name, value in message.headers() or [] if value is not None}


def apply_event(database, message):
    """Put the record in, or take out what it takes back; returns what changed."""
    ce_id, record = headers_of(message)["ce_id"], json.loads(message.value())
    if record["schema"] != SCHEMA:
        raise UnknownSchema(f"{message.topic()}: {record['schema']}, not {SCHEMA}")
    article, event = record["article"], record["event"]
    row = (ce_id, record["dyad"], event["type"], article["id"], article["version"])
    known = database.execute("DELETE FROM event WHERE ce_id = ?", (ce_id,)).rowcount
    if not record["retracted"]:
        database.execute("INSERT INTO event VALUES (?, ?, ?, ?, ?, ?)",
                         (*row, message.value().decode()))
    what = "retracted" if record["retracted"] else "told again" if known else "told"
    return "\t".join([what, *(field or "" for field in row)])


def describe_dead_letter(message):
    found = headers_of(message)
    return "\t".join(["dead letter", *(found[f"__streams.errors.{name}"] for name in
                                       ("topic", "partition", "offset", "message")),
                      found["disputewire.errors.code"]])


def apply(database, messages, dead_letters):
    """All of the batch with its offsets, or nothing of it."""
    changes = []
    with database:
        for message in messages:
            if message.error():
                raise KafkaException(message.error())
            changes.append(describe_dead_letter(message) if message.topic() == dead_letters
                           else apply_event(database, message))
            database.execute("INSERT OR REPLACE INTO progress VALUES (?, ?, ?)",
                             (message.topic(), message.partition(), message.offset() + 1))
    return changes


def resume(consumer, database, partitions):
    """Go on where the database is, whatever the group has committed."""
    for partition in partitions:
        row = database.execute("SELECT next FROM progress WHERE topic = ? AND part = ?",
                               (partition.topic, partition.partition)).fetchone()
        partition.offset = row[0] if row else OFFSET_BEGINNING
    consumer.assign(partitions)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("-b", "--brokers", default="localhost:9092")
    parser.add_argument("-g", "--group", default="follow")
    parser.add_argument("--events", default="news.dispute-events")
    parser.add_argument("--dead-letters", default="news.articles.dead-letter")
    parser.add_argument("database")
    args = parser.parse_args()

    database = sqlite3.connect(args.database)
    database.executescript(TABLES)
    consumer = Consumer({
        "bootstrap.servers": args.brokers,
        "group.id": args.group,
        "isolation.level": "read_committed",  # nothing of transactions that were given up
        "enable.auto.commit": False,          # offsets are ours, see above
    })
    consumer.subscribe([args.events, args.dead_letters],
                       on_assign=lambda c, partitions: resume(c, database, partitions))
    stopped = []
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stopped.append(True))
    try:
        while not stopped:
            for change in apply(database, consumer.consume(500, timeout=0.2), args.dead_letters):
                print(change, flush=True)
    finally:
        consumer.close()
        database.close()


if __name__ == "__main__":
    try:
        main()
    except (KafkaException, UnknownSchema) as error:
        sys.exit(f"follow.py: {error}")
