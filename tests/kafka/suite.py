#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""The programs against a real broker; started by run.sh. An argument picks the tests by name."""
import json
import os
import random
import re
import subprocess
import sys
import tempfile
import time

import intake  # pylint: disable=unused-import  # its tests join those of this file
import lifecycle  # pylint: disable=unused-import
import malformed
import monitoring  # pylint: disable=unused-import
from cluster import (BUILD, CONT, DEADLINE, JSON, KILL, STOP, TERM, Program, Topics, article, articles,
                     check_once, consumer, drain, equal, events, expect, headers_of, read, run_tests,
                     tagged, test, text, validate, wait_for)
from verify import error_place, source

TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"


# --- results ----------------------------------------------------------------------------------------

@test("files go in at the producer, tagged articles and events come out")
def end_to_end():
    topics = Topics("endtoend")
    with tempfile.TemporaryDirectory() as folder:
        for i in range(3):
            with open(f"{folder}/{i}.txt", "w", encoding="utf-8") as out:
                out.write(text(i))
        with open(f"{folder}/more.ndjson", "w", encoding="utf-8") as out:
            out.write("".join(article(i)[1] + "\n" for i in range(100, 105)))
        Program("disputewire-producer", "--topic", topics.articles, "--published", "2019-07-02",
                folder).wait()
    drain(topics)
    results = check_once(topics)
    equal(len(results), 8, "tagged articles")
    found = {json.loads(r.value)["article"]["id"] for r in results}
    expect({f"article-{i}" for i in range(100, 105)} <= found, f"ids kept: {found}")


@test("results are keyed and carry CloudEvents headers")
def keys_and_headers():
    topics = Topics("keys")
    given = [("x-desk", b"asia"), ("x-desk", b"europe"), ("traceparent", TRACE.encode()),
             ("x-null", None), ("tracestate", b"a=1"), ("ce_id", b"not-ours"),
             ("content-type", b"application/json")]
    topics.write([(*article(0), given, 1561939200123), *articles(20, start=1)])
    drain(topics)
    results = check_once(topics)
    for record in results:
        value = json.loads(record.value)
        headers = headers_of(record)
        equal(record.key.decode(), value["article"]["id"], "key")
        equal(headers["ce_subject"], value["article"]["id"], "ce_subject")
        equal(headers["ce_type"], "disputewire.article.tagged", "ce_type")
        equal(headers["ce_specversion"], "1.0", "ce_specversion")
        equal(headers["content-type"], "application/json", "content-type")
        equal(headers["ce_id"], value["article"]["id"] + "@1", "ce_id")
    first = next(r for r in results if r.key == b"article-0")
    equal(first.headers[:5], given[:5], "input headers, in order")
    equal([n for n, _ in first.headers].count("ce_id"), 1, "ce_id headers")
    equal(headers_of(first)["ce_time"], "2019-07-01T00:00:00.123Z", "ce_time")
    ids = [headers_of(e)["ce_id"] for e in events(topics)]
    equal(len(ids), len(set(ids)), "different ce_ids of events")
    for event in events(topics):
        value = json.loads(event.value)
        equal(event.key.decode(), value["dyad"], "key of an event")
        equal(headers_of(event)["ce_type"], "disputewire.event.coded", "ce_type of an event")
        if value["article"]["id"] == "article-0":
            equal(headers_of(event)["traceparent"], TRACE, "traceparent of an event")


@test("the same input gives the same bytes and ids")
def deterministic():
    def run(name):
        topics = Topics(name, partitions=1)
        topics.write([(*a, (), 1561939200000) for a in articles(10)])
        drain(topics)
        values = [json.loads(r.value) for r in tagged(topics)]
        for value in values:
            value["processing"]["duration_us"] = 0
            value["processing"]["source"]["topic"] = ""
        return values, [(e.key, e.value, headers_of(e)["ce_id"]) for e in events(topics)]
    equal(run("same1"), run("same2"), "second run")


