#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""The verifier must see each kind of fault, and see none where there is none; prints TAP."""
import collections
import json
import sys

from verify import verify

Record = collections.namedtuple("Record", "topic partition offset key value headers")

PARTITIONS = 2
N = 10  # records a partition


def place_of(number):
    return number % PARTITIONS, number // PARTITIONS


def put(topic, values):
    """Records as a topic would hold them: (number, key, value, headers), by partition in order."""
    ends = collections.Counter()
    found = []
    for number, key, value, headers in values:
        partition = number % PARTITIONS
        found.append(Record(topic, partition, ends[partition], key, value, headers))
        ends[partition] += 1
    return found


def inputs():
    return put("in", [(i, b"k%d" % i, b"v%d" % i, []) for i in range(PARTITIONS * N)])


def article(number, place=None):
    partition, offset = place or place_of(number)
    return json.dumps({"article": {"id": f"a{number}", "version": "1"},
                       "events": [{"id": "v1"}, {"id": "v2"}],
                       "processing": {"source": {"partition": partition, "offset": offset}}})


def event(number, name):
    return json.dumps({"article": {"id": f"a{number}", "version": "1"}, "event": {"id": name},
                       "retracted": False})


def letter(number):
    partition, offset = place_of(number)
    return (number, b"k", b"v", [("__streams.errors.partition", b"%d" % partition),
                                 ("__streams.errors.offset", b"%d" % offset)])


class Stream:
    """Twenty records, the last two dead letters, all answered well; to be doctored."""

    def __init__(self):
        self.tagged = [(i, b"k", article(i), []) for i in range(PARTITIONS * N - 2)]
        self.letters = [letter(i) for i in range(PARTITIONS * N - 2, PARTITIONS * N)]
        self.events = [(i, b"k", event(i, name), []) for i, *_ in self.tagged
                       for name in ("v1", "v2")]

    def verdict(self):
        return verify(inputs(), put("out", self.tagged), put("dead", self.letters),
                      put("events", self.events))


def clean(stream):
    del stream


def lost_article(stream):
    del stream.tagged[4]
    stream.events = [e for e in stream.events if e[0] != 4]


def lost_last(stream):
    del stream.letters[-1]


def lost_event(stream):
    del stream.events[7]


def doubled_article(stream):
    stream.tagged.insert(5, stream.tagged[4])
    stream.events += [e for e in stream.events if e[0] == 4]


def doubled_by_letter(stream):
    stream.letters.insert(0, letter(3))


def doubled_event(stream):
    stream.events.append(stream.events[0])


def swapped_articles(stream):
    stream.tagged[4], stream.tagged[6] = stream.tagged[6], stream.tagged[4]


def foreign_article(stream):
    stream.tagged.append((0, b"k", article(99, place=(0, N)), []))
    stream.events += [(0, b"k", event(99, name), []) for name in ("v1", "v2")]


def foreign_event(stream):
    stream.events.append((0, b"k", event(0, "v3"), []))


TAGGED = [clean, lost_article, lost_last, lost_event, doubled_article, doubled_by_letter,
          doubled_event, swapped_articles, foreign_article, foreign_event]


def copy_clean(rows):
    return rows


def copy_lost(rows):
    return rows[:3] + rows[4:]


def copy_doubled(rows):
    return rows[:4] + rows[2:]


def copy_swapped(rows):
    return rows[:2] + [rows[4], rows[3], rows[2]] + rows[5:]


def copy_foreign(rows):
    return rows + [(0, b"k0", b"changed on the way", [])]


COPIED = [copy_clean, copy_lost, copy_doubled, copy_swapped, copy_foreign]


def judge_tagged(doctor):
    stream = Stream()
    doctor(stream)
    return stream.verdict()


def judge_copies(doctor):
    rows = [(i, b"k%d" % i, b"v%d" % i, []) for i in range(PARTITIONS * N)]
    return verify(inputs(), put("out", doctor(rows)), [])


def main():
    """What a doctored stream shows must be its own kind of fault, and no other."""
    cases = [(d, judge_tagged) for d in TAGGED] + [(d, judge_copies) for d in COPIED]
    failed = 0
    print(f"1..{len(cases)}")
    for number, (doctor, judge) in enumerate(cases, 1):
        name = doctor.__name__.replace("_", " ")
        verdict = judge(doctor)
        kinds = {kind for kind, n in verdict.counts().items() if n}
        wanted = {kind for kind in verdict.KINDS if kind in name}
        good = kinds == wanted
        failed += not good
        print(f"{'ok' if good else 'not ok'} {number} - verifier: {name}")
        if not good:
            print(f"# {verdict}")
    return failed == 0


if __name__ == "__main__":
    sys.exit(0 if main() else 1)
