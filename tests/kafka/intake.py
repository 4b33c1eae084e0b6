# SPDX-License-Identifier: MIT
"""Tests of the producer: with a ledger each article is on the topic once, whatever breaks."""
import collections
import http.server
import json
import os
import pathlib
import random
import tempfile
import threading
import time

from cluster import (KILL, TERM, Program, Topics, article, broker, equal, expect, read, test, text,
                     wait_for)


def producer(topics, *arguments):
    return Program("disputewire-producer", "--topic", topics.articles, *arguments)


def ids(topics):
    """How often each article is on the topic, for readers of committed records."""
    return collections.Counter(json.loads(r.value)["id"] for r in read(topics.articles))


def check_each_once(topics, wanted):
    found = ids(topics)
    equal(sum(1 for n in found.values() if n > 1), 0, "articles published twice")
    equal(len(found), wanted, "articles published")


def deliver(folder, number):
    """As careful writers do: under another name first."""
    path = pathlib.Path(folder)
    (path / f"{number}.part").write_text(article(number)[1], encoding="utf-8")
    os.rename(path / f"{number}.part", path / f"{number}.json")


@test("with a ledger nothing is published twice, and a new version is")
def ledger_once():
    topics = Topics("once")
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as state:
        ledger = f"{state}/ledger"
        batch = pathlib.Path(folder, "batch.ndjson")
        batch.write_text("".join(article(i)[1] + "\n" for i in range(50)), encoding="utf-8")
        producer(topics, "--ledger", ledger, batch, batch).wait().wait_log("records=50 failed=0")
        producer(topics, "--ledger", ledger, batch).wait().wait_log("known=50")
        check_each_once(topics, 50)
        batch.write_text(article(7, version="2")[1], encoding="utf-8")
        producer(topics, "--ledger", ledger, batch).wait()
        equal(ids(topics)["article-7"], 2, "versions of an article")
        other = producer(topics, "--ledger", ledger, "--watch", folder)
        other.wait_log("watching")
        producer(topics, "--ledger", ledger, batch).wait(2).wait_log("in use by another producer")
        other.send(TERM)
        other.wait()


@test("a record that the broker refuses takes none of its batch along")
def ledger_refusal():
    topics = Topics("refusal", missing=["refusal.articles"])
    broker("topic", topics.articles + ":2", "max.message.bytes=20000")
    noise = random.Random(3)
    long = " ".join(f"{noise.getrandbits(64):x}" for _ in range(5000))
    with tempfile.TemporaryDirectory() as folder:
        batch = pathlib.Path(folder, "batch.ndjson")
        rows = [article(i)[1] for i in range(20)] + [article(99, text=long)[1]]
        rows += [article(i)[1] for i in range(20, 40)]
        batch.write_text("\n".join(rows), encoding="utf-8")
        run = producer(topics, "--ledger", f"{folder}/ledger", batch).wait(1)
        run.wait_log("records=40 failed=1")
        expect("id=article-99" in run.text(), "the refused record is named")
        check_each_once(topics, 40)


@test("kill -9 of a producer that watches a folder: each article once")
def ledger_kills():
    topics = Topics("killed-producer")
    total, kills, chance = 6000, 12, random.Random(5)
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as state:
        watch = ["--ledger", f"{state}/ledger", "--watch", "--after", "move", folder]
        running, number = producer(topics, *watch), 0
        for _ in range(kills):
            end = time.monotonic() + chance.uniform(0.2, 1.2)
            while time.monotonic() < end:
                if number < total:
                    deliver(folder, number)
                    number += 1
                else:
                    time.sleep(0.01)
            running.send(KILL)
            running.process.wait()
            running = producer(topics, *watch)
        for rest in range(number, total):
            deliver(folder, rest)
        done = pathlib.Path(folder, ".published")
        wait_for(lambda: done.is_dir() and len(list(done.iterdir())) == total, "all files moved")
        running.wait_log("watching")
        running.send(TERM)
        running.wait()
        check_each_once(topics, total)


