# SPDX-License-Identifier: MIT
"""What the Kafka tests stand on: topics, records as bytes, programs under test, TAP."""
import collections
import json
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
BUILD = pathlib.Path(os.environ.get("BUILD", "build"))
CLUSTER = os.environ["KAFKA_DIR"]
BOOTSTRAP = os.environ["KAFKA_BOOTSTRAP"]
DUMP = pathlib.Path(os.environ["KAFKA_DUMP"])
DEADLINE = 60  # seconds; what has not happened by then will not

Record = collections.namedtuple("Record", "topic partition offset timestamp key value headers")


class Failed(Exception):
    """A test's expectation that does not hold."""


def expect(truth, text):
    if not truth:
        raise Failed(text)


def equal(got, want, what):
    if got != want:
        raise Failed(f"{what}: got {got!r}, want {want!r}")


# --- the broker -------------------------------------------------------------------------------------

def broker(command, *arguments, stdin=None):
    done = subprocess.run([HERE / "broker.sh", command, "-d", CLUSTER, *map(str, arguments)],
                          input=stdin, stdout=subprocess.PIPE, check=True)
    return done.stdout.decode()


class Topics:
    """The four topics of one test, under names of its own."""

    def __init__(self, name, partitions=4, output=(), dead_letter=(), missing=()):
        self.articles = f"{name}.articles"
        self.disputes = f"{name}.disputes"
        self.events = f"{name}.events"
        self.dead = f"{name}.dead"
        self.group = f"{name}-group"
        for topic, config in ((self.articles, ()), (self.disputes, output), (self.events, output),
                              (self.dead, dead_letter)):
            if topic not in missing:
                broker("topic", f"{topic}:{partitions}", *config)

    def options(self):
        return ["--topic", self.articles, "--output-topic", self.disputes, "--event-topic",
                self.events, "--dead-letter-topic", self.dead, "--group", self.group]

    def write(self, records):
        """Tuples: key, value[, headers[, timestamp[, partition]]]; None is a null."""
        lines = [line(*r) for r in records]
        broker("write", self.articles, "compression.codec=zstd", stdin="".join(lines).encode())

    def committed(self):
        """Offsets behind what the group has done, and the log's ends, by partition."""
        rows = [row.split("\t") for row in broker("offsets", self.group, self.articles).splitlines()]
        return ({int(r[1]): int(r[2]) for r in rows}, {int(r[1]): int(r[3]) for r in rows})


def as_hex(data):
    if data is None:
        return "-"
    return (data if isinstance(data, bytes) else data.encode()).hex()


def line(key, value, headers=(), timestamp=0, partition=-1):
    named = " ".join(f"{as_hex(name)}={as_hex(text)}" for name, text in headers)
    return f"{partition}\t0\t{timestamp}\t{as_hex(key)}\t{as_hex(value)}\t{named}\n"


def from_hex(text):
    return None if text == "-" else bytes.fromhex(text)


def read(*topics):
    """All committed records, in the order of each partition."""
    found = []
    for row in broker("read", *topics).splitlines():
        topic, partition, offset, timestamp, key, value, headers = row.split("\t")
        pairs = [h.split("=") for h in headers.split()]
        found.append(Record(topic, int(partition), int(offset), int(timestamp), from_hex(key),
                            from_hex(value),
                            [(from_hex(n).decode(), from_hex(v)) for n, v in pairs]))
    return found


# --- programs ---------------------------------------------------------------------------------------

class Program:
    """A program under test, its log in a file; killed at the end of the test if still there."""

    running = []

    def __init__(self, name, *arguments, stdin=subprocess.DEVNULL, bootstrap=BOOTSTRAP):
        self.log = tempfile.TemporaryFile()
        self.out = tempfile.TemporaryFile()
        self.process = subprocess.Popen([str(BUILD / name), "-b", bootstrap, *map(str, arguments)],
                                        stdin=stdin, stdout=self.out, stderr=self.log)
        Program.running.append(self)

    def text(self):
        self.log.seek(0)
        return self.log.read().decode(errors="replace")

    def output(self):
        self.out.seek(0)
        return self.out.read().decode(errors="replace")

    def wait(self, want=0, timeout=DEADLINE):
        try:
            status = self.process.wait(timeout)
        except subprocess.TimeoutExpired:
            raise Failed(f"still running after {timeout} s:\n{self.text()}") from None
        if status != want:
            raise Failed(f"exit status {status}, want {want}:\n{self.text()}")
        return self

    def send(self, number):
        self.process.send_signal(number)

    def wait_log(self, text, times=1):
        wait_for(lambda: self.text().count(text) >= times or self.process.poll() is not None,
                 f"'{text}' in the log")
        expect(self.text().count(text) >= times, f"'{text}' not in the log:\n{self.text()}")

    @classmethod
    def end_all(cls):
        for program in cls.running:
            if program.process.poll() is None:
                program.process.kill()
                program.process.wait()
        cls.running.clear()


