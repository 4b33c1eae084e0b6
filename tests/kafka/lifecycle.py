# SPDX-License-Identifier: MIT
"""Versions of articles: corrections, kills, what is held back and what is late; used by suite.py."""
import datetime
import json
import random
import time

from cluster import (JSON, KILL, TERM, Topics, article, articles, broker, check_once, consumer,
                     drain, dump, equal, events, expect, headers_of, read, standing, tagged, test,
                     text, validate, version, wait_for)
from verify import error_place


EMBARGO = 12  # seconds; a busy machine must have written, read and held it by then
SOON = 8      # seconds behind it; what is asked for takes a busy machine a while to see


def in_future(seconds):
    when = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(seconds=seconds)
    return when.isoformat(timespec="milliseconds")


def sleep_until(moment):
    time.sleep(max(0, datetime.datetime.fromisoformat(moment).timestamp() - time.time()))


def told(value):
    """What a tagged article says happened, whatever ids its events have there."""
    return sorted((e["type"], e["trigger"]["text"]) for e in value["events"])


def told_by(records):
    return sorted((v["event"]["type"], v["event"]["trigger"]["text"]) for v in records)


def answers(topics):
    return [json.loads(r.value) for r in tagged(topics)]


# --- corrections ------------------------------------------------------------------------------------

@test("a correction supersedes the version before and takes back what it does not tell")
def correction():
    topics = Topics("correct")
    topics.write([version(1), article(1)])
    drain(topics)
    first = standing(topics)
    topics.write([version(2, sentences=2)])
    drain(topics)
    one, two = [v for v in answers(topics) if v["article"]["id"] == "article-7"]
    expect("supersedes" not in one, f"the first version supersedes: {one.get('supersedes')}")
    equal(two["supersedes"], {"version": "1", "published": "2019-07-01", "ce_id": "article-7@1"},
          "what it supersedes")
    expect(0 < len(two["events"]) < len(one["events"]), "events of the versions")
    now = standing(topics)
    mine = {i: v for i, v in now.items() if v["article"]["id"] == "article-7"}
    equal(told_by(mine.values()), told(two), "what holds is what the second version tells")
    expect(set(mine) <= set(first), "an event that is told again keeps its ce_id")
    equal({v["article"]["version"] for v in mine.values()}, {"2"}, "version of what holds")
    equal([v for v in now.values() if v["article"]["id"] == "article-1"],
          [v for v in first.values() if v["article"]["id"] == "article-1"], "another article's")
    taken = [r for r in events(topics) if json.loads(r.value)["retracted"]]
    equal(len(taken), len(one["events"]) - len(two["events"]), "retractions")
    for record in taken:
        value, was = json.loads(record.value), first[headers_of(record)["ce_id"]]
        equal(value["dyad"], record.key.decode(), "dyad of a retraction")
        equal({k: was["event"][k] for k in value["event"]}, value["event"], "what it repeats")
        equal(value["article"]["version"], "2", "version that takes back")


@test("a kill takes back all events, and only a later version brings any again")
def kill():
    topics = Topics("killed", partitions=1)
    topics.write([version(1), version(2, status="canceled", text="Kill the story on fishing.")])
    drain(topics)
    killed = answers(topics)[-1]
    equal((killed["article"]["status"], killed["events"]), ("canceled", []), "the kill notice")
    equal(killed["supersedes"]["version"], "1", "what it supersedes")
    equal(standing(topics), {}, "events that hold")
    topics.write([version(2), version(1)])
    drain(topics)
    equal(len(read(topics.dead)), 2, "versions that are no later")
    equal(standing(topics), {}, "events that hold after late copies")
    topics.write([version(3)])
    drain(topics)
    equal(told_by(standing(topics).values()), told(answers(topics)[-1]), "events of version 3")


@test("versions out of order: the older one becomes a dead letter and changes nothing")
def out_of_order():
    topics = Topics("late", partitions=1)
    topics.write([version(10, sentences=2), version(9), version("8", sentences=1)])
    drain(topics)
    equal([v["article"]["version"] for v in answers(topics)], ["10"], "versions answered")
    equal(told_by(standing(topics).values()), told(answers(topics)[0]), "what holds")
    letters = read(topics.dead)
    equal([error_place(r) for r in letters], [(0, 1), (0, 2)], "dead letters")
    equal(headers_of(letters[0])["disputewire.errors.code"], "STALE", "code")
    expect("article-7@10" in headers_of(letters[0])["__streams.errors.message"], "reason")


@test("the same version again is answered again, with the same events")
def repeat():
    topics = Topics("repeat", partitions=1)
    topics.write([version(1), version(1)])
    drain(topics)
    one, two = answers(topics)
    equal(told(two), told(one), "events")
    equal(len(standing(topics)), len(one["events"]), "different ce_ids")
    expect(not any(v["retracted"] for v in standing(topics).values()), "retracted")


