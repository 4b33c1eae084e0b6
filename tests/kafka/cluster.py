# SPDX-License-Identifier: MIT
"""What the Kafka tests stand on: topics, records as bytes, programs under test, TAP."""
import collections
import concurrent.futures
import json
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import threading
import time
import traceback

from verify import verify

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
BUILD = pathlib.Path(os.environ.get("BUILD", "build"))
DUMP = pathlib.Path(os.environ["KAFKA_DUMP"])
DEADLINE = 60  # seconds; what has not happened by then will not

Record = collections.namedtuple("Record", "topic partition offset timestamp key value headers")


class Failed(Exception):
    """A test's expectation that does not hold."""


class Skipped(Exception):
    """What a test needs is not there."""


def expect(truth, text):
    if not truth:
        raise Failed(text)


def equal(got, want, what):
    if got != want:
        raise Failed(f"{what}: got {got!r}, want {want!r}")


# --- the broker -------------------------------------------------------------------------------------

class OwnCluster(threading.local):
    """The cluster that this thread's test uses: its folder and the address to start from."""

    folder = os.environ.get("KAFKA_DIR")
    bootstrap = os.environ.get("KAFKA_BOOTSTRAP")


Cluster = OwnCluster()


def broker_command(command, *arguments):
    return [str(HERE / "broker.sh"), command, "-d", Cluster.folder, *map(str, arguments)]


def broker(command, *arguments, stdin=None):
    done = subprocess.run(broker_command(command, *arguments), input=stdin, stdout=subprocess.PIPE,
                          check=True)
    return done.stdout.decode()


class Topics:
    """The four topics of one test, under names of its own."""

    def __init__(self, name, partitions=4, inputs=(), output=(), dead_letter=(), missing=()):
        self.articles = f"{name}.articles"
        self.disputes = f"{name}.disputes"
        self.events = f"{name}.events"
        self.dead = f"{name}.dead"
        self.group = f"{name}-group"
        wanted = ((self.articles, inputs), (self.disputes, output), (self.events, output),
                  (self.dead, dead_letter))
        making = [subprocess.Popen(broker_command("topic", f"{topic}:{partitions}", *config))
                  for topic, config in wanted if topic not in missing]
        for process in making:
            expect(process.wait() == 0, f"no topics {name}")

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


def stream(*topics):
    """All committed records, one by one, in the order of each partition."""
    with subprocess.Popen(broker_command("read", *topics), stdout=subprocess.PIPE) as reader:
        for row in reader.stdout:
            topic, partition, offset, timestamp, key, value, headers = (
                row.decode().rstrip("\n").split("\t"))
            pairs = [h.split("=") for h in headers.split()]
            yield Record(topic, int(partition), int(offset), int(timestamp), from_hex(key),
                         from_hex(value),
                         [(from_hex(n).decode(), from_hex(v)) for n, v in pairs])
    expect(reader.returncode == 0, f"{' '.join(topics)} could not be read")


def read(*topics):
    return list(stream(*topics))


# --- programs ---------------------------------------------------------------------------------------

class Program:
    """A program under test, its log in a file; killed at the end of the test if still there."""

    started = threading.local()  # .programs: by this thread's test

    def __init__(self, name, *arguments, stdin=subprocess.DEVNULL, bootstrap=None, env=None):
        self.log = tempfile.TemporaryFile("a+b")
        self.out = tempfile.TemporaryFile("a+b")
        self.process = subprocess.Popen([str(BUILD / name), "-b", bootstrap or Cluster.bootstrap,
                                         *map(str, arguments)],
                                        stdin=stdin, stdout=self.out, stderr=self.log,
                                        env=dict(os.environ, **(env or {})))
        Program.running().append(self)

    @classmethod
    def running(cls):
        return cls.started.__dict__.setdefault("programs", [])

    @staticmethod
    def content(file):
        """Of a file that the program still writes to: without its place in it, which it shares."""
        size = os.fstat(file.fileno()).st_size
        return os.pread(file.fileno(), size, 0).decode(errors="replace")

    def text(self):
        return self.content(self.log)

    def output(self):
        return self.content(self.out)

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
        for program in cls.running():
            if program.process.poll() is None:
                program.process.kill()
                program.process.wait()
        cls.running().clear()


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


