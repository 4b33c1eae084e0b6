#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""The faults, a function each, in the order in which they run; started by run.sh.

    scenarios.py [-f [-p N]] [WORD]   those whose name holds the word; -f: in full, not in short;
                                      -p: an N-th part of it, for long runs in pieces

Each breaks something while articles flow, as often as its size says, and ends with the verdict over
all that went in and came out. A sound end is one line of TAP and one row of figures.
"""
import argparse
import collections
import concurrent.futures
import contextlib
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

from cluster import (BUILD, CONT, STOP, Cluster, Skipped, articles, broker, expect, run_test,
                     stream, wait_for)
from harness import PARTITIONS, Figures, coordinator, node_ports, stage
from proxy import Proxy
from verify import verify

Scenario = collections.namedtuple("Scenario", "name nodes run short full")
SCENARIOS = []
DIVISIBLE = ("runs", "total", "seconds")
WARM = 300  # seconds after which memory has no reason to grow
QUICK_SESSIONS = ["-X", "session.timeout.ms=6000"]


def scenario(name, nodes, short, full):
    """Add a function to the table; nodes 0: it starts a cluster of its own."""
    def add(run):
        SCENARIOS.append(Scenario(name, nodes, run, short, full))
        return run
    return add


# --- members ----------------------------------------------------------------------------------------

@scenario("kill", 1, short={"runs": 4, "total": 2000}, full={"runs": 200, "total": 100000})
def kill(runs, total):
    """kill -9 of a consumer at random points, two instances."""
    with stage("kill") as s:
        s.start("one", "two")
        s.wait_held()
        s.feed()
        held = {name: member.partitions() for name, member in s.members.items()}
        for _ in range(runs):
            s.pause(0, 1)
            name = s.chance.choice(sorted(held))
            moment = time.monotonic()
            s.members[name].kill()
            s.start(name)
            s.recover(moment, held[name])
        return s.finish(total)


@scenario("stop", 1, short={"runs": 2}, full={"runs": 12})
def stop(runs):
    """SIGSTOP for longer than the transaction's time, and by turns than the session's."""
    way = [*QUICK_SESSIONS, "-X", "transaction.timeout.ms=4000", "-X", "message.timeout.ms=3000",
           "--lanes", "1"]
    with stage("stop", way=way) as s:
        s.start("one", "two")
        s.wait_held()
        s.feed()
        for run in range(runs):
            member, other = s.chance.sample([*s.members.values()], 2)
            s.pause(0.5, 1.5)
            held, times = member.partitions(), member.text().count("partitions assigned")
            member.send(STOP)
            s.pause(4.5, 5.5)
            if run % 2:  # until the group has given its share away
                wait_for(lambda: other.partitions() >= held, "other owner of what the stopped one had")
            moment = time.monotonic()
            member.send(CONT)
            if run % 2:
                member.wait_log("partitions assigned", times + 1)
                held = member.partitions()
            s.recover(moment, held)
            s.expect_alive()
        return s.finish()


@scenario("term", 1, short={"runs": 4, "total": 4000}, full={"runs": 50, "total": 100000})
def term(runs, total):
    """SIGTERM under load: exit 0 in time, nothing that was read is done again."""
    with stage("term") as s:
        s.feed()
        s.load.finish(total)
        records = 0
        for _ in range(runs):
            before = s.watch.total()
            if before == total:
                break  # a fast machine has done all there is
            s.start("one")
            s.wait_total(before + 1)
            s.pause(0, 0.5)
            s.recoveries.append(s.members["one"].terminate())
            records += s.members["one"].total("records")
            expect(s.members["one"].total("aborts") == 0, "a transaction was given up")
        s.start("one")
        row = s.finish()
        records += s.members["one"].total("records")
        expect(records == row["records"], f"{records} records done for {row['records']}")
        return row


def storm(name, seconds, way):
    """Members join and leave every two seconds."""
    with stage(name, way=way) as s:
        s.start("one", "two")
        s.wait_held()
        s.feed()
        for _ in range(seconds // 2):
            passer = f"passer-{s.chance.randrange(3)}"
            if passer in s.members:
                s.members.pop(passer).terminate()
            else:
                s.start(passer)
            s.runs += 1
            time.sleep(2)
            s.expect_alive()
        return s.finish()


@scenario("storm", 1, short={"seconds": 10}, full={"seconds": 300})
def storm_eager(seconds):
    return storm("storm", seconds, QUICK_SESSIONS)


@scenario("storm-cooperative", 1, short={"seconds": 10}, full={"seconds": 300})
def storm_cooperative(seconds):
    return storm("storm-cooperative", seconds,
                 [*QUICK_SESSIONS, "-X", "partition.assignment.strategy=cooperative-sticky"])


@scenario("storm-broker", 1, short={"seconds": 10}, full={"seconds": 300})
def storm_broker(seconds):
    """The broker assigns the partitions (KIP-848)."""
    way = ["-X", "group.protocol=consumer"]
    probe = subprocess.run([BUILD / "disputewire-consumer", "--check-config", *way],
                           stderr=subprocess.DEVNULL, check=False)
    if probe.returncode:
        raise Skipped("this librdkafka leaves the assignment to the members")
    return storm("storm-broker", seconds, way)


# --- brokers ----------------------------------------------------------------------------------------

@scenario("bounce", 1, short={"runs": 1}, full={"runs": 25})
def bounce_only(runs):
    """The only node is killed hard and comes back."""
    with stage("bounce") as s:
        s.start("one", "two")
        s.wait_held()
        s.feed()
        for _ in range(runs):
            s.pause(0.2, 1.5)
            broker("kill9")
            s.pause(0, 2)
            broker("up")
            s.recover(time.monotonic())
            s.expect_alive()
        return s.finish()


@scenario("bounce-three", 3, short={"runs": 2}, full={"runs": 30})
def bounce_three(runs):
    """One of three nodes is killed hard and comes back; by turns it is the group's coordinator."""
    with stage("bounce-three") as s:
        s.start("one", "two")
        s.wait_held()
        s.feed()
        for run in range(runs):
            s.pause(0.2, 1.5)
            node = s.chance.randint(1, 3) if run % 2 else coordinator(s.topics)
            moment = time.monotonic()
            broker("kill9", node)
            s.recover(moment)
            broker("up", node)
            s.expect_alive()
        return s.finish()


