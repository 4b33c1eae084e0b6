#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""The examples for subscribers against a real broker; started by subscribe.sh.

All live examples follow the same topics while articles come, are corrected and killed. What each has
told in the end, change by change, must add up to what holds (standing(), which reads the topic by
other means), and to all dead letters; nothing of a transaction that was given up may be among it.
"""
import json
import os
import pathlib
import subprocess
import sys
import tempfile

import jsonschema
import yaml

from cluster import (BUILD, ROOT, TERM, Cluster, Program, Skipped, Topics, article, articles, broker,
                     drain, equal, expect, headers_of, line, read, run_tests, standing, test, version,
                     wait_for)

CACHE = pathlib.Path(os.environ["SUBSCRIBE_CACHE"])
EXAMPLES = ROOT / "examples/subscribe"
LIBS = ROOT / "build/kafka/libs"


def python(topics, folder, group="reader"):
    need(CACHE / "python/.complete", "confluent-kafka is not to be had")
    return [CACHE / "python/bin/python", EXAMPLES / "follow.py", "-b", Cluster.bootstrap, "-g",
            f"{topics.group}-{group}", "--events", topics.events, "--dead-letters", topics.dead,
            f"{folder}/events.db"]


def java(topics, _):
    return ["java", "-cp", f"{LIBS}/*", EXAMPLES / "Follow.java", Cluster.bootstrap, topics.events,
            topics.dead]


def node(topics, _):
    need(CACHE / "node/.complete", "kafkajs is not to be had")
    return ["node", CACHE / "node/follow.mjs", Cluster.bootstrap, topics.events, topics.dead]


LIVE = {"Python": python, "Java": java, "Node": node}


def need(path, why):
    if not path.exists():
        raise Skipped(why)


class Example(Program):
    """An example that runs until it is told to stop."""

    def __init__(self, command):  # pylint: disable=super-init-not-called
        self.log, self.out = tempfile.TemporaryFile("a+b"), tempfile.TemporaryFile("a+b")
        self.process = subprocess.Popen([str(part) for part in command], stdin=subprocess.DEVNULL,
                                        stdout=self.out, stderr=self.log)
        Program.running().append(self)

    def rows(self):
        return [row.split("\t") for row in self.output().split("\n")[:-1]]

    def standing(self):
        """What its lines add up to: {ce_id: (dyad, type, article, version)}."""
        found = {}
        for what, ce_id, *rest in self.rows():
            if what in ("told", "told again"):
                expect((ce_id in found) == (what == "told again"), f"{what} {ce_id}")
                found[ce_id] = tuple(rest)
            elif what == "retracted":
                expect(found.pop(ce_id, None), f"retracted but never told: {ce_id}")
        return found

    def dead(self):
        return sorted(row[1:] for row in self.rows() if row[0] == "dead letter")

    def follow_up_to(self, topics):
        """Wait until it has told all that holds now."""
        want, letters = standing_of(topics), dead_of(topics)
        wait_for(lambda: (self.standing(), self.dead()) == (want, letters)
                 or self.process.poll() is not None, "agreement")
        equal(self.process.poll(), None, f"status; it said {self.text()}")

    def stop(self):
        self.send(TERM)
        status = self.process.wait(30)
        expect(status in (0, 128 + TERM), f"exit status {status}: {self.text()}")


def standing_of(topics):
    return {ce_id: (v["dyad"], v["event"]["type"], v["article"]["id"], v["article"]["version"])
            for ce_id, v in standing(topics).items()}


def dead_of(topics):
    names = [f"__streams.errors.{name}" for name in ("topic", "partition", "offset", "message")]
    return sorted([headers_of(letter)[name] for name in (*names, "disputewire.errors.code")]
                  for letter in read(topics.dead))


def given_up(topic, record):
    """A copy of a record, under another ce_id, in a transaction that is given up."""
    headers = [(n, b"given-up" if n == "ce_id" else v) for n, v in record.headers]
    broker("abort", topic, stdin=line(record.key, record.value, headers).encode())


def tell(topics):
    """Articles with headers of our names, corrections, a kill, a late version and records that are none."""
    misleading = [("x-desk", b"ce_id"), ("ce_id", b"not-ours"),
                  ("disputewire.errors.code", b"not-ours")]
    topics.write([(*article(0), misleading), *articles(11, start=1), version(1),
                  ("bad-1", b'{"text": 5}', misleading), ("bad-2", b'{"text": "x"')])
    drain(topics)
    given_up(topics.events, read(topics.events)[0])
    topics.write([version(2, sentences=2), article(3, version="2", status="canceled", text=""),
                  version(1), *articles(3, start=20)])
    drain(topics)
    expect(any(json.loads(r.value)["retracted"] for r in read(topics.events)), "no retraction")
    equal(len(dead_of(topics)), 3, "dead letters")


TOPICS = []


def told_topics():
    """The same topics for all examples that only read."""
    if not TOPICS:
        TOPICS.append(Topics("told", partitions=3))
        tell(TOPICS[0])
    return TOPICS[0]


def check_live(name):
    topics = told_topics()
    with tempfile.TemporaryDirectory() as folder:
        program = Example(LIVE[name](topics, folder))
        program.follow_up_to(topics)
        topics.write([version(3 + len(TOPICS) + list(LIVE).index(name), sentences=3)])
        drain(topics)
        program.follow_up_to(topics)
        program.stop()


@test("Python: follows corrections, kills and dead letters", alone=True)
def live_python():
    check_live("Python")


@test("Java: follows corrections, kills and dead letters", alone=True)
def live_java():
    check_live("Java")


@test("Node: follows corrections, kills and dead letters", alone=True)
def live_node():
    check_live("Node")


@test("Python: goes on where its database is, whatever the group has committed", alone=True)
def python_resumes():
    topics = Topics("resume", partitions=2)
    topics.write([*articles(4), version(1)])
    drain(topics)
    with tempfile.TemporaryDirectory() as folder:
        program = Example(python(topics, folder))
        program.follow_up_to(topics)
        before = program.standing()
        program.process.kill()
        program.process.wait()
        topics.write([version(2, sentences=2)])
        drain(topics)
        # another group, which has committed nothing; the old one still waits for its dead member
        program = Example(python(topics, folder, "other"))
        want = set(before) - set(standing_of(topics))
        expect(want, "the correction takes nothing back")
        wait_for(lambda: {r[1] for r in program.rows() if r[0] == "retracted"} == want, "retractions")
        expect(not any(r[0] == "told" for r in program.rows()), f"told twice: {program.rows()}")
        program.stop()


@test("a schema that an example does not know ends it, with a reason", alone=True)
def unknown_schema():
    topics = Topics("other", partitions=1)
    topics.write([article(0)])
    drain(topics)
    record = read(topics.events)[0]
    value = dict(json.loads(record.value), schema="disputewire/dispute-event/2")
    broker("write", topics.events, stdin=line(record.key, json.dumps(value), record.headers).encode())
    with tempfile.TemporaryDirectory() as folder:
        for make in LIVE.values():
            try:
                program = Example(make(topics, folder))
            except Skipped:
                continue
            program.process.wait(60)
            expect(program.process.returncode != 0, "took it")
            expect("dispute-event/2" in program.text(), f"no reason: {program.text()}")
    done = shell("standing.sh", topics.events)
    expect(done.returncode != 0 and b"dispute-event/2" in done.stderr, "standing.sh took it")


def shell(name, topic):
    return subprocess.run([EXAMPLES / name, Cluster.bootstrap, topic], capture_output=True,
                          env=dict(os.environ, KCAT_CONFIG="/dev/null"), timeout=60, check=False)


@test("kcat and jq: what holds, and the dead letters", alone=True)
def shell_examples():
    topics = told_topics()
    done = shell("standing.sh", topics.events)
    equal(done.returncode, 0, done.stderr.decode())
    found = [json.loads(row) for row in done.stdout.splitlines()]
    equal({f["ce_id"]: f["record"] for f in found}, standing(topics), "what holds")
    done = shell("dead_letters.sh", topics.dead)
    equal(done.returncode, 0, done.stderr.decode())
    rows = [row.split("\t") for row in done.stdout.decode().splitlines()]
    equal(sorted([*row[:3], row[5], row[4]] for row in rows), dead_of(topics), "dead letters")


@test("kcat and jq: each event that holds is one of its article's newest version", alone=True)
def join_example():
    topics = told_topics()
    done = shell("articles.sh", topics.disputes)
    equal(done.returncode, 0, done.stderr.decode())
    found = {a["id"]: a for a in map(json.loads, done.stdout.splitlines())}
    equal(found["article-3"]["status"], "canceled", "status of the killed article")
    told = {(v["article"]["id"], v["article"]["version"], v["event"]["id"])
            for v in standing(topics).values()}
    newest = {(a["id"], a["version"], event) for a in found.values() for event in a["events"]}
    equal(told, newest, "events by article, version and id")


@test("headers and keys of all records are as the AsyncAPI document says", alone=True)
def headers_agree():
    topics = told_topics()
    document = yaml.safe_load((ROOT / "schemas/asyncapi.yaml").read_text(encoding="utf-8"))
    components = {"components": document["components"]}
    for name, topic in (("taggedArticle", topics.disputes), ("disputeEvent", topics.events),
                        ("deadLetter", topics.dead)):
        message = document["components"]["messages"][name]
        headers = jsonschema.Draft202012Validator({**message["headers"], **components})
        key = jsonschema.Draft202012Validator(message["bindings"]["kafka"]["key"])
        records = read(topic)
        expect(records, f"nothing on {topic}")
        for record in records:
            equal([e.message for e in headers.iter_errors(headers_of(record))], [], f"headers, {name}")
            equal([e.message for e in key.iter_errors(record.key.decode())], [], f"key, {name}")


def main():
    os.chdir(ROOT)
    expect(BUILD.is_dir(), f"{BUILD} is not built")
    return 0 if run_tests(sys.argv[1] if len(sys.argv) > 1 else "") else 1


if __name__ == "__main__":
    sys.exit(main())