def wait_for(condition, what, timeout=DEADLINE):
    end = time.monotonic() + timeout
    while not condition():
        expect(time.monotonic() < end, f"no {what} within {timeout} s")
        time.sleep(0.05)


def consumer(topics, *arguments, **more):
    return Program("disputewire-consumer", *topics.options(), "--instance", "test", *arguments,
                   **more)


def drain(topics, *arguments):
    """Tag what there is, then stop."""
    return consumer(topics, "--exit-at-end", *arguments).wait()


# --- articles ---------------------------------------------------------------------------------------

SIDES = [("Arvania", "Belmora"), ("Tokyo", "Seoul"), ("Ottawa", "Canberra"), ("Oslo", "Lisbon")]


def text(number, sentences=4):
    """Wire copy of our own, a different one for each number."""
    one, two = SIDES[number % len(SIDES)]
    lead = f"{one.upper()}, July {number % 28 + 1} - "
    body = [f"{one} on Monday accused {two} of breaking fishing accord number {number}.",
            f"{two} rejected the charge and said it would summon the ambassador of {one}.",
            f"{one} threatened to raise tariffs on {number % 90 + 5} goods unless {two} gave way.",
            "Talks between the two countries are to be held in Vienna next week."]
    return lead + " ".join(body[i % len(body)] for i in range(sentences))


def article(number, **more):
    record = {"id": f"article-{number}", "version": "1", "published": "2019-07-01",
              "provider": ["Test Wire"], "text": text(number)}
    record.update(more)
    return record["id"], json.dumps(record)


def articles(count, start=0):
    return [article(i) for i in range(start, start + count)]


# --- what came out ----------------------------------------------------------------------------------

def dump(name, records):
    """For the schema's validator; of a long run of like records some do."""
    step = max(1, len(records) // 100)
    with open(DUMP / f"{name}.ndjson", "ab") as out:
        for record in records[::step]:
            out.write(record.value + b"\n")


def tagged(topics):
    found = read(topics.disputes)
    dump("tagged-article", found)
    return found


def events(topics):
    found = read(topics.events)
    dump("dispute-event", found)
    return found


def source(record):
    """Where a tagged article says it comes from: (partition, offset)."""
    place = json.loads(record.value)["processing"]["source"]
    return place["partition"], place["offset"]


def error_place(letter):
    headers = dict(letter.headers)
    return (int(headers["__streams.errors.partition"]), int(headers["__streams.errors.offset"]))


def check_once(topics, dead=0):
    """Each input record answered exactly once, in order, and all of it committed."""
    inputs = [(r.partition, r.offset) for r in read(topics.articles)]
    results = tagged(topics)
    letters = read(topics.dead)
    places = [source(r) for r in results] + [error_place(r) for r in letters]
    count = collections.Counter(places)
    twice = [p for p, n in count.items() if n > 1]
    expect(not twice, f"answered more than once: {len(twice)}, such as {twice[:5]}")
    lost = sorted(set(inputs) - set(places))
    expect(not lost, f"not answered: {len(lost)} of {len(inputs)}, such as {lost[:5]}")
    equal(len(places), len(inputs), "answers")
    equal(len(letters), dead, "dead letters")
    check_order(results)
    wanted = sum(len(json.loads(r.value)["events"]) for r in results)
    equal(len(events(topics)), wanted, "event records for the events of the articles")
    committed, ends = topics.committed()
    equal({p: o for p, o in committed.items() if o >= 0}, {p: o for p, o in ends.items() if o > 0},
          "committed offsets")
    return results


def check_order(results):
    """Records of one input partition come in its order within each output partition."""
    last = {}
    for record in results:
        partition, offset = source(record)
        way = (partition, record.partition)
        expect(last.get(way, -1) < offset, f"order: {offset} after {last.get(way)} on {way}")
        last[way] = offset


# --- TAP --------------------------------------------------------------------------------------------

TESTS = []


def test(name):
    def add(function):
        TESTS.append((name, function))
        return function
    return add


def run_tests(only):
    """Run all whose name holds the word; true if none failed."""
    failed = 0
    chosen = [t for t in TESTS if only in t[0]]
    print(f"1..{len(chosen)}", flush=True)
    for number, (name, function) in enumerate(chosen, 1):
        begun = time.monotonic()
        try:
            function()
            print(f"ok {number} - {name}", flush=True)
        except Exception as error:  # pylint: disable=broad-except
            failed += 1
            print(f"not ok {number} - {name}")
            said = [f"{type(error).__name__}: {error}"]
            said += [f"--- {' '.join(p.process.args[1:])}\n{p.text()[-4000:]}"
                     for p in Program.running if p.process.poll() is None]
            for row in "\n".join(said).splitlines():
                print(f"# {row}")
            sys.stdout.flush()
        finally:
            Program.end_all()
        print(f"# {time.monotonic() - begun:.1f} s", file=sys.stderr, flush=True)
    return failed == 0


KILL, TERM, STOP, CONT = signal.SIGKILL, signal.SIGTERM, signal.SIGSTOP, signal.SIGCONT