def by_version(found):
    """Versions that were answered, in order, by article."""
    order = {}
    for value in found:
        order.setdefault(value["article"]["id"], []).append(int(value["article"]["version"]))
    return order


def check_last_counts(topics, count, versions):
    """Each version answered once and in order; what holds is what the last one tells."""
    found = answers(topics)
    wanted = list(range(1, versions + 1))
    for name, order in by_version(found).items():
        equal(order, wanted, f"versions of {name} that were answered")
    equal(len(by_version(found)), count, "articles")
    last = {v["article"]["id"]: v for v in found if v["article"]["version"] == str(versions)}
    held = {}
    for value in standing(topics).values():
        held.setdefault(value["article"]["id"], []).append(value)
    for name, value in last.items():
        equal(told_by(held.get(name, [])), told(value), f"what holds of {name}")
        equal(value["supersedes"]["version"], str(versions - 1), f"what {name} supersedes")


def corrected(count, versions):
    """All first versions, then all second ones ..., each telling other events."""
    return [version(v, f"article-{i}", sentences=4 - v % 4, text=text(i, 4 - (v + i) % 4))
            for v in range(1, versions + 1) for i in range(count)]


def started(topics, sign, batch):
    """A consumer with small batches that has come so far."""
    program = consumer(topics, "--batch-records", batch)
    program.wait_log(sign)
    return program


def kill_again_and_again(times, least, most, start):
    """Kill what `start` starts after so many seconds."""
    chance = random.Random(times)
    for _ in range(times):
        program = start()
        time.sleep(chance.uniform(least, most))
        program.send(KILL)
        program.process.wait()


@test("kill -9 among corrections: state and results stay together")
def kill_among_corrections():
    topics = Topics("corrkill")
    topics.write(corrected(300, 4))
    kill_again_and_again(5, 0.1, 0.5, lambda: started(topics, "partitions assigned", "20"))
    drain(topics)
    check_last_counts(topics, 300, 4)


@test("partitions change hands among corrections: the new owner knows what the old one answered")
def rebalance_among_corrections():
    for name, strategy in (("correager", "range,roundrobin"), ("corrcoop", "cooperative-sticky")):
        topics = Topics(name)
        way = ["--lanes", "1", "-X", f"partition.assignment.strategy={strategy}", "-X",
               "session.timeout.ms=6000", "--batch-records", "50"]
        one = consumer(topics, "--instance", "one", *way)
        one.wait_log("partitions assigned")
        for number in range(1, 5):
            topics.write([version(number, f"article-{i}", text=text(i, 4 - (number + i) % 4))
                          for i in range(200)])
            if number % 2:
                two = consumer(topics, "--instance", "two", *way)
                two.wait_log("partitions assigned")
            else:
                two.send(KILL if number == 2 else TERM)
                two.process.wait()
        wait_for(lambda: sum(topics.committed()[0].values()) >= 800, "end", timeout=90)
        one.send(TERM)
        one.wait(0)
        check_last_counts(topics, 200, 4)


@test("offsets set back: all is answered as it was, and what holds is the same")
def read_again():
    topics = Topics("again", partitions=1)
    topics.write([version(1), version(2, sentences=2), version(3, sentences=3)])
    drain(topics)
    before = standing(topics)
    # Another group under the same state is what a group is whose offsets were set back.
    state = f"{topics.articles}.state.{topics.group}"
    topics.group = "again-from-start"
    drain(topics, "--state-topic", state)
    equal([v["article"]["version"] for v in answers(topics)], ["1", "2", "3"] * 2, "versions")
    equal(told_by(standing(topics).values()), told_by(before.values()), "what holds")
    equal(len(read(topics.dead)), 0, "dead letters")


@test("without a state topic each version is answered for itself")
def stateless():
    topics = Topics("stateless", partitions=1)
    topics.write([version(2), version(1, sentences=2), version(3, status="withheld")])
    drain(topics, "--state-topic", "none")
    found = answers(topics)
    equal([v["article"]["version"] for v in found], ["2", "1", "3"], "versions")
    expect(not any("supersedes" in v for v in found), "supersedes")


@test("a state topic with fewer partitions than the input is refused")
def small_state_topic():
    topics = Topics("smallstate", partitions=4)
    broker("topic", "smallstate.state:2", "cleanup.policy=compact")
    program = consumer(topics, "--state-topic", "smallstate.state").wait(2)
    expect("smallstate.state has 2 partitions" in program.text(), program.text())


# --- held back --------------------------------------------------------------------------------------