@test("a broker bounced under a producer that watches a folder: nothing lost, nothing twice",
      alone=True)
def ledger_bounce():
    topics = Topics("bounced-producer")
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as state:
        running = producer(topics, "--ledger", f"{state}/ledger", "--watch", "--after", "delete",
                           folder)
        running.wait_log("watching")
        for number in range(600):
            deliver(folder, number)
            if number in (200, 400):
                broker("kill9")
                broker("up")
        wait_for(lambda: not list(pathlib.Path(folder).iterdir()), "all files done with")
        running.send(TERM)
        running.wait()
        check_each_once(topics, 600)


@test("text that is not published whole is not done with")
def ledger_rejects():
    topics = Topics("rejected-file")
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as state:
        rows = [article(0)[1], '{"text": 7}', article(1)[1]]
        pathlib.Path(folder, "mixed.ndjson").write_text("\n".join(rows), encoding="utf-8")
        pathlib.Path(folder, "plain.txt").write_text(text(3), encoding="utf-8")
        running = producer(topics, "--ledger", f"{state}/ledger", "--watch", "--after", "delete",
                           folder)
        wait_for(lambda: pathlib.Path(folder, ".rejected", "mixed.ndjson").is_file(), "a rejected file")
        wait_for(lambda: not pathlib.Path(folder, "plain.txt").exists(), "a file deleted")
        running.send(TERM)
        running.wait()
        equal(len(ids(topics)), 3, "articles published")


class Feed(http.server.BaseHTTPRequestHandler):
    """An RSS feed that answers with what is newer than the ETag shown, and with nothing of it ever
    again: who notes an ETag before its articles are safe loses them. It grows when it is asked."""
    count, limit, asked = 0, 0, 0

    def log_message(self, *_):  # pylint: disable=arguments-differ
        pass

    def answer(self, status, body=b""):
        self.send_response(status)
        self.send_header("ETag", f'"{Feed.count}"')
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        Feed.asked += 1
        Feed.count = min(Feed.count + Feed.asked % 4, Feed.limit)
        seen = int(self.headers.get("If-None-Match", '"0"').strip('"'))
        items = "".join(f"<item><guid>item-{n}</guid><title>Row {n}</title><description>{text(n)}"
                        f"</description></item>" for n in range(seen, Feed.count))
        body = f'<rss version="2.0"><channel><title>Wire</title>{items}</channel></rss>'.encode()
        try:
            self.answer(200, body) if items else self.answer(304)
        except OSError:
            pass  # the reader was killed


@test("kill -9 of a producer that polls a feed: each article once")
def poll_kills():
    topics, chance = Topics("killed-poller"), random.Random(9)
    kills = int(os.environ.get("POLL_KILLS", "6"))
    Feed.count, Feed.limit, Feed.asked = 0, 10 ** 9, 0
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Feed)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}/rss"
    with tempfile.TemporaryDirectory() as state:
        def start():
            return producer(topics, "--ledger", f"{state}/ledger", "--poll", "20ms",
                            "--private-addresses", address)
        for number in range(kills):
            running, asked = start(), Feed.asked
            # Two of three at any moment of the work, the third at any moment of the start.
            if number % 3:
                wait_for(lambda: Feed.asked > asked, "a request")
            time.sleep(chance.uniform(0, 0.8))
            running.send(KILL)
            running.process.wait()
        running = start()
        wait_for(lambda: Feed.count > 4 * kills, "articles enough")
        Feed.limit = Feed.count
        running.wait_log("polling")
        wait_for(lambda: len(ids(topics)) == Feed.limit, "all articles")
        running.send(TERM)
        running.wait()
        check_each_once(topics, Feed.limit)
    server.shutdown()
    print(f"# {kills} kills, {Feed.limit} articles in {Feed.asked} answers", flush=True)