# --- the network ------------------------------------------------------------------------------------

@contextlib.contextmanager
def proxied(name):
    """A stage whose members reach the only node through a proxy; the load does not."""
    ports = node_ports(1)
    proxy = Proxy([ports])
    try:
        with stage(name, bootstrap=f"127.0.0.1:{ports[0]}") as s:
            s.start("one", "two")
            s.wait_held()
            s.feed()
            yield s, proxy
    finally:
        proxy.close()


@scenario("delay", 1, short={"runs": 1, "seconds": 8}, full={"runs": 5, "seconds": 20})
def delay(runs, seconds):
    """Bytes travel for half a second, each way."""
    with proxied("delay") as (s, proxy):
        for _ in range(runs):
            proxy.delay = 0.5
            moment = time.monotonic()
            time.sleep(seconds)
            s.recover(moment)
            proxy.delay = 0.0
            s.expect_alive()
        return s.finish()


def cut(name, runs, least, most, begin):
    with proxied(name) as (s, proxy):
        for _ in range(runs):
            s.pause(0.5, 1.5)
            begin(proxy)
            s.pause(least, most)
            moment = time.monotonic()
            proxy.mend()
            s.recover(moment)
            s.expect_alive()
        return s.finish()


@scenario("cut", 1, short={"runs": 1, "least": 5, "most": 6},
          full={"runs": 10, "least": 5, "most": 60})
