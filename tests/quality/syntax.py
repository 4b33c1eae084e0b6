#!/usr/bin/env python3
"""Score the parser on wire sentences: share of arcs of wire.tsv that the analysis has.

usage: syntax.py [-v] TAG TABLE.tsv     -v lists the arcs that are wrong
Ends with failure if fewer arcs are right than TARGET.
"""
import collections
import subprocess
import sys

TARGET = 84.0  # percent of the arcs, head and relation


def rows_of(path):
    for number, line in enumerate(open(path, encoding="utf-8"), 1):
        if line.startswith("#"):
            continue
        columns = line.rstrip("\n").split("\t")
        if len(columns) != 3:
            sys.exit(f"{path}:{number}: three columns wanted")
        yield columns[0], columns[1], [arc.split() for arc in columns[2].split("; ")]


def trees_of(tag, sentences):
    """One list of (form, head form, relation, tag) a sentence."""
    text = "\n".join(sentences) + "\n"
    out = subprocess.run([tag, "--conllu", "--one-sentence-per-line", "-"], input=text, text=True,
                         capture_output=True, check=True).stdout
    for block in out.strip().split("\n\n"):
        words = [line.split("\t") for line in block.split("\n") if line[:1].isdigit()]
        words = [w for w in words if "-" not in w[0]]
        forms = {w[0]: w[1] for w in words} | {"0": "-"}
        yield [(w[1], forms[w[6]], w[7], w[4]) for w in words]


def main():
    verbose = sys.argv[1] == "-v"
    tag, table = sys.argv[1 + verbose:]
    rows = list(rows_of(table))
    trees = list(trees_of(tag, [text for _, text, _ in rows]))
    if len(trees) != len(rows):
        sys.exit(f"{len(rows)} sentences, {len(trees)} trees")
    score = collections.defaultdict(lambda: [0, 0, 0])
    for (kind, text, arcs), tree in zip(rows, trees):
        for child, rel, head in arcs:
            found = [w for w in tree if w[0] == child]
            if not found or (head != "-" and not any(w[0] == head for w in tree)):
                sys.exit(f"no such word: {child} or {head} in: {text}")
            heads = any(w[1] == head for w in found)
            both = any(w[1] == head and w[2] == rel for w in found)
            for total in (score[kind], score["all"]):
                total[0] += 1
                total[1] += heads
                total[2] += both
            if verbose and not both:
                word, at, got, tag_of = found[0]
                print(f"{kind}: {text}\n    {word} {rel} {head}: is {tag_of} {got} {at}")
    for kind, (n, heads, both) in score.items():
        print(f"{kind:12} {n:4} arcs   heads {100 * heads / n:5.1f}   with relation {100 * both / n:5.1f}")
    n, _, both = score["all"]
    sys.exit(0 if 100 * both >= TARGET * n else f"below the target of {TARGET} %")


if __name__ == "__main__":
    main()