@test("plain text: id from the key or the place, date from the timestamp")
def plain_text():
    topics = Topics("plain", partitions=1)
    latin = "La Haye : la Cour a donné raison à l'Arvanie, a déclaré le ministre.".encode("cp1252")
    undated = text(1).split(" - ", maxsplit=1)[1]
    topics.write([("wire-1", undated, [("content-type", b"text/plain")], 1561939200000),
                  (None, text(2), (), 1561939200000),
                  ("wire-3", latin, (), 1561939200000),
                  (b"\xff\xfe", text(3), (), 1561939200000)])
    drain(topics, "--include-text")
    results = [json.loads(r.value) for r in check_once(topics)]
    equal([r["article"]["id"] for r in results],
          ["wire-1", "plain.articles-0-1", "wire-3", "plain.articles-0-3"], "ids")
    equal(results[0]["article"]["published"][:10], "2019-07-01", "published")
    equal(results[2]["article"]["text"], latin.decode("cp1252"), "text converted from Windows-1252")


# --- dead letters -----------------------------------------------------------------------------------

BAD = [
    ("broken JSON", b'{"text": "a\n', "decode"),
    ("JSON cut short", b'{"text": "abc", "id": ', "decode"),
    ("text missing", b'{"id": "x"}', "decode"),
    ("text of the wrong type", b'{"id": "x", "text": 5}', "decode"),
    ("provider of the wrong type", b'{"text": "x", "provider": {"a": 1}}', "decode"),
    ("urgency of the wrong type", b'{"text": "x", "urgency": "high"}', "decode"),
    ("status unknown", b'{"text": "x", "status": "perhaps"}', "decode"),
    ("no such date", b'{"text": "x", "published": "2019-02-30"}', "decode"),
    ("key twice", b'{"text": "x", "text": "y"}', "decode"),
    ("lone surrogate", b'{"text": "\\ud800"}', "decode"),
    ("NUL in a string", b'{"text": "a\\u0000b"}', "decode"),
    ("JSON not UTF-8", b'{"text": "\xc3\x28"}', "decode"),
    ("nested too deep", b'{"text": "x", "a": ' + b"[" * 5000 + b"]" * 5000 + b"}", "decode"),
    ("NUL in plain text", b"Tokyo\x00Seoul", "decode"),
    ("binary", bytes(range(1, 32)) * 20, "decode"),
    ("no value", None, "decode"),
]


@test("bad records become dead letters, byte for byte, and the stream goes on")
def dead_letters():
    topics = Topics("dead", partitions=1)
    records = []
    for i, (name, value, _) in enumerate(BAD):
        records.append((f"bad-{i}", value, [("x-case", name.encode()), ("x-null", None)],
                        1561939200000 + i))
        records.append(article(i))
    topics.write(records)
    drain(topics)
    results = check_once(topics, dead=len(BAD))
    equal(len(results), len(BAD), "good articles tagged")
    letters = read(topics.dead)
    for i, (letter, (name, value, stage)) in enumerate(zip(letters, BAD)):
        headers = headers_of(letter)
        equal(letter.key, f"bad-{i}".encode(), f"{name}: key")
        equal(letter.value, value, f"{name}: value")
        equal(letter.timestamp, 1561939200000 + i, f"{name}: timestamp")
        equal(letter.headers[:2], [("x-case", name.encode()), ("x-null", None)], f"{name}: headers")
        equal(headers["disputewire.errors.stage"], stage, f"{name}: stage")
        equal(headers["disputewire.errors.code"], "INPUT", f"{name}: code")
        equal(headers["disputewire.errors.group"], topics.group, f"{name}: group")
        equal(headers["__streams.errors.topic"], topics.articles, f"{name}: topic")
        equal(headers["__streams.errors.offset"], str(2 * i), f"{name}: offset")
        expect(headers["__streams.errors.message"], f"{name}: message")
        expect(headers["disputewire.errors.place"].isdigit(), f"{name}: place")
    place = headers_of(letters[13])["disputewire.errors.place"]
    equal(place, "5", "byte place of the NUL")


