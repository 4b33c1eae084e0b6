#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""What the programs log: nothing of an article's text, JSON by its schema, and what a reload changed.
Prints TAP.

Articles that are broken in every way hold a telltale word in text, headline and byline; the producer,
the consumer (by way of the broker for a first try) and disputewire-tag are given them all. BUILD: the
folder of the programs (default: build).
"""
import json
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

import jsonschema

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = pathlib.Path(os.environ.get("BUILD", "build")).absolute()
WORD = "Zwirbelkraut"
LIMIT = 60

# Name of the file: bytes. W stands for the word.
HOSTILE = {
    "text-is-a-list.json": b'{"id":"1","text":["W"]}',
    "cut-off.json": b'{"id":"1","headline":"W","text":"W',
    "no-value.json": b'{"id":"1","text":"W","byline":}',
    "surrogate.json": b'{"id":"1","text":"W \\ud800 W"}',
    "headline-is-an-object.json": b'{"headline":{"W":"W"},"byline":["W"],"text":"W"}',
    "text-twice.json": b'{"text":"W","text":"W"}',
    "nul.json": b'{"id":"2","text":"W \\u0000 W"}',
    "number-too-big.json": b'{"text":"W","urgency":1e999}',
    "status.json": b'{"text":"W","headline":"W","status":"gone"}',
    "date.json": b'{"text":"W","headline":"W","published":"soon"}',
    "two-values.json": b'{"text":"W"} {"text":"W"}',
    "lines.ndjson": b'W\n{"text":"W"}\n{"text":"W\n{"text":7,"headline":"W"}\n',
    "entity.xml": b'<nitf><body><body.content><p>W &W; <W></p></body.content></body></nitf>',
    "torn.xml": b'<rss version="2.0"><channel><item><title>W</title><description>&W; <W>W</item>',
    "attribute.xml": b'<rss version="2.0"><channel><item W=W><title>W</title></item></channel></rss>',
    "prefix.xml": b'<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>W</title><W:x>W</W:y></entry>',
    "cdata.xml": b'<nitf><body><body.content><p><![CDATA[W',
    "embargo.xml": b'<nitf><head><docdata><date.release norm="soon"/></docdata></head><body><body.head>'
                   b'<hedline><hl1>W</hl1></hedline></body.head><body.content><p>W</p></body.content>'
                   b'</body></nitf>',
    "nul.txt": b"W \0 W W W",
    "latin-1.txt": b"OSLO, June 3 - W caf\xe9 W.\n",
    "open.html": b"<html><head><title>W</title></head><body><script>W",
    "wire.anpa": b"\x16\x16\x01W\x1fW\x02W\x03",
    "sound.txt": b"OSLO, June 3 (Harbour) - W accused Peru of W on Monday.\n",
}


def run(command, **more):
    return subprocess.run([str(word) for word in command], stdin=subprocess.DEVNULL,
                          capture_output=True, timeout=LIMIT, check=False, **more)


def judge(done, n_least):
    """The log lines of a run: by the schema, and without the word."""
    schema = json.loads((ROOT / "schemas/log-record.schema.json").read_text(encoding="utf-8"))
    validator = jsonschema.Draft202012Validator(schema)
    said = done.stderr.decode(errors="replace")
    assert WORD.lower() not in said.lower(), next(
        line for line in said.splitlines() if WORD.lower() in line.lower())
    lines = [json.loads(line) for line in said.splitlines()]
    assert len(lines) >= n_least, said
    for line in lines:
        errors = [error.message for error in validator.iter_errors(line)]
        assert not errors, f"{line}: {errors}"
    return lines


class Place:
    """A folder with the articles, and what is started in it."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.files = []
        for name, value in HOSTILE.items():
            path = self.folder / name
            path.write_bytes(value.replace(b"W", WORD.encode()))
            self.files.append(path)
        self.broker = None

    def address(self):
        """Of the broker, started when it is first asked for."""
        if not self.broker:
            self.broker = subprocess.Popen(
                [BUILD / "disputewire-broker", "--with-parent", "--partitions", "1"],
                stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
            self.where = self.broker.stdout.readline().decode().strip()
        return self.where

    def close(self):
        if self.broker:
            self.broker.kill()
            self.broker.communicate()


def tag(place):
    lines = judge(run([BUILD / "disputewire-tag", "--log-format", "json", *place.files]), 10)
    assert {line["level"] for line in lines} >= {"error"}


def dry_run(place):
    done = run([BUILD / "disputewire-producer", "--dry-run", "--log-format", "json", *place.files])
    assert WORD in done.stdout.decode(errors="replace")
    judge(done, 10)


def producer(place):
    done = run([BUILD / "disputewire-producer", "--log-format", "json", "-b", place.address(),
                *place.files])
    assert judge(done, 10)[-1]["message"] == "published"


def consumer(place):
    done = run(["kcat", "-P", "-b", place.address(), "-t", "news.articles", *place.files])
    assert done.returncode == 0, done.stderr
    done = run([BUILD / "disputewire-consumer", "--log-format", "json", "-b", place.address(),
                "--exit-at-end"])
    ends = [line for line in judge(done, 10) if line["message"] == "done"]
    assert ends and ends[0]["records"] >= len(HOSTILE) and ends[0]["dead_letters"] >= 8, ends
    # Only the first dead letters of a row are logged; the headers have the reasons of all.
    done = run(["kcat", "-C", "-e", "-b", place.address(), "-t", "news.articles.dead-letter",
                "-f", "%h\n"])
    assert done.stdout.count(b"__streams.errors.message") == ends[0]["dead_letters"], done.stdout
    assert WORD.encode() not in done.stdout, done.stdout


def librdkafkas_own(place):
    """Its log comes in the same form; connections that fail again and again are summed up."""
    del place
    done = run([BUILD / "disputewire-producer", "--log-format", "json", "-v", "-b", "127.0.0.1:1",
                "-X", "debug=broker", "--connect-timeout", "2s", ROOT / "README.md"])
    lines = judge(done, 10)
    assert any(line["message"] == "librdkafka" and line["facility"] for line in lines)
    assert any("suppressed" in line for line in lines)


class Running:
    """A program at work with a file of settings; its log is read line by line."""

    def __init__(self, place, program, text, *args):
        self.file = place.folder / f"{program}.properties"
        self.file.write_text(text, encoding="utf-8")
        self.log = place.folder / f"{program}.log"
        with open(self.log, "wb") as log:
            self.process = subprocess.Popen(
                [BUILD / f"disputewire-{program}", "-b", place.address(), "-c", self.file,
                 "--log-format", "json", *args], stdin=subprocess.DEVNULL, stderr=log)

    def lines(self):
        """The whole lines so far: the last one may still be being written."""
        return [json.loads(line) for line in self.log.read_bytes().split(b"\n")[:-1]]

    def wait(self, message, n=1):
        """The n-th line with this message."""
        deadline = time.monotonic() + LIMIT
        while time.monotonic() < deadline and self.process.poll() is None:
            found = [line for line in self.lines() if line["message"] == message]
            if len(found) >= n:
                return found[n - 1]
            time.sleep(0.02)
        raise AssertionError(f"no {message}: {self.lines()}")

    def reload(self, text):
        self.file.write_text(text, encoding="utf-8")
        self.process.send_signal(signal.SIGHUP)

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        assert self.process.wait(timeout=LIMIT) == 0, self.lines()


def reload_and_watch(running, live, needed=""):
    """What any program does with a new file of `live` settings; it cannot do without what is needed."""
    running.reload("log-level=debug\ntopic=other\n" + live)
    changed = running.wait("settings reloaded")["changed"]
    assert "log-level=debug" in changed and "hush" not in changed, changed
    assert running.wait("settings that need a restart are as they were")["settings"] == "topic"
    running.reload("log-level=info\nbatch-tiem=1s\n" + needed)
    reason = running.wait("settings not reloaded: all is as it was")["reason"]
    assert f"{running.file}:2: batch-tiem: no such key; did you mean batch-time?" == reason, reason
    running.reload("kafka.acks=0\nlog-level=info\n" + needed)
    reason = running.wait("settings not reloaded: all is as it was", 2)["reason"]
    assert "acks cannot be set" in reason, reason
    running.reload("log-level=info\n" + needed)
    assert "log-level=info" in running.wait("settings reloaded", 2)["changed"]
    return changed


def consumer_reloads(place):
    running = Running(place, "consumer", "log-level=info\n", "--group", "reload")
    running.wait("partitions assigned")
    changed = reload_and_watch(running, "batch-time=10ms\nflood-share=30\nflood-window=10\n")
    assert "flood-share=30" in changed and "batch-time=10ms" in changed, changed
    running.reload("flood-share=30\nflood-window=10\nflood-pause=1m\n")
    running.wait("settings reloaded", 3)
    run(["kcat", "-P", "-b", place.address(), "-t", "news.articles",
         *[place.folder / "text-twice.json"] * 12])
    running.wait("flood of dead letters: reading stops")
    running.reload("")
    running.wait("flood of dead letters: trying again")
    running.stop()


def producer_reloads(place):
    inbox = place.folder / "inbox"
    inbox.mkdir()
    running = Running(place, "producer", "listen-token=hush-1\n", "--watch", "--listen",
                      "127.0.0.1:0", "--ledger", place.folder / "ledger", inbox)
    port = running.wait("listening")["port"]
    running.wait("watching")

    def push(token):
        request = urllib.request.Request(
            f"http://127.0.0.1:{port}/articles", data=b'{"text":"Talks began."}', method="POST",
            headers={"Authorization": f"Bearer {token}", "Content-Type": "application/json"})
        try:
            with urllib.request.urlopen(request, timeout=LIMIT) as answer:
                return answer.status
        except urllib.error.HTTPError as error:
            return error.code

    assert [push("hush-1"), push("hush-2")] == [202, 401]
    changed = reload_and_watch(running, "listen-token=hush-2\nrate=50\n", "listen-token=hush-2\n")
    assert "listen-token" in changed and "rate=50" in changed, changed
    running.reload("listen-token=hush-3\n")
    running.wait("settings reloaded", 3)
    assert [push("hush-3"), push("hush-1")] == [202, 401]
    running.stop()


TESTS = (tag, dry_run, producer, consumer, librdkafkas_own, consumer_reloads, producer_reloads)


def main():
    os.chdir(ROOT)
    n_failed = 0
    print(f"1..{len(TESTS)}")
    with tempfile.TemporaryDirectory() as folder:
        place = Place(folder)
        try:
            for n, test in enumerate(TESTS, 1):
                begun = time.monotonic()
                try:
                    test(place)
                    print(f"ok {n} - {test.__name__}  # {time.monotonic() - begun:.1f} s")
                except (AssertionError, ValueError, subprocess.TimeoutExpired) as error:
                    n_failed += 1
                    print(f"not ok {n} - {test.__name__}: {type(error).__name__}")
                    print("#", str(error)[:2000].replace("\n", "\n# "))
        finally:
            place.close()
    return 1 if n_failed else 0


if __name__ == "__main__":
    sys.exit(main())