def version(number, name="article-7", sentences=4, **more):
    """A version of one article: with fewer sentences it tells fewer events."""
    record = {"id": name, "version": str(number), "published": "2019-07-01",
              "provider": ["Test Wire"], "text": text(7, sentences)}
    record.update(more)
    return record["id"], json.dumps(record)


JSON = [("content-type", b"application/json")]


def headers_of(record):
    return {name: value.decode() for name, value in record.headers if value is not None}


# --- what came out ----------------------------------------------------------------------------------

def dump(name, records):
    """For the schema's validator; of a long run of like records some do."""
    step = max(1, len(records) // 100)
    with open(DUMP / f"{name}.ndjson", "ab") as out:
        for record in records[::step]:
            out.write(record.value + b"\n")


def validate(kind):
    dumped = DUMP / f"{kind}.ndjson"
    expect(dumped.exists() and dumped.stat().st_size > 0, f"no {kind} was read")
    done = subprocess.run([ROOT / "tests/schema/validate.py",
                           ROOT / f"schemas/{kind}.schema.json", dumped],
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    equal(done.returncode, 0, done.stdout.decode()[:2000])


def tagged(topics):
    found = read(topics.disputes)
    dump("tagged-article", found)
    return found


def events(topics):
    found = read(topics.events)
    dump("dispute-event", found)
    return found


def standing(topics):
    """The events that hold: by ce_id the last record of each, unless that takes it back."""
    last = {}
    for record in events(topics):
        value = json.loads(record.value)
        ce_id = headers_of(record)["ce_id"]
        if ce_id in last:
            equal(record.key, last[ce_id][0], f"key of {ce_id}")
        last[ce_id] = (record.key, value)
    return {i: value for i, (_, value) in last.items() if not value["retracted"]}


def check_once(topics, dead=0):
    """Each input record answered exactly once, in order, and all of it committed."""
    results = tagged(topics)
    verdict = verify(stream(topics.articles), results, stream(topics.dead), events(topics))
    expect(verdict.is_clean(), str(verdict))
    equal(verdict.dead, dead, "dead letters")
    committed, ends = topics.committed()
    equal({p: o for p, o in committed.items() if o >= 0}, {p: o for p, o in ends.items() if o > 0},
          "committed offsets")
    return results


# --- TAP --------------------------------------------------------------------------------------------

Test = collections.namedtuple("Test", "name function alone")
TESTS = []
AT_ONCE = 3  # tests mostly wait


def test(name, alone=False):
    """Add a function to the tests; `alone`: for what it breaks, or for what all others have left, it
    runs behind them, by itself."""
    def add(function):
        TESTS.append(Test(name, function, alone))
        return function
    return add


def why(error):
    """What is to be said of a failed test, as comments."""
    said = [f"{type(error).__name__}: {error}"]
    if not isinstance(error, Failed):
        said.append(traceback.format_exc())
    said += [f"--- {' '.join(p.process.args[1:])}\n{p.text()[-4000:]}"
             for p in Program.running() if p.process.poll() is None]
    return "".join(f"# {row}\n" for row in "\n".join(said).splitlines())


def run_test(number, name, function):
    """Run one and tell how it went, in one piece; true if well."""
    begun, good, said = time.monotonic(), True, ""
    try:
        function()
    except Skipped as reason:
        said = f" # SKIP {reason}"
    except Exception as error:  # pylint: disable=broad-except
        good, said = False, "\n" + why(error).rstrip()
    finally:
        Program.end_all()
    sys.stdout.write(f"{'ok' if good else 'not ok'} {number} - {name}{said}\n")
    sys.stdout.flush()
    print(f"# {time.monotonic() - begun:.1f} s", file=sys.stderr, flush=True)
    return good


def run_tests(only):
    """Run all whose name holds the word; true if none failed."""
    chosen = list(enumerate((t for t in TESTS if only in t.name), 1))
    print(f"1..{len(chosen)}", flush=True)
    with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as workers:
        good = list(workers.map(lambda one: run_test(one[0], one[1].name, one[1].function),
                                [one for one in chosen if not one[1].alone]))
    good += [run_test(number, one.name, one.function) for number, one in chosen if one.alone]
    return all(good)


KILL, TERM, STOP, CONT = signal.SIGKILL, signal.SIGTERM, signal.SIGSTOP, signal.SIGCONT