@test("malformed records: each is a dead letter with its reason, or an article by the rules")
def malformed_records():
    count = int(os.environ.get("MALFORMED", "3000"))
    seed = int(os.environ.get("MALFORMED_SEED", "1"))
    topics = Topics("malformed")
    topics.write((None, value, headers) for value, headers in malformed.records(count, seed))
    consumer(topics, "--exit-at-end").wait(timeout=DEADLINE + count / 100)
    inputs = {(r.partition, r.offset): malformed.is_article(r.value, r.headers)
              for r in read(topics.articles)}
    results = [source(r) for r in read(topics.disputes)]
    letters = read(topics.dead)
    equal(sorted(results + [error_place(r) for r in letters]), sorted(inputs), "answers")
    for place in results:
        expect(inputs[place] is not False, f"tagged, though no article: {place}")
    for letter in letters:
        headers = headers_of(letter)
        expect(headers["__streams.errors.message"], f"no reason: {headers}")
        if headers["disputewire.errors.code"] == "STALE":
            # Mutations share an id: of two that are articles the older one may come late.
            expect(inputs[error_place(letter)] is not False, f"late, though no article: {headers}")
            continue
        expect(not inputs[error_place(letter)], f"an article, but: {headers}")
        equal(headers["disputewire.errors.code"], "INPUT", "code")
    print(f"# {count} records: {len(results)} tagged, {len(letters)} dead letters", flush=True)


@test("an article over the memory cap is a dead letter with the code NOMEM")
def memory_cap():
    topics = Topics("cap", partitions=1)
    long = " ".join(text(i, sentences=40) for i in range(1200))
    topics.write([article(1), ("long", json.dumps({"id": "long", "text": long})), article(2)])
    drain(topics, "--memory", "33M", "--lanes", "1")
    check_once(topics, dead=1)
    equal(headers_of(read(topics.dead)[0])["disputewire.errors.code"], "NOMEM", "code")


def figures(program, what):
    """The numbers of the one line of the log that says `what`."""
    found = [row for row in program.text().splitlines() if f" info    {what} " in row]
    equal(len(found), 1, f"lines of '{what}'")
    return {k: int(v) for k, v in re.findall(r"(\w+)=(\d+)\b", found[0])}


@test("memory stays below the ceiling that is told at the start, with long articles at full speed")
def memory_ceiling():
    long = json.dumps({"id": "long", "text": " ".join(text(i, sentences=40) for i in range(60))})
    noise = random.Random(9)
    loads = [("through", "none", [(None, noise.randbytes(2000000)) for _ in range(120)]),
             ("tagged", "all", [(f"long-{i}", long.replace("long", f"long-{i}")) for i in range(6)])]
    for name, processors, records in loads:
        topics = Topics(f"memory-{name}", output=["max.message.bytes=20000000"],
                        inputs=["max.message.bytes=20000000"])
        topics.write(records)
        program = drain(topics, "--memory", "96M", "--lanes", "2", "--processors", processors)
        ceiling, peak = figures(program, "memory")["ceiling_mb"], figures(program, "done")["peak_mb"]
        expect(peak <= ceiling, f"{name}: {peak} MB, above the ceiling of {ceiling} MB")
        print(f"# {name}: peak {peak} MB, ceiling {ceiling} MB", flush=True)


@test("a result that the broker refuses for its size is a dead letter, the rest goes through")
def oversized():
    topics = Topics("big", partitions=1, output=["max.message.bytes=20000"])
    noise = random.Random(7)
    words = " ".join("".join(noise.choices("abcdefghijklmnopqrstuvwxyz", k=7)) for _ in range(9000))
    big = json.dumps({"id": "big", "text": words})
    topics.write(articles(30) + [("big", big)] + articles(30, start=30))
    drain(topics, "--include-text")
    check_once(topics, dead=1)
    letter = read(topics.dead)[0]
    equal(letter.value.decode(), big, "value")
    equal(headers_of(letter)["disputewire.errors.stage"], "deliver", "stage")
    equal(headers_of(letter)["__streams.errors.message"],
          f"the broker refuses the results: {topics.disputes}: Broker: Message size too large",
          "reason")