def cut_off(runs, least, most):
    """All connections are closed, and none can be made for a while."""
    return cut("cut", runs, least, most, Proxy.cut)


@scenario("hold", 1, short={"runs": 1, "least": 11, "most": 12},
          full={"runs": 10, "least": 5, "most": 60})
def hold(runs, least, most):
    """Connections stay, and what is sent through them arrives late: the ends of transactions too."""
    return cut("hold", runs, least, most, Proxy.hold)


# --- outputs ----------------------------------------------------------------------------------------

@scenario("deleted", 1, short={"runs": 1}, full={"runs": 1})
def deleted(runs):
    """The output topic is deleted under load, and made again after a while."""
    del runs
    with stage("deleted", way=["--processors", "none"]) as s:
        s.topics.write(articles(1000, start=10**6))
        s.start("one")
        s.wait_total(1000)
        before = dict(s.watch.offsets)
        broker("delete", s.topics.disputes)
        logs = pathlib.Path(Cluster.folder, "1", "data")
        # Until then the broker may still take records to the grave.
        wait_for(lambda: not any((logs / f"{s.topics.disputes}-{p}").exists()
                                 for p in range(PARTITIONS)), "end of the topic's logs")
        s.feed()
        s.members["one"].wait_log(f"{s.topics.disputes}: Broker: Unknown topic")
        time.sleep(3)
        moment = time.monotonic()
        broker("topic", f"{s.topics.disputes}:{PARTITIONS}")
        s.recover(moment)
        s.end()
        later = (r for r in stream(s.topics.articles) if r.offset >= before[r.partition])
        return s.figures(verify(later, stream(s.topics.disputes), stream(s.topics.dead)))


@contextlib.contextmanager
def small_disk(size):
    """A cluster of one node on a file system of its own; needs root."""
    before = Cluster.folder, Cluster.bootstrap
    folder = tempfile.mkdtemp(prefix="small-disk-")
    mount = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", folder]
    if subprocess.run(mount, stderr=subprocess.DEVNULL, check=False).returncode:
        os.rmdir(folder)
        raise Skipped("no right to mount a file system")
    try:
        Cluster.folder = folder
        Cluster.bootstrap = broker("start").strip()
        yield pathlib.Path(folder)
    finally:
        broker("stop")
        subprocess.run(["umount", folder], check=True)
        shutil.rmtree(folder)
        Cluster.folder, Cluster.bootstrap = before


def fill_up(ballast):
    """Write until there is no room."""
    with contextlib.suppress(OSError), open(ballast, "wb", buffering=0) as file:
        while True:
            file.write(bytes(1 << 16))


@scenario("disk", 0, short={"runs": 1}, full={"runs": 1})
def disk(runs):
    """The broker's disk is full; there is room again later."""
    del runs
    with small_disk("256m") as folder, stage("disk") as s:
        s.start("one")
        s.feed()
        s.wait_total(1)
        fill_up(folder / "ballast")
        wait_for(lambda: not broker_is_up(folder), "end of the broker")
        (folder / "ballast").unlink()
        broker("up")
        s.recover(time.monotonic())
        s.expect_alive()
        return s.finish()


def broker_is_up(folder):
    pid = (folder / "1" / "pid").read_text(encoding="ascii").strip()
    return pathlib.Path(f"/proc/{pid}/exe").exists()


# --- the long run -----------------------------------------------------------------------------------

@scenario("soak", 1, short={"seconds": 10}, full={"seconds": 1800})
def soak(seconds):
    """Full speed for long: memory stays below the ceiling that was printed and, once it is warm, flat.
    There is little of it, so that what is remembered of articles soon fills its share."""
    with stage("soak", way=["--memory", "64M"]) as s:
        s.start("one")
        s.feed(is_paced=False)
        s.wait_total(1)
        begun, sizes = time.monotonic(), []
        while time.monotonic() < begun + seconds:
            sizes.append(s.members["one"].memory())
            time.sleep(0.5)
        s.runs = 1
        ceiling = s.members["one"].ceiling()
        third = len(sizes) // 3
        first, last = max(sizes[third:2 * third]), max(sizes[-third:])
        expect(max(sizes) < ceiling, f"{max(sizes)} bytes resident, ceiling {ceiling}")
        expect(seconds < WARM or last < first * 1.05,
               f"memory grows: {first}, later {last} bytes")
        return {**s.finish(), "peak": max(sizes), "growth": last - first, "ceiling": ceiling}


