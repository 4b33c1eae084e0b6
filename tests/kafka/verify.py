# SPDX-License-Identifier: MIT
"""The verdict over a stream: what went in, what came out, and where the two do not agree.

Every committed input record must have been answered exactly once, by a tagged article, a copy or a
dead letter; the answers to one partition must come in its order; and nothing else may be there: no
answer to what never came in, no event that no article names.
"""
import collections
import hashlib
import json


def digest(record):
    """What a record is told by when it is passed through unread."""
    return hashlib.blake2b(repr((record.key, record.value)).encode(), digest_size=12).digest()


def source(record):
    """Where a tagged article says that it comes from: (partition, offset)."""
    place = json.loads(record.value)["processing"]["source"]
    return place["partition"], place["offset"]


def error_place(letter):
    """The same of a dead letter."""
    headers = dict(letter.headers)
    return (int(headers["__streams.errors.partition"]), int(headers["__streams.errors.offset"]))


class Verdict:
    """Counts, and for each kind of fault the places where it was found."""

    KINDS = ("lost", "doubled", "swapped", "foreign")

    def __init__(self):
        self.inputs = self.tagged = self.dead = self.events = 0
        self.places = {kind: [] for kind in self.KINDS}

    def add(self, kind, place):
        self.places[kind].append(place)

    def is_clean(self):
        return not any(self.places.values())

    def counts(self):
        return {kind: len(self.places[kind]) for kind in self.KINDS}

    def __str__(self):
        said = [f"{len(found)} {kind}, such as {found[:5]}"
                for kind, found in self.places.items() if found]
        return (f"{self.inputs} in, {self.tagged} tagged, {self.dead} dead letters, "
                f"{self.events} events" + "".join("; " + one for one in said))


class Ledger:
    """The input, each record to be crossed off once."""

    def __init__(self, inputs, verdict, by_digest):
        self.verdict = verdict
        self.answered = {}
        self.by_digest = {} if by_digest else None
        for record in inputs:
            place = record.partition, record.offset
            self.answered[place] = 0
            if by_digest:
                self.by_digest[digest(record)] = place
        verdict.inputs = len(self.answered)
        if by_digest and len(self.by_digest) != len(self.answered):
            raise ValueError("inputs that are alike cannot be told apart")

    def cross_off(self, place, answer):
        """True if the place is one of the input's; else the answer is nobody's."""
        if place not in self.answered:
            self.verdict.add("foreign", (answer.topic, answer.partition, answer.offset))
            return False
        self.answered[place] += 1
        if self.answered[place] == 2:
            self.verdict.add("doubled", place)
        return True

    def close(self):
        for place, times in self.answered.items():
            if times == 0:
                self.verdict.add("lost", place)


class Order:
    """Answers to one input partition must come in its order within each output partition."""

    def __init__(self, verdict):
        self.verdict = verdict
        self.last = {}

    def see(self, place, answer):
        partition, offset = place
        way = partition, answer.topic, answer.partition
        if self.last.get(way, -1) > offset:
            self.verdict.add("swapped", place)
        self.last[way] = max(offset, self.last.get(way, -1))


def event_names(article):
    """By what the records of a tagged article's events are told."""
    value = json.loads(article.value)
    about = value["article"]["id"], value["article"]["version"]
    return [(*about, event["id"]) for event in value["events"]]


def check_events(verdict, wanted, events):
    """One record for each event that an article names; what retracts one is not judged here."""
    left = collections.Counter(wanted)
    for record in events:
        value = json.loads(record.value)
        if value["retracted"]:
            continue
        name = value["article"]["id"], value["article"]["version"], value["event"]["id"]
        verdict.events += 1
        if name not in left:
            verdict.add("foreign", name)
        elif left[name] == 0:
            verdict.add("doubled", name)
        else:
            left[name] -= 1
    for name, missing in left.items():
        if missing:
            verdict.add("lost", name)


def verify(inputs, answers, letters, events=None):
    """Judge committed records, all in the order of their partitions. Without `events` (None: the
    processors were off) answers are copies of the input and are told by their bytes, which must
    differ; with them they are tagged articles."""
    verdict = Verdict()
    copies = events is None
    ledger = Ledger(inputs, verdict, copies)
    order = Order(verdict)
    wanted = []
    for answer in answers:
        place = ledger.by_digest.get(digest(answer)) if copies else source(answer)
        verdict.tagged += 1
        if ledger.cross_off(place, answer):
            order.see(place, answer)
        if not copies:
            wanted += event_names(answer)
    for letter in letters:
        place = error_place(letter)
        verdict.dead += 1
        if ledger.cross_off(place, letter):
            order.see(place, letter)
    ledger.close()
    check_events(verdict, wanted, events or ())
    return verdict