@test("a withheld article waits for a usable version, over restarts")
def withheld():
    topics = Topics("withheld", partitions=1)
    topics.write([version(1, status="withheld"), article(1)])
    drain(topics)
    equal([v["article"]["id"] for v in answers(topics)], ["article-1"], "answered")
    equal(topics.committed()[0], topics.committed()[1], "committed offsets")
    drain(topics)
    topics.write([version(2)])
    drain(topics)
    equal([v["article"]["id"] for v in answers(topics)], ["article-1", "article-7"], "answered")
    expect("supersedes" not in answers(topics)[-1], "nothing was answered before")
    topics.write([version(1, status="withheld"), version(3, status="withheld"),
                  version(4, status="canceled", text="")])
    drain(topics)
    equal(standing(topics).keys() & {i for i, v in standing(topics).items()
                                     if v["article"]["id"] == "article-7"}, set(), "after the kill")


@test("an embargoed article is released when its time comes, as it was consumed")
def embargo():
    topics = Topics("embargo", partitions=1)
    given = [("x-desk", b"asia"), ("x-null", None), ("content-type", b"application/json")]
    begun = time.time()
    topics.write([(*version(1, embargoed=in_future(EMBARGO)), given, 1561939200123), article(1)])
    program = consumer(topics)
    wait_for(lambda: len(read(topics.disputes)) >= 1, "the other article")
    wait_for(lambda: len(read(topics.disputes)) == 2, "release")
    passed = time.time() - begun
    expect(EMBARGO <= passed < EMBARGO + SOON, f"released after {passed:.1f} s")
    program.send(TERM)
    program.wait(0)
    record = tagged(topics)[1]
    equal(record.headers[:2], given[:2], "headers")
    source = json.loads(record.value)["processing"]["source"]
    equal((source["partition"], source["offset"], source["timestamp"]), (0, 0, 1561939200123),
          "where it was consumed")
    drain(topics)
    equal(len(read(topics.disputes)), 2, "after another run")


@test("an embargo that passes while nobody runs: released once at the next start")
def embargo_over_restart():
    topics = Topics("embargoed")
    due = in_future(EMBARGO)
    topics.write([version(1, f"held-{i}", embargoed=due) for i in range(20)])
    drain(topics)
    equal(len(read(topics.disputes)), 0, "released early")
    sleep_until(due)
    for _ in range(2):
        drain(topics)
    equal(sorted(v["article"]["id"] for v in answers(topics)), sorted(f"held-{i}" for i in range(20)),
          "released")


@test("kill -9 while held articles are released: each once")
def kill_among_releases():
    topics = Topics("relkill")
    due = in_future(EMBARGO)
    topics.write([version(1, f"held-{i}", embargoed=due) for i in range(600)])
    drain(topics)
    equal(len(read(topics.disputes)), 0, "released early")
    sleep_until(due)
    kill_again_and_again(5, 0.02, 0.2, lambda: started(topics, "state restored", "10"))
    drain(topics)
    names = [v["article"]["id"] for v in answers(topics)]
    equal(len(names), 600, "released")
    equal(len(set(names)), 600, "different ones")


@test("more is held than memory has room for: the texts come from the topic")
def much_held():
    topics = Topics("muchheld", partitions=1)
    due = in_future(6)
    topics.write([version(1, f"held-{i}", embargoed=due, padding="x" * 100000)
                  for i in range(40)])
    drain(topics, "--memory", "33M", "--lanes", "1")
    sleep_until(due)
    drain(topics, "--memory", "33M", "--lanes", "1")
    equal(sorted(v["article"]["id"] for v in answers(topics)), sorted(f"held-{i}" for i in range(40)),
          "released")


@test("the newest of several held versions is the one that is released")
def held_versions():
    topics = Topics("heldtwice", partitions=1)
    due = in_future(EMBARGO)
    topics.write([version(1, embargoed=in_future(EMBARGO - 2)), version(3, embargoed=due),
                  version(2, embargoed=in_future(EMBARGO - 2)), version(1, "article-8", status="withheld"),
                  version(1, "article-8", sentences=2)])
    drain(topics)
    equal([v["article"]["id"] for v in answers(topics)], ["article-8"], "answered at once")
    equal(len(read(topics.dead)), 1, "older than what is held")
    sleep_until(due)
    drain(topics)
    equal([v["article"]["version"] for v in answers(topics)], ["1", "3"], "released")


# --- dead letters, again ----------------------------------------------------------------------------

