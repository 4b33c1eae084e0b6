#!/usr/bin/env python3
"""Score coded events on sentences of our own: the events that each tells, and those it does not.

usage: events.py [-v] TAG FILE...       -v lists every disagreement
       events.py --lint FILE...         checks the files alone
The format of the files is told in tests/quality/events/README.md.
"""
import collections
import json
import os
import re
import subprocess
import sys

PUBLISHED = "2021-06-16"
ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
MUTUAL = {"AGREE", "CONSULT", "COOPERATE"}
AUX = ("future", "hypothetical", "negated")

Gold = collections.namedtuple("Gold", "types label actors recipients aux optional")
Item = collections.namedtuple("Item", "place text events")


# --- reading -----------------------------------------------------------------------------------


class Bad(Exception):
    """What is wrong in a file, and where."""


def codes():
    """The country codes, event types, and labels (tags and modes) that may stand in a file."""
    with open(os.path.join(ROOT, "processors/lexicon/country.tsv"), encoding="utf-8") as f:
        countries = {line.split("\t")[0] for line in f if not line.startswith("#")}
    with open(os.path.join(ROOT, "schemas/tagged-article.schema.json"), encoding="utf-8") as f:
        defs = json.load(f)["$defs"]
    with open(os.path.join(ROOT, "schemas/codebook.md"), encoding="utf-8") as f:
        modes = {m for line in f if line.startswith("| ") and len(cells := line.split("|")) > 4
                 for m in re.findall("`([a-z-]+)`", cells[4])}
    return countries, set(defs["eventType"]["enum"]), modes | set(defs["tag"]["enum"])


def read_side(text, countries, place):
    """The ways in which a side may be filled: "KEN+UGA", "MMR/protesters", "-" nobody, "*" any."""
    ways = []
    for way in text.split("/"):
        parts = frozenset() if way in ("", "-") else frozenset(way.split("+"))
        for part in parts:
            if part.isupper() and part not in countries:
                raise Bad(f"{place}: no such country: {part}")
        ways.append(parts)
    return ways


def read_event(line, known, place):
    countries, types, labels = known
    cells = line[1:].split()
    if len(cells) not in (3, 4) or cells[2].count(">") != 1:
        raise Bad(f"{place}: wanted TYPE LABEL ACTORS>RECIPIENTS [AUX]")
    kinds = cells[0].split("|")
    if not set(kinds) <= types:
        raise Bad(f"{place}: no such type: {cells[0]}")
    if cells[1] != "-" and cells[1] not in labels:
        raise Bad(f"{place}: no such tag or mode: {cells[1]}")
    aux = cells[3] if len(cells) == 4 else None
    if aux and aux not in AUX:
        raise Bad(f"{place}: no such status: {aux}")
    actors, recipients = (read_side(s, countries, place) for s in cells[2].split(">"))
    return Gold(kinds, None if cells[1] == "-" else cells[1], actors, recipients, aux,
                line.startswith("~"))


def read_items(path, known):
    items, text, place, events = [], None, None, []

    def finish():
        if text is not None and events is None:
            raise Bad(f"{place}: no line that starts with = or ~")
        if text is not None:
            items.append(Item(place, text, events))

    for number, line in enumerate(open(path, encoding="utf-8"), 1):
        line = line.rstrip("\n")
        if line.startswith("#"):
            continue
        if not line:
            finish()
            text = None
        elif text is None:
            if line[0] in "=~":
                raise Bad(f"{path}:{number}: an event without a text")
            text, place, events = line, f"{path}:{number}", None
        elif line[0] in "=~":
            events = events or []
            if line != "=":
                events.append(read_event(line, known, f"{path}:{number}"))
        else:
            raise Bad(f"{path}:{number}: a text is one line")
    finish()
    return items


def read_files(paths):
    known, seen, files = codes(), {}, []
    for path in paths:
        items = read_items(path, known)
        for item in items:
            if item.text in seen:
                raise Bad(f"{item.place}: the same text as {seen[item.text]}")
            seen[item.text] = item.place
        files.append((path, items))
    return files


# --- comparing ---------------------------------------------------------------------------------


def fills(part, entity):
    """A code is met by the country, a word by the name."""
    if part.isupper():
        return entity.get("country") == part
    return part.replace("_", " ") in (entity.get("name") or "").lower()


def is_side(ways, entities):
    for parts in ways:
        if parts == {"*"} or (all(any(fills(p, e) for e in entities) for p in parts) and
                              all(any(fills(p, e) for p in parts) for e in entities)):
            return True
    return False


def agreement(gold, event, entities):
    """Of an event of the right type: are the sides right, the status, tag or mode?"""
    actors = [entities[i] for i in event["actors"]]
    recipients = [entities[i] for i in event["recipients"]]
    dyad = is_side(gold.actors, actors) and is_side(gold.recipients, recipients)
    if not dyad and set(gold.types) & MUTUAL:  # who visits and who is visited is not scored
        dyad = any(is_side([a | r], actors + recipients)
                   for a in gold.actors for r in gold.recipients if "*" not in a | r)
    return {"dyad": dyad, "full": dyad and event["aux"] == gold.aux,
            "label": gold.label in (None, event["tag"], *event["modes"])}


