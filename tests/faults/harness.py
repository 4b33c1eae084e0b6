# SPDX-License-Identifier: MIT
"""What the fault scenarios share: a stage with load, members and a watch, and the figures."""
import bisect
import contextlib
import json
import os
import pathlib
import random
import re
import subprocess
import sys
import threading
import time

from cluster import (KILL, TERM, Cluster, Program, Topics, article, broker, broker_command,
                     expect, line, stream, wait_for)
from table import percentile
from verify import verify

PATIENCE = 120      # seconds; a stream that stands still for longer has been lost
SETTLE = 0.15       # what the dead had sent may still be committed for so long after them
SHUTDOWN_MAX = 5.0  # seconds from SIGTERM to exit 0
PARTITIONS = 4
RATE = 100          # articles a second, unless a stage says otherwise
AHEAD = 5000        # of what is done; a slow machine would never come to the end of its backlog


# --- figures ----------------------------------------------------------------------------------------

class Figures:
    """What the scenarios measured, one JSON object a line; runs in pieces add to it."""

    path = None  # where they are kept

    @classmethod
    def add(cls, **row):
        """Keep the row, and tell it in short."""
        if cls.path:
            cls.path.parent.mkdir(parents=True, exist_ok=True)
            with open(cls.path, "a", encoding="utf-8") as out:
                out.write(json.dumps(row) + "\n")
        shown = {key: value for key, value in row.items() if key != "recoveries"}
        if row["recoveries"]:
            shown |= {"p50": percentile(row["recoveries"], 0.5), "max": max(row["recoveries"])}
        print(f"# {shown}", file=sys.stderr, flush=True)


# --- the broker -------------------------------------------------------------------------------------

def node_ports(node):
    """(the port where a proxy is to be, the port that it forwards to) of a node."""
    with open(pathlib.Path(Cluster.folder) / str(node) / "proxy", encoding="utf-8") as file:
        outer, inner = file.read().split()
    return int(outer), int(inner)


def coordinator(topics):
    """The node that coordinates the group; the first while it is being moved."""
    try:
        return int(broker("coordinator", topics.group).strip() or 1)
    except subprocess.CalledProcessError:
        return 1


# --- a stage's parts --------------------------------------------------------------------------------

class Load(threading.Thread):
    """Writes articles, all different, through all troubles of the broker until it is told to finish:
    at RATE, but no more than `ahead` of what the group has done; without `is_paced` as fast as that
    allows. One request at a time: of several that a dead broker left open librdkafka may send a later
    one first and take the refusal for the end."""

    SLICE = 0.05  # seconds

    def __init__(self, topics, watch, ahead, is_paced):
        super().__init__(daemon=True)
        self.written = 0
        self.watch = watch
        self.ahead = ahead
        self.most = int(RATE * self.SLICE) if is_paced else ahead
        self.finished = threading.Event()
        self.writer = subprocess.Popen(
            broker_command("write", topics.articles, "message.timeout.ms=0",
                           "max.in.flight.requests.per.connection=1"),
            stdin=subprocess.PIPE)

    def run(self):
        while not self.finished.wait(self.SLICE):
            room = self.ahead - self.written + self.watch.total()
            self.write(max(0, min(self.most, room)))

    def write(self, count):
        rows = (line(*article(i)) for i in range(self.written, self.written + count))
        for row in rows:
            self.writer.stdin.write(row.encode())
        self.writer.stdin.flush()
        self.written += count

    def finish(self, least):
        """Stop, once there are `least` in all; returns when they are written."""
        if self.finished.is_set():
            return
        self.finished.set()
        self.join()
        self.write(max(0, least - self.written))
        self.writer.stdin.close()
        expect(self.writer.wait(PATIENCE) == 0, "the load could not be written")


class Watch(threading.Thread):
    """Follows what the group commits."""

    def __init__(self, topics):
        super().__init__(daemon=True)
        self.offsets = {}
        self.advances = []  # (time, partition)
        self.lock = threading.Lock()
        self.reader = subprocess.Popen(broker_command("watch", topics.group, topics.articles),
                                       stdout=subprocess.PIPE)
        self.start()

    def run(self):
        for row in self.reader.stdout:
            partition, offset = map(int, row.split())
            with self.lock:
                self.offsets[partition] = max(offset, 0)
                if offset > 0:
                    self.advances.append((time.monotonic(), partition))

    def total(self):
        return sum(self.offsets.values())

    def first_after(self, moment, partition):
        """When the partition first moved on after `moment`; None if it has not yet."""
        with self.lock:
            begin = bisect.bisect(self.advances, (moment,))
            return next((at for at, which in self.advances[begin:] if which == partition), None)

    def close(self):
        self.reader.kill()
        self.reader.wait()