# --- answers of the broker --------------------------------------------------------------------------

@scenario("injected", 0, short={"step": 30}, full={"step": 1})
def injected(step):
    """Each request of a transaction is answered with each error there is, by a mock cluster."""
    with tempfile.NamedTemporaryFile() as log:
        done = subprocess.run([BUILD / "inject", BUILD / "disputewire-consumer", log.name, str(step)],
                              stdout=subprocess.PIPE, check=False)
    rows = [row.split("\t") for row in done.stdout.decode().splitlines()]
    bad = [row for row in rows if row[2] not in ("recovered", "left")]
    expect(done.returncode == 0 and rows and not bad, f"exit {done.returncode}, {bad}")
    return {"runs": len(rows), "records": 10 * len(rows), "dead": 0, "lost": 0, "doubled": None,
            "swapped": None, "foreign": None, "left": sum(row[2] == "left" for row in rows),
            "recoveries": [int(row[3]) / 1000 for row in rows]}


# --- all --------------------------------------------------------------------------------------------

@contextlib.contextmanager
def cluster_of(nodes):
    if not nodes:
        yield
        return
    with tempfile.TemporaryDirectory(prefix="faults-") as folder:
        Cluster.folder = folder
        Cluster.bootstrap = broker("start", "-n", nodes).strip()
        try:
            yield
        finally:
            broker("stop")


def run_one(one, size):
    begun = time.monotonic()
    if one.nodes:
        broker("up")  # those that an earlier scenario may have left dead
    row = one.run(**size)
    Figures.add(scenario=one.name, seconds=round(time.monotonic() - begun), **row)


def size_of(one, chosen):
    """How often, how many, how long."""
    if not chosen.f:
        return one.short
    return {key: -(-value // chosen.p) if key in DIVISIBLE else value
            for key, value in one.full.items()}


def run_row(row, chosen):
    """Run tasks one after another while there are any, on a cluster for each kind; true if all was
    well."""
    good = True
    for nodes, tasks in row:
        with cluster_of(nodes if tasks else 0), contextlib.suppress(IndexError):
            while True:
                number, one = tasks.popleft()
                size = size_of(one, chosen)
                # pylint: disable=cell-var-from-loop
                good &= run_test(number, f"faults: {one.name}", lambda: run_one(one, size))
    return good


def rows_of(tasks, chosen):
    """What runs side by side: all in full by itself, for its times count; in short two clusters of
    one node share their work, one of three has its own, and who is done helps with the rest."""
    one, three, own = ((nodes, collections.deque(t for t in tasks if t[1].nodes == nodes))
                       for nodes in (1, 3, 0))
    return [[one, three, own]] if chosen.f else [[one, own], [one, own], [three, own]]


def main(chosen):
    picked = ([s for s in SCENARIOS if s.name == chosen.word] or
              [s for s in SCENARIOS if chosen.word in s.name])
    if chosen.f:
        Figures.path = BUILD / "faults" / "figures.ndjson"
    print(f"1..{len(picked)}", flush=True)
    rows = rows_of(list(enumerate(picked, 1)), chosen)
    with concurrent.futures.ThreadPoolExecutor(len(rows)) as workers:
        return all(list(workers.map(lambda row: run_row(row, chosen), rows)))


def arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument("-f", action="store_true")
    parser.add_argument("-p", type=int, default=1)
    parser.add_argument("word", nargs="?", default="")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(0 if main(arguments()) else 1)