@test("dead letters are replayed to where they came from, and answered after a fix")
def replay():
    topics = Topics("replay", partitions=3)
    long = json.dumps({"id": "long", "text": " ".join(text(i, sentences=40) for i in range(200))})
    given = [("x-desk", b"asia"), ("x-null", None)]
    topics.write([article(1), ("long", long, given, 1561939200000), ("bad", "{", JSON),
                  version(2), version(1)])
    drain(topics, "--memory", "33M", "--lanes", "1")
    equal(len(read(topics.dead)), 3, "dead letters")
    before = read(topics.articles)
    consumer(topics, "--replay-dead-letters").wait()
    program = consumer(topics, "--replay-dead-letters").wait()
    expect("replayed records=0" in program.text(), f"replayed twice:\n{program.text()}")
    back = [r for r in read(topics.articles) if dict(r.headers).get("disputewire.replays")]
    equal(sorted(r.key for r in back), [b"bad", b"long"], "replayed; what is late stays late")
    original = next(r for r in before if r.key == b"long")
    copy = next(r for r in back if r.key == b"long")
    equal((copy.partition, copy.timestamp, copy.value, copy.headers),
          (original.partition, original.timestamp, original.value,
           given + [("disputewire.replays", b"1")]), "the original")
    drain(topics)
    expect("long" in [v["article"]["id"] for v in answers(topics)], "answered after the fix")
    equal(len(read(topics.dead)), 4, "dead letters: what is still bad is one again")
    consumer(topics, "--replay-dead-letters").wait()
    counts = [dict(r.headers).get("disputewire.replays") for r in read(topics.articles)]
    equal(counts.count(b"2"), 1, "replayed for the second time")


@test("kill -9 while dead letters are replayed: each comes back once")
def kill_among_replays():
    topics = Topics("repkill")
    count = 20000
    topics.write([(f"bad-{i}", "{" + "x" * 500, JSON) for i in range(count)])
    drain(topics)
    equal(len(read(topics.dead)), count, "dead letters")
    kill_again_and_again(4, 0.2, 0.9, lambda: consumer(topics, "--replay-dead-letters"))
    consumer(topics, "--replay-dead-letters").wait()
    back = [r.key for r in read(topics.articles) if dict(r.headers).get("disputewire.replays")]
    equal(len(back), count, "replayed")
    equal(len(set(back)), count, "different ones")


@test("only one's own dead letters are replayed")
def replay_of_others():
    topics = Topics("repother", partitions=1)
    topics.write([("bad", "{", JSON)])
    drain(topics)
    topics.group = "repother-other"
    program = consumer(topics, "--replay-dead-letters").wait()
    expect("records=0 stale=0 foreign=1" in program.text(), program.text())
    equal(len(read(topics.articles)), 1, "input records")


def check_stopped(topics, program, count, sign, times=1):
    """So many dead letters, and no more until the log tells the sign for that time."""
    wait_for(lambda: len(read(topics.dead)) >= count, f"{count} dead letters")
    time.sleep(1)
    found = len(read(topics.dead))
    expect(found == count or program.text().count(sign) >= times, f"{found} dead letters")


@test("a flood of dead letters: reading stops, is tried again, and nothing is lost")
def flood():
    topics = Topics("flood", partitions=2)
    topics.write([(f"bad-{i}", "{", JSON) for i in range(400)])
    way = ["--lanes", "1", "--flood-share", "50", "--flood-window", "50", "--flood-pause"]
    program = consumer(topics, *way, "3s")
    program.wait_log("flood of dead letters: reading stops")
    check_stopped(topics, program, 50, "trying again")
    program.wait_log("flood of dead letters: trying again")
    program.wait_log("reading stops", times=2)
    check_stopped(topics, program, 55, "trying again", 2)
    begun = time.monotonic()
    program.send(TERM)
    program.wait(0)
    expect(time.monotonic() - begun < 5, f"took {time.monotonic() - begun:.1f} s to stop")
    topics.write(articles(100))
    program = drain_failing(topics, *way, "1s")
    expect("flood of dead letters" in program.text(), program.text())
    drain(topics)
    check_once(topics, dead=400)


def drain_failing(topics, *arguments):
    return consumer(topics, "--exit-at-end", *arguments).wait(1)


@test("late versions are no flood")
def late_is_no_flood():
    topics = Topics("lateflood", partitions=1)
    topics.write([version(1000)] + [version(i) for i in range(1, 200)])
    drain(topics, "--flood-share", "1", "--flood-window", "20")
    equal(len(read(topics.dead)), 199, "dead letters")


# --- what is kept for all that ----------------------------------------------------------------------

@test("every record of the state topic follows its schema", alone=True)
def valid_state():
    topics = Topics("validstate", partitions=1)
    given = [("x-desk", b"\x00\xff"), ("x-null", None)]
    topics.write([version(1), version(2, sentences=2), (*version(3, status="withheld"), given),
                  version(1, "article-9", embargoed=in_future(600)), *articles(10),
                  version(2, "article-8", status="canceled", text="")])
    drain(topics)
    records = [r for r in read(f"{topics.articles}.state.{topics.group}") if r.value is not None]
    expect(any(r.key == b"held/article-9" for r in records), "a held article")
    dump("article-state", records)
    validate("article-state")