class Member(Program):
    """A consumer process under its lasting name."""

    def __init__(self, topics, name, way, bootstrap=None):
        super().__init__("disputewire-consumer", *topics.options(), "--instance", name, *way,
                         bootstrap=bootstrap)
        self.name = name

    def is_alive(self):
        return self.process.poll() is None

    def partitions(self):
        """Those that it was assigned and has not lost since."""
        held = set()
        for what, names in re.findall(r"partitions (assigned|revoked|lost) .*partitions=(\S+)",
                                      self.text()):
            found = set(map(int, names.split(","))) if names != "none" else set()
            held = held | found if what == "assigned" else held - found
        return held

    def kill(self):
        self.send(KILL)
        self.process.wait()

    def terminate(self):
        """End it in order; returns the seconds that it took. Before it starts there is no order."""
        self.wait_log(" starting ")
        begun = time.monotonic()
        self.send(TERM)
        self.wait(0, timeout=SHUTDOWN_MAX)
        return time.monotonic() - begun

    def total(self, counter):
        """Of the counters that it told when it ended."""
        return int(re.search(rf"\bdone .*\b{counter}=(\d+)", self.text())[1])

    def ceiling(self):
        """The bytes that it said it would stay below."""
        return int(re.search(r"\bceiling_mb=(\d+)", self.text())[1]) << 20

    def memory(self):
        """Resident bytes."""
        status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text(encoding="ascii")
        return int(re.search(r"VmRSS:\s+(\d+)", status)[1]) * 1024


class Stage:
    """One run of a scenario: topics of its own, a load, members, a watch, and what was measured."""

    def __init__(self, name, way=(), bootstrap=None, **topics):
        self.name = name
        self.way = list(way)
        self.bootstrap = bootstrap
        self.topics = Topics(f"{name}-{os.getpid()}", partitions=PARTITIONS, **topics)
        self.members = {}
        self.load = None
        self.watch = Watch(self.topics)
        self.recoveries = []
        self.runs = 0  # of what needs no recovery
        self.chance = random.Random(f"{name}-{os.getpid()}")

    def feed(self, is_paced=True):
        """Begin to write."""
        self.load = Load(self.topics, self.watch, AHEAD, is_paced)
        self.load.start()

    def start(self, *names):
        for name in names:
            self.members[name] = Member(self.topics, name, self.way, self.bootstrap)

    def pause(self, least, most):
        time.sleep(self.chance.uniform(least, most))

    def wait_total(self, least):
        """Until so many records are committed, however long it takes while there is progress."""
        while (before := self.watch.total()) < least:
            wait_for(lambda: self.watch.total() > before,
                     f"progress behind {before} of {least} records", PATIENCE)

    def wait_held(self):
        """Until the members hold all partitions among them."""
        wait_for(lambda: set.union(*(m.partitions() for m in self.members.values())) ==
                 set(range(PARTITIONS)), "full assignment")

    def recover(self, moment, partitions=frozenset(range(PARTITIONS))):
        """Wait until all of the partitions move on after `moment`, and note how long that took."""
        found = {}

        def moved():
            expect(self.load.writer.poll() is None, "the load has ended before its time")
            found.update({p: self.watch.first_after(moment + SETTLE, p) for p in partitions})
            return all(found.values())
        wait_for(moved, f"recovery of {sorted(partitions)}", PATIENCE)
        self.recoveries.append(max(found.values(), default=moment) - moment)

    def expect_alive(self):
        for member in self.members.values():
            expect(member.is_alive(), f"{member.name} has ended:\n{member.text()[-4000:]}")

    def finish(self, articles=0):
        """Let the group do all there is, at least so many; judge; returns the figures."""
        self.end(articles)
        topics = self.topics
        copies = "none" in self.way
        verdict = verify(stream(topics.articles), stream(topics.disputes), stream(topics.dead),
                         None if copies else stream(topics.events))
        expect(verdict.inputs == self.load.written,
               f"{verdict.inputs} of {self.load.written} written")
        return self.figures(verdict)

    def end(self, articles=0):
        """Write what is missing, wait until all is done, end all members in order."""
        self.load.finish(articles)
        _, ends = self.topics.committed()
        self.wait_total(sum(ends.values()))
        for member in self.members.values():
            member.terminate()

    def figures(self, verdict, **more):
        """The row for the table, if nothing is wrong."""
        expect(verdict.is_clean(), str(verdict))
        return {"runs": self.runs or len(self.recoveries), "records": verdict.inputs,
                "dead": verdict.dead, **verdict.counts(),
                "recoveries": [round(r, 3) for r in self.recoveries], **more}

    def close(self):
        self.watch.close()
        if self.load and self.load.writer.poll() is None:
            self.load.writer.kill()


@contextlib.contextmanager
def stage(name, **more):
    one = Stage(name, **more)
    try:
        yield one
    finally:
        one.close()