def match(item, record):
    """Pairs (gold or None, event or None, agreement or None), best agreement first."""
    entities = {e["id"]: e for e in record["entities"]}
    pairs, out, used_gold, used = [], [], set(), set()
    for g, gold in enumerate(item.events):
        for e, event in enumerate(record["events"]):
            if event["type"] in gold.types:
                a = agreement(gold, event, entities)
                pairs.append((gold.optional, -sum(a.values()), g, e, a))
    for _, _, g, e, a in sorted(pairs, key=lambda p: p[:4]):
        if g not in used_gold and e not in used:
            used_gold.add(g)
            used.add(e)
            out.append((item.events[g], record["events"][e], a))
    out += [(gold, None, None) for g, gold in enumerate(item.events) if g not in used_gold]
    out += [(None, event, None) for e, event in enumerate(record["events"]) if e not in used]
    return [pair for pair in out if not (pair[0] and pair[0].optional)]


class Tally:
    def __init__(self):
        self.items = self.empty = self.false = self.gold = self.found = 0
        self.right = collections.Counter()

    def add(self, item, pairs):
        self.items += 1
        if not item.events:
            self.empty += 1
            self.false += len(pairs)
        for gold, event, a in pairs:
            self.gold += gold is not None
            self.found += event is not None
            if a:
                self.right["type"] += 1
                for key, ok in a.items():
                    self.right[key] += ok

    def row(self, name):
        cells = [f"{name:22}{self.items:6}"]
        for key in ("type", "dyad", "full"):
            p = self.right[key] / self.found if self.found else 0
            r = self.right[key] / self.gold if self.gold else 0
            cells.append(f"  {p:6.3f} {r:.3f} {2 * p * r / (p + r) if p + r else 0:.3f}")
        label = self.right["label"] / self.right["type"] if self.right["type"] else 0
        false = f"{self.false / self.empty:.3f}" if self.empty else "-"
        return "".join(cells) + f"  {label:.3f}  {false} a text, {self.empty} texts"


def describe(event, entities):
    def side(ids):
        return "+".join(entities[i].get("country") or entities[i]["name"] for i in ids)

    return (f"{event['type']} {event['tag'] or '-'} {side(event['actors'])}>"
            f"{side(event['recipients'])} {event['aux'] or ''} [{event['trigger']['text']}]")


def report(item, record, pairs):
    entities = {e["id"]: e for e in record["entities"]}
    wrong = [p for p in pairs if not p[2] or not p[2]["full"]]
    if not wrong:
        return
    print(f"{item.place}: {item.text}")
    for gold, event, _ in wrong:
        if gold:
            sides = ">".join("/".join("+".join(sorted(w)) for w in ways)
                             for ways in (gold.actors, gold.recipients))
            print(f"    want {'|'.join(gold.types)} {gold.label or '-'} {sides} {gold.aux or ''}")
        if event:
            print(f"    got  {describe(event, entities)}")


def tag_all(tag, items):
    lines = "".join(json.dumps({"id": str(i), "published": PUBLISHED, "text": item.text}) + "\n"
                    for i, item in enumerate(items))
    out = subprocess.run([tag, "--format", "ndjson", "-"], input=lines, text=True,
                         stdout=subprocess.PIPE, check=True).stdout
    records = {r["article"]["id"]: r for r in map(json.loads, out.splitlines())}
    return [records[str(i)] for i in range(len(items))]


def main(args):
    verbose, lint = "-v" in args, "--lint" in args
    args = [a for a in args if a not in ("-v", "--lint")]
    if len(args) < (1 if lint else 2):
        sys.exit(__doc__)
    try:
        files = read_files(args if lint else args[1:])
    except Bad as bad:
        sys.exit(str(bad))
    if lint:
        n = [item for _, items in files for item in items]
        print(f"{len(n)} texts, {sum(len(i.events) for i in n)} events, "
              f"{sum(not i.events for i in n)} texts without any")
        return
    total = Tally()
    table = []
    for path, items in files:
        tally = Tally()
        for item, record in zip(items, tag_all(args[0], items)):
            pairs = match(item, record)
            tally.add(item, pairs)
            total.add(item, pairs)
            if verbose:
                report(item, record, pairs)
        table.append(tally.row(re.sub(r"\.txt$", "", os.path.basename(path))))
    print(f"{'':22} texts" + "".join(f"  {k:5}P     R    F1" for k in ("type", "dyad", "full")) +
          "  label  false events in texts without any")
    print("\n".join(table + [total.row("all")]))


if __name__ == "__main__":
    main(sys.argv[1:])