@test("a dead letter that the broker refuses as well goes without its value")
def oversized_letter():
    limit = ["max.message.bytes=20000"]
    topics = Topics("bigger", partitions=1, output=limit, dead_letter=limit)
    noise = random.Random(8)
    broken = "{" + "".join(noise.choices("abcdefghijklmnopqrstuvwxyz", k=60000))
    topics.write(articles(5) + [("big", broken, JSON)] + articles(5, start=5))
    drain(topics)
    check_once(topics, dead=1)
    letter = read(topics.dead)[0]
    equal((letter.key, letter.value), (b"big", None), "key and value")
    equal(headers_of(letter)["disputewire.errors.omitted"], "value", "what was omitted")


@test("dead letters can carry the headers of Kafka Connect")
def connect_headers():
    topics = Topics("connect", partitions=1)
    topics.write([("bad", "{", JSON)])
    drain(topics, "--dlq-headers", "both")
    headers = headers_of(read(topics.dead)[0])
    for name in ("__connect.errors.topic", "__streams.errors.topic"):
        equal(headers[name], topics.articles, name)


# --- exactly once -----------------------------------------------------------------------------------

@test("a restart yields no second copy")
def restart():
    topics = Topics("restart")
    topics.write(articles(200))
    drain(topics)
    drain(topics)
    topics.write(articles(50, start=200))
    drain(topics)
    equal(len(check_once(topics)), 250, "tagged articles")


def done_some(topics, least):
    committed, _ = topics.committed()
    return sum(o for o in committed.values() if o > 0) >= least


@test("kill -9 with a transaction open: the next run ends it within seconds")
def kill_open():
    topics = Topics("open")
    topics.write(articles(50))
    # One lane: the second of two may get its partitions when the first has long committed.
    program = consumer(topics, "--lanes", "1", "--batch-time", "5s", "-X", "linger.ms=0",
                       "-X", "transaction.timeout.ms=60000")
    program.wait_log("partitions assigned")
    time.sleep(1)
    program.send(KILL)
    program.process.wait()
    equal(len(read(topics.disputes)), 0, "committed results of an open transaction")
    begun = time.monotonic()
    drain(topics)
    expect(time.monotonic() - begun < 20, f"took {time.monotonic() - begun:.1f} s")
    check_once(topics)


@test("two processes share the partitions, one leaves, the other goes on")
def two_processes():
    topics = Topics("two")
    one = consumer(topics, "--instance", "one", "--lanes", "1", "-X", "session.timeout.ms=6000")
    one.wait_log("partitions assigned")
    topics.write(articles(500))
    two = consumer(topics, "--instance", "two", "--lanes", "1", "-X", "session.timeout.ms=6000")
    two.wait_log("partitions assigned")
    one.wait_log("partitions assigned", times=2)
    topics.write(articles(500, start=500))
    wait_for(lambda: done_some(topics, 1000), "end")
    two.send(TERM)
    two.wait(0)
    topics.write(articles(200, start=1000))
    wait_for(lambda: done_some(topics, 1200), "end after one left")
    one.send(TERM)
    one.wait(0)
    for program in (one, two):
        expect("records=0 " not in program.text(), f"did nothing:\n{program.text()}")
    check_once(topics)


@test("a second process of the same name: the first leaves with the reason")
def twins():
    topics = Topics("twins")
    one = consumer(topics)
    one.wait_log("partitions assigned", times=2)
    two = consumer(topics)
    one.wait(2)
    expect("--instance" in one.text(), f"no reason given:\n{one.text()}")
    topics.write(articles(100))
    wait_for(lambda: done_some(topics, 100), "end")
    two.send(TERM)
    two.wait(0)
    check_once(topics)


@test("a member that ends between joining and its first assignment, under the cooperative strategy")
def ends_while_joining():
    topics = Topics("joining")
    way = ["--lanes", "1", "-X", "partition.assignment.strategy=cooperative-sticky",
           "--log-level", "debug", "-X", "debug=cgrp"]
    leader = consumer(topics, *way, "--instance", "leader")
    leader.wait_log("partitions assigned")
    other = consumer(topics, *way, "--instance", "other")
    wait_for(lambda: re.search(r"partitions assigned .*partitions=\d", other.text()), "share")
    other.send(STOP)  # until it joins anew nobody can
    times = leader.text().count(" -> wait-join")
    joining = consumer(topics, *way, "--instance", "joining")
    leader.wait_log(" -> wait-join", times + 1)
    leader.send(STOP)  # and until this one has spoken nobody is assigned anything
    other.send(CONT)
    joining.wait_log("JoinGroup response")
    joining.send(TERM)
    joining.wait(0)
    expect("partitions assigned" not in joining.text(), "was assigned something")
    leader.send(CONT)
    for program in (leader, other):
        program.send(TERM)
        program.wait(0)


@test("at least once: kill -9 loses nothing")
def at_least_once():
    topics = Topics("least")
    topics.write(articles(2000))
    program = consumer(topics, "--guarantee", "at-least-once", "--batch-records", "50")
    wait_for(lambda: done_some(topics, 1), "commit")
    program.send(KILL)
    program.process.wait()
    drain(topics, "--guarantee", "at-least-once")
    found = {source(r) for r in tagged(topics)}
    equal(len(found), 2000, "different articles tagged")


# --- passing through --------------------------------------------------------------------------------

@test("--processors none passes records through unread")
def pass_through():
    topics = Topics("through", partitions=1)
    given = [("k1", b"\x00\xff", [("a", b"1"), ("a", None)]), (None, None), ("k3", "{", ())]
    topics.write(given)
    drain(topics, "--processors", "none")
    found = read(topics.disputes)
    equal([(r.key, r.value) for r in found], [(b"k1", b"\x00\xff"), (None, None), (b"k3", b"{")],
          "records")
    equal(found[0].headers, [("a", b"1"), ("a", None)], "headers")


# --- starting badly ---------------------------------------------------------------------------------

@test("no broker: a clear message and exit 1 after a bounded wait")
def no_broker():
    begun = time.monotonic()
    program = Program("disputewire-consumer", "--connect-timeout", "1s", bootstrap="127.0.0.1:1")
    program.wait(1, timeout=10)
    expect(time.monotonic() - begun < 5, "waited too long")
    expect("no broker answers at 127.0.0.1:1" in program.text(), program.text())


@test("a missing topic is named, with the option that sets it")
def missing_topic():
    for which, option in (("articles", "--topic"), ("disputes", "--output-topic"),
                          ("dead", "--dead-letter-topic")):
        name = f"missing-{which}"
        topics = Topics(name, partitions=1, missing=[f"{name}.{which}"])
        program = consumer(topics).wait(1, timeout=15)
        expect(f"topic {name}.{which} does not exist" in program.text(), program.text())
        expect(option in program.text(), program.text())


@test("properties that would break the promise are refused with exit 2")
def refused():
    for prop in ("enable.auto.commit=true", "transactional.id=x", "acks=1",
                 "enable.idempotence=false", "isolation.level=read_uncommitted",
                 "group.instance.id=x", "message.timeout.ms=60000"):
        done = subprocess.run([BUILD / "disputewire-consumer", "--check-config", "-X", prop],
                              stderr=subprocess.PIPE, check=False)
        equal(done.returncode, 2, f"exit status for {prop}")
        expect(prop.split("=", maxsplit=1)[0] in done.stderr.decode(), done.stderr.decode())
    done = subprocess.run([BUILD / "disputewire-consumer", "--check-config", "--instance", "a b"],
                          stderr=subprocess.PIPE, check=False)
    equal(done.returncode, 2, "exit status for a name with a blank")
    subprocess.run([BUILD / "disputewire-consumer", "--check-config"], check=True)


# --- schemas ----------------------------------------------------------------------------------------

@test("every tagged article that was read follows its schema", alone=True)
def valid_articles():
    validate("tagged-article")


@test("every dispute event that was read follows its schema", alone=True)
def valid_events():
    validate("dispute-event")


if __name__ == "__main__":
    sys.exit(0 if run_tests(sys.argv[1] if len(sys.argv) > 1 else "") else 1)
